import { once } from 'node:events'
import type { Server, Socket } from 'node:net'

/** Starts a server on a free loopback port. */
export async function listenBare(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}

/** Closes a server and the connections that are still open. */
export async function closeBare(server: Server, connections: Iterable<Socket>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const connection of connections) connection.destroy()
  await closed
}

/** Cuts what arrives into messages. @param lengthAt length of the message that starts there; null: more bytes are needed */
export function cutMessages(
  socket: Socket,
  lengthAt: (bytes: Buffer) => number | null,
  handle: (message: Buffer) => void,
): void {
  let rest: Buffer | null = null
  socket.on('data', (chunk: Buffer) => {
    let bytes = rest === null ? chunk : Buffer.concat([rest, chunk])
    for (let length = lengthAt(bytes); length !== null && length <= bytes.length; length = lengthAt(bytes)) {
      handle(bytes.subarray(0, length))
      bytes = bytes.subarray(length)
    }
    rest = bytes.length === 0 ? null : bytes
  })
}
