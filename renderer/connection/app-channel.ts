import {
  type ClientMessage,
  type FolderRequest,
  folderAnswer,
  type MenuEntry,
  type MenuRequest,
  menuChoice,
  type SaveRequest,
  shellMessageTypes,
} from '#contract'
import { languageNow } from '../words/words.ts'
import type { Channel, ConnectionState } from './channel.ts'

/** What the desktop shell's preload script puts into the page. */
export interface Bridge {
  send(message: ClientMessage | FolderRequest | MenuRequest | SaveRequest): void
  onMessage(listener: (message: unknown) => void): () => void
  /**
   * Connects to a lab in a process of its own.
   * @param listener gets each message as JSON; null: the lab is not there, or not any more
   */
  openLab(id: string, listener: (text: string | null) => void): AppLab
}

/** The connection to a lab in a process of its own. */
interface AppLab {
  send(message: ClientMessage): void
  close(): void
}

declare global {
  interface Window {
    bramble?: Bridge
  }
}

/** The lab runs in the desktop app's own process: the connection is there for as long as the window is. */
export function appChannel(bridge: Bridge): Channel {
  return {
    send(message) {
      bridge.send(message)
      return true
    },
    onMessage(listener) {
      bridge.onMessage((message) => {
        if (!isOfShell(message)) listener(message)
      })
    },
    onState(listener) {
      listener('open')
    },
  }
}

/** The lab runs in a process of its own, which the desktop app started. */
export function appLabChannel(bridge: Bridge, id: string): Channel & { close(): void } {
  const messageListeners: ((message: unknown) => void)[] = []
  const stateListeners: ((state: ConnectionState) => void)[] = []
  let state: ConnectionState = 'open'
  const lab = bridge.openLab(id, (text) => {
    if (text === null) {
      state = 'ended'
      for (const listener of stateListeners) listener(state)
    } else {
      const message: unknown = JSON.parse(text)
      for (const listener of messageListeners) listener(message)
    }
  })
  return {
    send(message) {
      if (state !== 'open') return false
      lab.send(message)
      return true
    },
    onMessage(listener) {
      messageListeners.push(listener)
    },
    onState(listener) {
      stateListeners.push(listener)
      listener(state)
    },
    close: () => lab.close(),
  }
}

/** Messages of the desktop app itself are not for the lab's client. */
function isOfShell(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    shellMessageTypes.has(message.type)
  )
}

/** The menu bar of the desktop app. */
interface MenuBar {
  show(entries: readonly MenuEntry[]): void
  /** Calls the listener with the ID of each chosen entry. @returns a function that stops listening */
  onChoice(listener: (id: string) => void): () => void
}

/** @returns null in a browser, which has no menu bar for the page to fill */
export function menuBar(): MenuBar | null {
  const { bramble } = window
  if (bramble === undefined) return null
  return {
    show: (entries) => bramble.send({ type: 'menu', entries: [...entries], language: languageNow() }),
    onChoice: (listener) =>
      bramble.onMessage((message) => {
        const choice = menuChoice.safeParse(message)
        if (choice.success) listener(choice.data.id)
      }),
  }
}

/** Lets the person choose the folder of scenario files; a browser shows those of the folder that it is served. @returns whether another was chosen */
export function askForFolder(): Promise<boolean> {
  const { bramble } = window
  if (bramble === undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    const stop = bramble.onMessage((message) => {
      const { data: answer } = folderAnswer.safeParse(message)
      if (answer === undefined) return
      stop()
      resolve(answer.isOther)
    })
    bramble.send({ type: 'choose-folder' })
  })
}
