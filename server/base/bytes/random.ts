import { randomBytes } from 'node:crypto'

/** A call for random bytes costs about the same for one key as for this many bytes, so they are drawn in advance. */
const drawnBytes = 4_096
let unused: Buffer = Buffer.alloc(0)

/**
 * Unpredictable bytes that are given out once, for keys and challenges.
 * @returns bytes that share the memory of some thousand others: whoever keeps them for long copies them
 */
export function drawRandomBytes(length: number): Buffer {
  if (unused.length < length) unused = randomBytes(Math.max(length, drawnBytes))
  const drawn = unused.subarray(0, length)
  unused = unused.subarray(length)
  return drawn
}

/** Unpredictable bytes as hexadecimal digits in lower case, two for each byte: a name that nobody else gives. */
export function drawRandomHex(length: number): string {
  return drawRandomBytes(length).toString('hex')
}
