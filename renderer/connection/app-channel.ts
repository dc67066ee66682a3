import {
  type ClientMessage,
  type MenuEntry,
  type MenuRequest,
  menuChoice,
  type SaveRequest,
  saveAnswer,
} from '#contract'
import { languageNow } from '../words/words.ts'
import type { Channel } from './channel.ts'

/** What the desktop shell's preload script puts into the page. */
export interface Bridge {
  send(message: ClientMessage | MenuRequest | SaveRequest): void
  onMessage(listener: (message: unknown) => void): () => void
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

/** Messages of the desktop app itself are not for the lab's client. */
function isOfShell(message: unknown): boolean {
  return menuChoice.safeParse(message).success || saveAnswer.safeParse(message).success
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
