import { asBuffer } from '../base/bytes/index.ts'
import { Failure } from '../base/index.ts'

/**
 * The envelope between handheld and Dispatcher. The original's gateway message envelope (GME) is not public: this layout
 * is Bramble's own. Integers are big-endian.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 1 | protocol version, 1 |
 * | 1 | 1 | content type: 1 instant messaging, 2 error |
 * | 2 | 4 | device PIN |
 * | 6 | 4 | message ID, counted up by the sender |
 * | 10 | 1 | packet index, from 0 |
 * | 11 | 1 | packet count |
 * | 12 | 1 | cipher suite: 0 none (errors only), 1 AES-256 in CBC, 2 two-key Triple DES in outer CBC |
 * | 13 | 4 | generation of the device transport key |
 * | 17 | 1 | length of the encrypted message key, k |
 * | 18 | 1 | length of the IV, v |
 * | 19 | k | encrypted message key |
 * | 19+k | v | IV |
 * | 19+k+v | rest | payload |
 */
export interface Envelope {
  contentType: number
  /** Eight hexadecimal digits, upper case. */
  pin: string
  messageId: number
  packetIndex: number
  packetCount: number
  suiteId: number
  keyGeneration: number
  encryptedKey: Uint8Array
  iv: Uint8Array
  payload: Uint8Array
}

export const contentTypes = { instantMessaging: 1, error: 2 } as const

const version = 1
const headerLength = 19

/** The bytes are not a valid envelope. */
export class EnvelopeError extends Failure<'bad-envelope'> {
  constructor(why: string) {
    super('bad-envelope', { problem: `not an envelope: ${why}` })
  }
}

export function writeEnvelope(envelope: Envelope): Uint8Array {
  const { encryptedKey, iv, payload } = envelope
  const bytes = Buffer.allocUnsafe(headerLength + encryptedKey.length + iv.length + payload.length)
  bytes.writeUInt8(version, 0)
  bytes.writeUInt8(envelope.contentType, 1)
  bytes.writeUInt32BE(Number.parseInt(envelope.pin, 16), 2)
  bytes.writeUInt32BE(envelope.messageId, 6)
  bytes.writeUInt8(envelope.packetIndex, 10)
  bytes.writeUInt8(envelope.packetCount, 11)
  bytes.writeUInt8(envelope.suiteId, 12)
  bytes.writeUInt32BE(envelope.keyGeneration, 13)
  bytes.writeUInt8(encryptedKey.length, 17)
  bytes.writeUInt8(iv.length, 18)
  bytes.set(encryptedKey, headerLength)
  bytes.set(iv, headerLength + encryptedKey.length)
  bytes.set(payload, headerLength + encryptedKey.length + iv.length)
  return bytes
}

/** Parses an envelope. @throws {EnvelopeError} if the bytes are truncated, invalid or of another version */
export function readEnvelope(packet: Uint8Array): Envelope {
  const bytes = asBuffer(packet)
  if (bytes.length < headerLength) throw new EnvelopeError(`${bytes.length} bytes are too few`)
  if (bytes.readUInt8(0) !== version) throw new EnvelopeError(`version ${bytes.readUInt8(0)} is unknown`)
  const keyEnd = headerLength + bytes.readUInt8(17)
  const ivEnd = keyEnd + bytes.readUInt8(18)
  if (bytes.length < ivEnd) throw new EnvelopeError('it ends before its payload')
  const envelope = {
    contentType: bytes.readUInt8(1),
    pin: formatPin(bytes.readUInt32BE(2)),
    messageId: bytes.readUInt32BE(6),
    packetIndex: bytes.readUInt8(10),
    packetCount: bytes.readUInt8(11),
    suiteId: bytes.readUInt8(12),
    keyGeneration: bytes.readUInt32BE(13),
    encryptedKey: bytes.subarray(headerLength, keyEnd),
    iv: bytes.subarray(keyEnd, ivEnd),
    payload: bytes.subarray(ivEnd),
  }
  if (envelope.packetIndex >= envelope.packetCount) {
    throw new EnvelopeError(`packet ${envelope.packetIndex} of ${envelope.packetCount}`)
  }
  return envelope
}

/** Makes an error envelope. It is not encrypted, since the device may have no valid key. */
export function errorEnvelope(received: Envelope, failure: Failure): Envelope {
  return {
    ...received,
    contentType: contentTypes.error,
    packetIndex: 0,
    packetCount: 1,
    suiteId: 0,
    encryptedKey: new Uint8Array(),
    iv: new Uint8Array(),
    payload: Buffer.from(`${codeForDevice(failure)}: ${failure.message}`, 'utf8'),
  }
}

/** The code in an error envelope. A fault can replace the actual code. */
function codeForDevice({ code, facts }: Failure): string {
  return 'answer' in facts ? facts.answer : code
}

/** Parses the payload of an error envelope, whose message ID is that of the refused message. */
export function readError({ payload }: Envelope): { code: string; text: string } {
  const text = asBuffer(payload).toString('utf8')
  return { code: text.split(':', 1)[0] ?? '', text }
}

/** Eight hexadecimal digits, upper case. */
export function formatPin(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0')
}
