import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'

const algorithm = 'aes-256-cbc'
const keyLength = 32
const blockLength = 16
/** Enough for these messages, and much cheaper than zlib's default of 16 KB for each call. */
const chunkSize = 1_024

export interface BareEnvelope {
  iv: Uint8Array
  wrappedKey: Uint8Array
  payload: Uint8Array
}

/** Packs a message with only the calls of zlib and OpenSSL that the wireless leg needs. */
export function sealBare(transportKey: Uint8Array, content: Uint8Array): BareEnvelope {
  const compressed = deflateSync(content, { chunkSize })
  const random = randomBytes(keyLength + blockLength)
  const messageKey = random.subarray(0, keyLength)
  const iv = random.subarray(keyLength)
  const payloadCipher = createCipheriv(algorithm, messageKey, iv)
  const payload = Buffer.concat([payloadCipher.update(compressed), payloadCipher.final()])
  const keyCipher = createCipheriv(algorithm, transportKey, iv).setAutoPadding(false)
  const wrappedKey = keyCipher.update(Buffer.concat([messageKey, checkBlock(messageKey)]))
  return { iv, wrappedKey, payload }
}

/** The reverse of {@link sealBare}. */
export function openBare(transportKey: Uint8Array, { iv, wrappedKey, payload }: BareEnvelope): Uint8Array {
  const keyDecipher = createDecipheriv(algorithm, transportKey, iv).setAutoPadding(false)
  const key = keyDecipher.update(wrappedKey)
  const messageKey = key.subarray(0, keyLength)
  if (!checkBlock(messageKey).equals(key.subarray(keyLength))) throw new Error('the message key is wrong')
  const decipher = createDecipheriv(algorithm, messageKey, iv)
  return inflateSync(Buffer.concat([decipher.update(payload), decipher.final()]), { chunkSize })
}

function checkBlock(messageKey: Uint8Array): Buffer {
  return hash('sha256', messageKey, 'buffer').subarray(0, blockLength)
}
