import { isUtf8 } from 'node:buffer'

/**
 * Headers are UTF-8 (RFC 3261 section 7), but a proxy must pass unknown values unchanged, well-formed or not (section
 * 16.3, step 1). So an octet that is not part of valid UTF-8 is decoded to a code unit that no well-formed text contains,
 * U+DC80 to U+DCFF, and is encoded to the same octet again.
 */
const strayStart = 0xdc00
const nothing = new Uint8Array(0)

export function decodeOctets(bytes: Buffer, from = 0, to = bytes.length): string {
  const decoded = bytes.toString('utf8', from, to)
  // A replacement character from Node stands either for itself or for an octet that is not valid UTF-8.
  if (!/\ufffd/.test(decoded)) return decoded
  const buffer = bytes.subarray(from, to)
  if (isUtf8(buffer)) return decoded
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
  const length = Buffer.byteLength(text)
  const isAscii = length === text.length
  if (isAscii || !/[\udc80-\udcff]/.test(text)) {
    const bytes = Buffer.allocUnsafe(length + rest.length)
    // The same bytes for ASCII, but simply copied.
    bytes.write(text, isAscii ? 'latin1' : 'utf8')
    if (rest.length > 0) bytes.set(rest, length)
    return bytes
  }
  const pieces = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/)
  const encoded = pieces.map((piece, index) =>
    index % 2 === 0 ? Buffer.from(piece) : Buffer.from([piece.charCodeAt(0) - strayStart]),
  )
  return Buffer.concat([...encoded, rest])
}

/** Whether text contains an octet that is not valid UTF-8. The low half of a complete surrogate pair is not such an octet. */
export function hasStrayOctets(text: string): boolean {
  return /[\udc80-\udcff]/.test(text) && /(?<![\ud800-\udbff])[\udc80-\udcff]/.test(text)
}

/** The number of octets of a character that starts with this octet; 0 if none does. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf5 ? 4 : 0
}
