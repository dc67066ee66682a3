import type { RawData, WebSocket } from 'ws'
import type { LabApi } from '#contract'
import { createRealClock, type Timer } from '../../clock/index.ts'
import { openApiSession } from '../api-session.ts'
import { DrainWaiters, type Outlet } from '../outlet.ts'

/** Closes the WebSocket of a client that asks for more and more without reading it: it should connect anew. */
const slowClientCode = 4008

/** What may wait for a slow client besides the longest message, which is a snapshot: some thousands of events. */
const mostWaitingBytes = 1_024 * 1_024
const longestBacklogBytes = 16 * mostWaitingBytes
const heartbeatMs = 30_000

/** Carries the API over one WebSocket, each message as one JSON text. */
export function serveApi(api: LabApi, connection: WebSocket): void {
  const outlet = createSocketOutlet(connection, () => {
    session.close()
    connection.close(slowClientCode, 'too slow: connect again')
  })
  const session = openApiSession(api, outlet)
  const stopHeartbeat = keepAlive(connection)
  connection.on('message', (data, isBinary) => session.receive(isBinary ? null : parse(data)))
  connection.on('close', () => {
    stopHeartbeat()
    session.close()
    outlet.closed()
  })
  // The handler of the close event, which follows, cleans up. Without this listener an error would end the process.
  connection.on('error', () => {})
}

/** @param giveUp called when far more waits than events alone can be */
function createSocketOutlet(connection: WebSocket, giveUp: () => void): Outlet & { closed(): void } {
  let unsent = 0
  let longestBytes = 0
  const waiters = new DrainWaiters()

  return {
    send(message) {
      if (connection.readyState !== connection.OPEN) return
      if (connection.bufferedAmount > longestBytes + longestBacklogBytes) return giveUp()
      const text = JSON.stringify(message)
      longestBytes = Math.max(longestBytes, text.length)
      unsent += 1
      connection.send(text, () => {
        unsent -= 1
        if (unsent === 0) waiters.resolveAll()
      })
    },
    isBehind: () => connection.bufferedAmount > longestBytes + mostWaitingBytes,
    drained: () => (unsent === 0 ? Promise.resolve() : waiters.wait()),
    closed() {
      unsent = 0
      waiters.resolveAll()
    },
  }
}

/** @returns null where the text is no JSON: the session refuses that like any other wrong message */
export function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    return null
  }
}

/** Pings the other end, and closes the connection where it did not answer the ping before. */
export function keepAlive(connection: WebSocket): () => void {
  const clock = createRealClock()
  let isAlive = true
  let timer: Timer
  const beat = () => {
    if (!isAlive) {
      connection.terminate()
      return
    }
    isAlive = false
    connection.ping()
    timer = clock.after(heartbeatMs, beat)
  }
  connection.on('pong', () => {
    isAlive = true
  })
  timer = clock.after(heartbeatMs, beat)
  return () => timer.cancel()
}
