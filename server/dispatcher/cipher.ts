import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Cipher } from '#contract'

/**
 * The cipher suites of the wireless leg. Each message is encrypted with a message key of its own, and the message key
 * with the device transport key ("Security Technical Overview", the order of encryption).
 */
export interface Suite {
  /** Number in the envelope. */
  id: number
  name: Cipher
  label: string
  /** Bytes of a message key and of a device transport key. */
  keyLength: number
  /** Bytes of a block, and so of an IV. */
  blockLength: number
  algorithm: string
  /** The key as the algorithm takes it. */
  expand(key: Uint8Array): Uint8Array
}

const aes: Suite = {
  id: 1,
  name: 'aes-256',
  label: 'AES-256 in CBC',
  keyLength: 32,
  blockLength: 16,
  algorithm: 'aes-256-cbc',
  expand: (key) => key,
}

/** Two-key Triple DES in outer CBC, for older devices: 112 effective bits, kept as 128; the third key is the first again. */
const tripleDes: Suite = {
  id: 2,
  name: 'triple-des',
  label: 'two-key Triple DES in outer CBC',
  keyLength: 16,
  blockLength: 8,
  algorithm: 'des-ede3-cbc',
  expand: (key) => Buffer.concat([key, key.subarray(0, 8)]),
}

const suites = [aes, tripleDes]

export function suiteNamed(name: Cipher): Suite {
  return name === 'triple-des' ? tripleDes : aes
}

export function suiteNumbered(id: number): Suite | undefined {
  return suites.find((suite) => suite.id === id)
}

/** A new device transport key, from the system's generator. */
export function createTransportKey(cipher: Cipher): Uint8Array {
  return randomBytes(suiteNamed(cipher).keyLength)
}

export interface Sealed {
  iv: Uint8Array
  encryptedKey: Uint8Array
  payload: Uint8Array
  /** The message key, for a lab that shows what it does; never sent. */
  messageKey: Uint8Array
}

/** Encrypts `plain` with a fresh message key, and that with the transport key. */
export function seal(suite: Suite, transportKey: Uint8Array, plain: Uint8Array): Sealed {
  const messageKey = randomBytes(suite.keyLength)
  const iv = randomBytes(suite.blockLength)
  const payloadCipher = createCipheriv(suite.algorithm, suite.expand(messageKey), iv)
  const keyCipher = createCipheriv(suite.algorithm, suite.expand(transportKey), iv).setAutoPadding(false)
  return {
    iv,
    messageKey,
    encryptedKey: Buffer.concat([
      keyCipher.update(Buffer.concat([messageKey, checkBlock(suite, messageKey)])),
      keyCipher.final(),
    ]),
    payload: Buffer.concat([payloadCipher.update(plain), payloadCipher.final()]),
  }
}

/** @returns the message key, or null where the transport key is not the one it was encrypted with */
export function openMessageKey(
  suite: Suite,
  transportKey: Uint8Array,
  iv: Uint8Array,
  encryptedKey: Uint8Array,
): Uint8Array | null {
  if (encryptedKey.length !== suite.keyLength + suite.blockLength) return null
  const decipher = createDecipheriv(suite.algorithm, suite.expand(transportKey), iv).setAutoPadding(false)
  const opened = Buffer.concat([decipher.update(encryptedKey), decipher.final()])
  const messageKey = opened.subarray(0, suite.keyLength)
  const check = opened.subarray(suite.keyLength)
  return timingSafeEqual(check, checkBlock(suite, messageKey)) ? messageKey : null
}

/** @throws where the padding shows that key or payload is wrong */
export function openPayload(
  suite: Suite,
  messageKey: Uint8Array,
  iv: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  const decipher = createDecipheriv(suite.algorithm, suite.expand(messageKey), iv)
  return Buffer.concat([decipher.update(payload), decipher.final()])
}

/** One block that tells the right transport key from a wrong one. Invented, like the rest of the layout. */
function checkBlock(suite: Suite, messageKey: Uint8Array): Uint8Array {
  return createHash('sha256').update(messageKey).digest().subarray(0, suite.blockLength)
}
