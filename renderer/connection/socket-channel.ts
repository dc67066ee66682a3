import type { Channel, ConnectionState } from './channel.ts'

/**
 * The lab runs in another process and serves this page: a WebSocket, opened again whenever it is lost. A lab that answers but
 * refuses the page was started anew, with another token, and will refuse it for ever: then nobody tries again.
 */
export function socketChannel(url: string): Channel & { close(): void } {
  const messageListeners: ((message: unknown) => void)[] = []
  const stateListeners: ((state: ConnectionState) => void)[] = []
  let state: ConnectionState = 'connecting'
  let socket: WebSocket | null = null
  let attempt = 0
  let isClosed = false

  function become(next: ConnectionState): void {
    if (next === state) return
    state = next
    for (const listener of stateListeners) listener(next)
  }

  /** @param isServed whether the page was served just before, so that a lab which knows the token would let it in */
  function open(isServed = false): void {
    let wasOpen = false
    const opening = new WebSocket(url)
    socket = opening
    opening.addEventListener('open', () => {
      wasOpen = true
      attempt = 0
      become('open')
    })
    opening.addEventListener('message', (message) => {
      const parsed = readJson(message.data)
      for (const listener of messageListeners) listener(parsed)
    })
    // A failed attempt ends in `close` too, so this is the only place that tries again.
    opening.addEventListener('close', ({ code }) => {
      if (isClosed) return
      if (code === noLabCode) return become('ended')
      become('lost')
      if (!wasOpen && isServed) become('refused')
      else void tryAgain()
    })
  }

  async function tryAgain(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, backOffMs(attempt)))
    attempt += 1
    if (isClosed) return
    open(await isPageServed(url))
  }

  open()
  return {
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(JSON.stringify(message))
      return true
    },
    onMessage(listener) {
      messageListeners.push(listener)
    },
    onState(listener) {
      stateListeners.push(listener)
      listener(state)
    },
    close() {
      isClosed = true
      socket?.close()
    },
  }
}

/** The code with which the WebSocket of a lab in a process of its own is closed when that is not there, or not any more. */
const noLabCode = 4404

/** Whether something serves the page: of a refused WebSocket a browser tells no more than that it did not open. */
async function isPageServed(url: string): Promise<boolean> {
  const page = new URL('/', url.replace(/^ws/, 'http'))
  try {
    return (await fetch(page, { method: 'HEAD', cache: 'no-store' })).ok
  } catch {
    return false
  }
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return null
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

const firstPauseMs = 400
const longestPauseMs = 8_000

/** How long to wait before the next attempt to connect: doubles each time, up to eight seconds. */
export function backOffMs(attempt: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** attempt)
}
