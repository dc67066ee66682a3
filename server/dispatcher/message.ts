import { deflateSync, inflateSync } from 'node:zlib'
import { Failure } from '../base/index.ts'
import { openMessageKey, openPayload, seal, suiteNamed, suiteNumbered } from './cipher.ts'
import { contentTypes, type Envelope, writeEnvelope } from './envelope.ts'
import { deflateShort, inflateShort, shortMessageBytes } from './short-zlib.ts'
import type { KeyRing } from './transport-keys.ts'

/** A message over 2 KB is cut into packets, each with its own message key ("Security Technical Overview"). */
export const packetPayloadLimit = 2_048
/** Maximum size of a message: the packet index has one byte. */
const messageLimit = packetPayloadLimit * 255
/** Maximum size of a decompressed message. Decompression stops at this limit. */
const inflatedLimit = 4 * 1_024 * 1_024
/** More bytes than zlib adds to a short message that it cannot compress. */
const compressionOverhead = 64
/** Few messages are compressed to less than this part of their size. */
const usualCompression = 4

type UndecryptableCode = 'unknown-key' | 'unknown-suite' | 'bad-payload' | 'too-large'

/** A packet could not be decrypted, or a message could not be unpacked. The error envelope to the device has the same code. */
export class UndecryptableError extends Failure<UndecryptableCode> {
  constructor(code: UndecryptableCode, problem: string, cause?: unknown) {
    super(code, { problem }, { cause })
  }
}

export interface PackedPacket {
  bytes: Uint8Array
  envelope: Envelope
  messageKey: Uint8Array
  /** The plain text: this packet's part of the compressed message. */
  part: Uint8Array
}

/**
 * Packs content into packets: compresses it, cuts it, encrypts each part with a new message key, and encrypts the message key with
 * the current transport key. The order is the original's. Its compression is not public, so this is zlib's.
 */
export function packMessage(
  content: Uint8Array,
  ring: KeyRing,
  pin: string,
  messageId: number,
): PackedPacket[] {
  const compressed = deflateMessage(content)
  if (compressed.length > messageLimit) {
    throw new UndecryptableError(
      'too-large',
      `a message of ${compressed.length} bytes exceeds ${messageLimit}`,
    )
  }
  const suite = suiteNamed(ring.cipher)
  const packetCount = Math.max(1, Math.ceil(compressed.length / packetPayloadLimit))
  const packets: PackedPacket[] = []
  for (let packetIndex = 0; packetIndex < packetCount; packetIndex += 1) {
    const start = packetIndex * packetPayloadLimit
    const part = compressed.subarray(start, start + packetPayloadLimit)
    const { iv, encryptedKey, payload, messageKey } = seal(suite, ring.current.material, part)
    const envelope = {
      contentType: contentTypes.instantMessaging,
      pin,
      messageId,
      packetIndex,
      packetCount,
      suiteId: suite.id,
      keyGeneration: ring.current.generation,
      encryptedKey,
      iv,
      payload,
    }
    packets.push({ bytes: writeEnvelope(envelope), envelope, messageKey, part })
  }
  return packets
}

export interface OpenedPacket {
  messageKey: Uint8Array
  part: Uint8Array
}

/** Decrypts a packet. @throws {UndecryptableError} if no valid transport key decrypts it */
export function openPacket(envelope: Envelope, ring: KeyRing): OpenedPacket {
  const suite = suiteNumbered(envelope.suiteId)
  if (!suite) throw new UndecryptableError('unknown-suite', `cipher suite ${envelope.suiteId} is unknown`)
  const key = suite.name === ring.cipher ? ring.find(envelope.keyGeneration) : null
  const messageKey =
    key && envelope.iv.length === suite.blockLength
      ? openMessageKey(suite, key, envelope.iv, envelope.encryptedKey)
      : null
  if (!messageKey) {
    throw new UndecryptableError(
      'unknown-key',
      `no valid transport key of device ${envelope.pin} (generation ${envelope.keyGeneration}) opens it`,
    )
  }
  try {
    return { messageKey, part: openPayload(suite, messageKey, envelope.iv, envelope.payload) }
  } catch (error) {
    throw new UndecryptableError(
      'bad-payload',
      `the payload of device ${envelope.pin} does not decrypt`,
      error,
    )
  }
}

function deflateMessage(content: Uint8Array): Uint8Array {
  if (content.length <= shortMessageBytes) return deflateShort(content)
  return deflateSync(content, { chunkSize: chunkFor(content.length + compressionOverhead) })
}

/** Decompresses a message. @throws {UndecryptableError} if it is damaged or too large */
export function inflateMessage(compressed: Uint8Array): Uint8Array {
  const short = inflateShort(compressed)
  if (short) return short
  try {
    return inflateSync(compressed, {
      maxOutputLength: inflatedLimit,
      chunkSize: chunkFor(compressed.length * usualCompression),
    })
  } catch (error) {
    throw new UndecryptableError('bad-payload', 'the message does not decompress', error)
  }
}

/**
 * The size of the buffers into which zlib writes. Its default, 16 KB for each call, takes a quarter of the time of packing and
 * unpacking a short message, and stays in memory as long as a captured frame keeps the result. Longer output takes several buffers.
 */
function chunkFor(expectedBytes: number): number {
  return Math.min(Math.max(expectedBytes, 512), 16_384)
}
