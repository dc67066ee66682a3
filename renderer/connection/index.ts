import { appChannel } from './app-channel.ts'
import type { Channel } from './channel.ts'
import { labClient } from './lab-client.ts'
import { socketChannel } from './socket-channel.ts'
import { type SwitchableClient, switchableClient } from './switchable-client.ts'

export { menuBar } from './app-channel.ts'
export type { ConnectionState } from './channel.ts'
export { type LabClient, LabFailure, labClient } from './lab-client.ts'
export { saveExport } from './save-export.ts'

/** Connects to the lab. Nothing else in the renderer can tell whether it is in the desktop app or in a browser. */
export function connect(): SwitchableClient {
  return switchableClient(labClient(channel()))
}

function channel(): Channel {
  if (window.bramble !== undefined) return appChannel(window.bramble)
  const { protocol, host, search } = window.location
  const token = new URLSearchParams(search).get('token') ?? ''
  const scheme = protocol === 'https:' ? 'wss' : 'ws'
  return socketChannel(`${scheme}://${host}/api?token=${encodeURIComponent(token)}`)
}
