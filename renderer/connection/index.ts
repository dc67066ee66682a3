import { appChannel, appLabChannel } from './app-channel.ts'
import type { Channel } from './channel.ts'
import { type LabClient, labClient } from './lab-client.ts'
import { socketChannel } from './socket-channel.ts'
import { type SwitchableClient, switchableClient } from './switchable-client.ts'

export { askForFolder, menuBar } from './app-channel.ts'
export type { ConnectionState } from './channel.ts'
export { type LabClient, LabFailure, labClient } from './lab-client.ts'
export { nextTask } from './next-task.ts'
export { saveExport } from './save-export.ts'
export type { SwitchableClient } from './switchable-client.ts'

/** Connects to the lab. Nothing else in the renderer can tell whether it is in the desktop app or in a browser. */
export function connect(): SwitchableClient {
  return switchableClient(labClient(channel()))
}

function channel(): Channel {
  return window.bramble === undefined ? socketChannel(socketUrl()) : appChannel(window.bramble)
}

/** A lab in a process of its own, which can be shown in place of the page's. */
interface OtherLab {
  id: string
  client: LabClient
  /** Ends the connection; the lab goes on. */
  close(): void
}

/** Connects to a lab in a process of its own, by the ID with which it was started. */
export function connectTo(id: string): OtherLab {
  const { bramble } = window
  const other =
    bramble === undefined
      ? socketChannel(`${socketUrl()}&lab=${encodeURIComponent(id)}`)
      : appLabChannel(bramble, id)
  return { id, client: labClient(other), close: other.close }
}

function socketUrl(): string {
  const { protocol, host, search } = window.location
  const token = new URLSearchParams(search).get('token') ?? ''
  const scheme = protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${host}/api?token=${encodeURIComponent(token)}`
}
