import { deflateSync, inflateSync } from 'node:zlib'
import { Failure } from '../base/index.ts'
import { openMessageKey, openPayload, seal, suiteNamed, suiteNumbered } from './cipher.ts'
import { contentTypes, type Envelope, writeEnvelope } from './envelope.ts'
import type { KeyRing } from './transport-keys.ts'

/** A message over 2 KB is cut into packets, each with a message key of its own ("Security Technical Overview"). */
export const packetPayloadLimit = 2_048
/** More packets than the index can count are refused. */
const messageLimit = packetPayloadLimit * 255
/** Limit for a decompressed message. A larger one is refused before it is decompressed as a whole. */
const inflatedLimit = 4 * 1_024 * 1_024

type UndecryptableCode = 'unknown-key' | 'unknown-suite' | 'bad-payload' | 'too-large'

/** A packet could not be decrypted, or a message not be unpacked; `code` is what the device is told. */
export class UndecryptableError extends Failure<UndecryptableCode> {
  constructor(code: UndecryptableCode, problem: string, cause?: unknown) {
    super(code, { problem }, { cause })
  }
}

export interface PackedPacket {
  bytes: Uint8Array
  envelope: Envelope
  messageKey: Uint8Array
  /** What was encrypted: this packet's part of the compressed message. */
  part: Uint8Array
}

/**
 * Packs content for the way: compress, cut into packets, encrypt each with a fresh message key, and that with the
 * current transport key. The order is the original's; its compression is not public, so this is zlib's.
 */
export function packMessage(
  content: Uint8Array,
  ring: KeyRing,
  pin: string,
  messageId: number,
): PackedPacket[] {
  const compressed = deflateSync(content)
  if (compressed.length > messageLimit) {
    throw new UndecryptableError(
      'too-large',
      `a message of ${compressed.length} bytes exceeds ${messageLimit}`,
    )
  }
  const suite = suiteNamed(ring.cipher)
  const packetCount = Math.max(1, Math.ceil(compressed.length / packetPayloadLimit))
  return Array.from({ length: packetCount }, (_, packetIndex) => {
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
    return { bytes: writeEnvelope(envelope), envelope, messageKey, part }
  })
}

export interface OpenedPacket {
  messageKey: Uint8Array
  part: Uint8Array
}

/** @throws {UndecryptableError} where no valid transport key opens it */
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

/** @throws {UndecryptableError} where the compressed message is damaged or unpacks to too much */
export function inflateMessage(compressed: Uint8Array): Uint8Array {
  try {
    return inflateSync(compressed, { maxOutputLength: inflatedLimit })
  } catch (error) {
    throw new UndecryptableError('bad-payload', 'the message does not decompress', error)
  }
}
