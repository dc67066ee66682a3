import { asBuffer } from '../../base/bytes/index.ts'
import type { Framing } from '../wire.ts'

/** Maximum length of a message. Longer bytes are passed on unchanged, since they are not what they seemed to be. */
const longestMessage = 1_024 * 1_024
const longestSipHeader = 65_536

/** Splits the bytes of one direction at the ends of messages, whatever chunks they come in, so that each message gets a packet. */
export class MessageCutter {
  #chunks: Uint8Array[] = []
  #length = 0
  /** The number of bytes that the current message needs at least. */
  #needed = 0

  /** @param framing called for each message, because STARTTLS changes the framing */
  push(chunk: Uint8Array, framing: () => Framing): Buffer[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    const messages: Buffer[] = []
    while (this.#length > 0 && this.#length >= this.#needed) {
      const bytes = this.#join()
      const end = endOfMessage(bytes, framing())
      if (end === null || end > longestMessage) {
        messages.push(bytes)
        this.#keep(bytes.subarray(bytes.length), 0)
      } else if (end > bytes.length) {
        this.#needed = end
      } else {
        messages.push(bytes.subarray(0, end))
        this.#keep(bytes.subarray(end), 0)
      }
    }
    return messages
  }

  /** Returns the bytes of an incomplete message. */
  rest(): Buffer | null {
    const bytes = this.#join()
    this.#keep(bytes.subarray(bytes.length), 0)
    return bytes.length === 0 ? null : bytes
  }

  #join(): Buffer {
    const [first] = this.#chunks
    const bytes = first && this.#chunks.length === 1 ? asBuffer(first) : Buffer.concat(this.#chunks)
    this.#chunks = [bytes]
    return bytes
  }

  #keep(rest: Buffer, needed: number): void {
    this.#chunks = rest.length === 0 ? [] : [rest]
    this.#length = rest.length
    this.#needed = needed
  }
}

/** @returns the end of the first message. It may be beyond the bytes, which then are too few. Null: this is no message */
function endOfMessage(bytes: Buffer, framing: Framing): number | null {
  switch (framing) {
    case 'SRP':
      return bytes.length < 4 ? 4 : 4 + bytes.readUInt32BE(0)
    case 'TLS': {
      // RFC 8446 section 5.1: content type, version, length.
      if (bytes.length < 5) return 5
      const type = bytes.readUInt8(0)
      return type < 20 || type > 24 ? null : 5 + bytes.readUInt16BE(3)
    }
    case 'LDAP':
      return endOfLdap(bytes)
    case 'SIP':
      return endOfSip(bytes)
  }
}

/** RFC 4511 section 5.1: a SEQUENCE in BER, with a definite length. */
function endOfLdap(bytes: Buffer): number | null {
  if (bytes[0] !== 0x30) return null
  if (bytes.length < 2) return 2
  const first = bytes.readUInt8(1)
  if (first < 0x80) return 2 + first
  const lengthBytes = first - 0x80
  if (lengthBytes < 1 || lengthBytes > 4) return null
  if (bytes.length < 2 + lengthBytes) return 2 + lengthBytes
  return 2 + lengthBytes + bytes.readUIntBE(2, lengthBytes)
}

/** RFC 3261 section 18.3: Content-Length gives the end; empty lines before a message are keep-alives. */
function endOfSip(bytes: Buffer): number | null {
  let start = 0
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start += 1
  if (start > 0) return start
  const headerEnd = bytes.subarray(0, longestSipHeader).indexOf('\r\n\r\n')
  if (headerEnd < 0) return bytes.length < longestSipHeader ? bytes.length + 1 : null
  const header = bytes.subarray(0, headerEnd).toString('latin1')
  const length = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,7})/im.exec(header)?.[1]
  return headerEnd + 4 + Number(length ?? 0)
}
