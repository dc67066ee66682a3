import type { ClientMessage } from '#contract'
import type { Transport } from './transport.ts'

/** What the desktop shell's preload script puts into the page. */
export interface Bridge {
  send(message: ClientMessage): void
  onMessage(listener: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    bramble?: Bridge
  }
}

/** The lab runs in the desktop app's own process: the connection is there for as long as the window is. */
export function bridgeTransport(bridge: Bridge): Transport {
  return {
    send(message) {
      bridge.send(message)
      return true
    },
    onMessage(listener) {
      bridge.onMessage(listener)
    },
    onState(listener) {
      listener('open')
    },
  }
}
