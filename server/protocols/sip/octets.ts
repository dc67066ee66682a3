import { isUtf8 } from 'node:buffer'

/**
 * Headers are UTF-8 (RFC 3261 section 7), but what need not be understood is to pass unchanged, well-formed or not (section
 * 16.3, step 1). So each octet that is no part of any UTF-8 stands in text as a code unit that no well-formed text has,
 * U+DC80 to U+DCFF, and is written as itself again.
 */
const strayStart = 0xdc00
const nothing = new Uint8Array(0)

export function decodeOctets(buffer: Buffer): string {
  const decoded = buffer.toString('utf8')
  // Where Node puts a replacement character there was one in the text, or an octet that is no part of UTF-8.
  if (!decoded.includes('\ufffd') || isUtf8(buffer)) return decoded
  let text = ''
  let start = 0
  let index = 0
  while (index < buffer.length) {
    const length = sequenceLength(buffer[index] ?? 0)
    if (length > 0 && isUtf8(buffer.subarray(index, index + length))) {
      index += length
      continue
    }
    text += buffer.toString('utf8', start, index) + String.fromCharCode(strayStart + (buffer[index] ?? 0))
    index += 1
    start = index
  }
  return text + buffer.toString('utf8', start)
}

/** @param rest bytes that follow the text */
export function encodeOctets(text: string, rest: Uint8Array = nothing): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) {
    const length = Buffer.byteLength(text)
    const bytes = Buffer.allocUnsafe(length + rest.length)
    bytes.write(text)
    if (rest.length > 0) bytes.set(rest, length)
    return bytes
  }
  const pieces = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/)
  const encoded = pieces.map((piece, index) =>
    index % 2 === 0 ? Buffer.from(piece) : Buffer.from([piece.charCodeAt(0) - strayStart]),
  )
  return Buffer.concat([...encoded, rest])
}

/** Whether text holds an octet that is no part of UTF-8. Half of a pair is part of a character, and none. */
export function hasStrayOctets(text: string): boolean {
  return /[\udc80-\udcff]/.test(text) && /(?<![\ud800-\udbff])[\udc80-\udcff]/.test(text)
}

/** How many octets a character has that begins with this one; 0 where none does. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf5 ? 4 : 0
}
