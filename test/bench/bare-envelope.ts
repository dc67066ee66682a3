import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'

const algorithm = 'aes-256-cbc'
const keyLength = 32
const blockLength = 16

export interface BareEnvelope {
  iv: Uint8Array
  wrappedKey: Uint8Array
  payload: Uint8Array
}

/** Packs a message with only the calls of zlib and OpenSSL that the wireless leg needs. */
export function sealBare(transportKey: Uint8Array, content: Uint8Array): BareEnvelope {
  const compressed = deflateSync(content)
  const messageKey = randomBytes(keyLength)
  const iv = randomBytes(blockLength)
  const payloadCipher = createCipheriv(algorithm, messageKey, iv)
  const payload = Buffer.concat([payloadCipher.update(compressed), payloadCipher.final()])
  const keyCipher = createCipheriv(algorithm, transportKey, iv).setAutoPadding(false)
  const check = createHash('sha256').update(messageKey).digest().subarray(0, blockLength)
  const wrappedKey = Buffer.concat([keyCipher.update(messageKey), keyCipher.update(check), keyCipher.final()])
  return { iv, wrappedKey, payload }
}

/** The reverse of {@link sealBare}. */
export function openBare(transportKey: Uint8Array, { iv, wrappedKey, payload }: BareEnvelope): Uint8Array {
  const keyDecipher = createDecipheriv(algorithm, transportKey, iv).setAutoPadding(false)
  const key = Buffer.concat([keyDecipher.update(wrappedKey), keyDecipher.final()])
  const messageKey = key.subarray(0, keyLength)
  const check = createHash('sha256').update(messageKey).digest().subarray(0, blockLength)
  if (!check.equals(key.subarray(keyLength))) throw new Error('the message key is wrong')
  const decipher = createDecipheriv(algorithm, messageKey, iv)
  return inflateSync(Buffer.concat([decipher.update(payload), decipher.final()]))
}
