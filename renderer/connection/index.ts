import { bridgeTransport } from './bridge-transport.ts'
import { type LabClient, labClient } from './lab-client.ts'
import { socketTransport } from './socket-transport.ts'
import type { Transport } from './transport.ts'

export { menuBar } from './bridge-transport.ts'
export type { LabClient } from './lab-client.ts'
export { LabFailure } from './lab-failure.ts'
export type { ConnectionState } from './transport.ts'

/** Connects to the lab. Nothing else in the renderer can tell whether it is in the desktop app or in a browser. */
export function connect(): LabClient {
  return labClient(transport())
}

function transport(): Transport {
  if (window.bramble !== undefined) return bridgeTransport(window.bramble)
  const { protocol, host, search } = window.location
  const token = new URLSearchParams(search).get('token') ?? ''
  const scheme = protocol === 'https:' ? 'wss' : 'ws'
  return socketTransport(`${scheme}://${host}/api?token=${encodeURIComponent(token)}`)
}
