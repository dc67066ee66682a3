import type { WebSocket } from 'ws'
import type { LabProcesses } from '../lab-process/index.ts'
import { keepAlive, parse } from './api-web-socket.ts'

/** Closes the WebSocket of a page whose lab is not there, or not any more: it should not try again. */
const noLabCode = 4404

/**
 * Carries messages between a page and a lab in another process, untouched. A message counts as read once the socket has taken it,
 * so what waits for a slow page is bounded by the session in that process.
 */
export function relayLabProcess(processes: LabProcesses | null, id: string, connection: WebSocket): void {
  const stopHeartbeat = keepAlive(connection)
  const face = processes?.open(id, {
    onText: (text, number) =>
      connection.send(text, (error) => {
        if (!error) face?.acknowledge(number)
      }),
    onEnded: () => connection.close(noLabCode, 'this lab has ended'),
  })
  if (face) connection.on('message', (data, isBinary) => face.send(isBinary ? null : parse(data)))
  else connection.close(noLabCode, 'there is no such lab')
  connection.on('close', () => {
    stopHeartbeat()
    face?.close()
  })
  // The handler of the close event, which follows, cleans up. Without this listener an error would end the process.
  connection.on('error', () => {})
}
