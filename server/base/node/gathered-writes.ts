import type { Writable } from 'node:stream'

/** Whatever follows, so many bytes are not kept longer. */
const mostGatheredBytes = 65_536

/**
 * Writes bytes to a socket together with all that is written to it in the same turn: each write to the system takes as long as
 * making a message does, and with TLS each becomes a record of its own.
 *
 * Whoever destroys the socket in the same turn calls `writeOut` first.
 */
export function writeGathered(socket: Writable, bytes: Uint8Array): void {
  if (socket.writableCorked === 0) {
    socket.cork()
    process.nextTick(writeOut, socket)
  }
  socket.write(bytes)
  if (socket.writableLength > mostGatheredBytes) writeOut(socket)
}

/** Writes what has been gathered, now. */
export function writeOut(socket: Writable): void {
  while (socket.writableCorked > 0) socket.uncork()
}
