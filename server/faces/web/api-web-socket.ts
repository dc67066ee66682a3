import type { RawData, WebSocket } from 'ws'
import type { LabApi, ServerMessage } from '#contract'
import { createRealClock, type Timer } from '../../clock/index.ts'
import { openApiSession } from '../api-session.ts'

/** Closes the WebSocket of a client that reads too slowly: it should connect anew and take a new snapshot. */
const slowClientCode = 4008

/** How much may wait for a slow client: some thousands of events. */
const longestBacklogBytes = 16 * 1024 * 1024
const heartbeatMs = 30_000

/** Carries the API over one WebSocket, each message as one JSON text. */
export function serveApi(api: LabApi, connection: WebSocket): void {
  let unsent = 0
  let resolveDrained = () => {}
  const drained = async () => {
    if (unsent > 0) await new Promise<void>((resolve) => (resolveDrained = resolve))
  }
  const send = (message: ServerMessage) => {
    if (connection.readyState !== connection.OPEN) return
    if (connection.bufferedAmount > longestBacklogBytes) {
      session.close()
      connection.close(slowClientCode, 'too slow: connect again')
      return
    }
    unsent += 1
    connection.send(JSON.stringify(message), () => {
      unsent -= 1
      if (unsent === 0) resolveDrained()
    })
  }
  const session = openApiSession(api, send, drained)
  const stopHeartbeat = keepAlive(connection)
  connection.on('message', (data, isBinary) => session.receive(isBinary ? null : parse(data)))
  connection.on('close', () => {
    stopHeartbeat()
    session.close()
    resolveDrained()
  })
  // The handler of the close event, which follows, cleans up. Without this listener an error would end the process.
  connection.on('error', () => {})
}

/** @returns null where the text is no JSON: the session refuses that like any other wrong message */
function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    return null
  }
}

/** Pings the other end, and closes the connection where it did not answer the ping before. */
function keepAlive(connection: WebSocket): () => void {
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
