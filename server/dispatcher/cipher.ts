import { createCipheriv, createDecipheriv, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Cipher } from '#contract'
import { drawRandomBytes } from '../base/bytes/index.ts'
import { BoundedMap } from '../base/index.ts'
import { ReusedCipher } from './reused-cipher.ts'

/**
 * The cipher suites of the wireless leg. Each message is encrypted with a message key of its own, and the message key
 * with the device transport key ("Security Technical Overview", the order of encryption).
 */
export interface Suite {
  /** Number of the suite in the envelope. */
  id: number
  name: Cipher
  label: string
  /** Bytes of a message key and of a device transport key. */
  keyLength: number
  /** Length of a block, and of an IV, in bytes. */
  blockLength: number
  algorithm: string
  /** Expands a key to the form that the algorithm needs. */
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

/** Two-key Triple DES in outer CBC, for older devices: 112 effective bits in 16 bytes. The third key equals the first. */
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

/** Makes a random device transport key. */
export function createTransportKey(cipher: Cipher): Uint8Array {
  return randomBytes(suiteNamed(cipher).keyLength)
}

export interface Sealed {
  iv: Uint8Array
  encryptedKey: Uint8Array
  payload: Uint8Array
  /** The message key in plain text, which the lab shows in captures but never sends. */
  messageKey: Uint8Array
}

/** Encrypts `plain` with a new message key, and the message key with the transport key. */
export function seal(suite: Suite, transportKey: Uint8Array, plain: Uint8Array): Sealed {
  const messageKey = drawRandomBytes(suite.keyLength)
  const iv = drawRandomBytes(suite.blockLength)
  const keyBlocks = Buffer.allocUnsafe(suite.keyLength + suite.blockLength)
  keyBlocks.set(messageKey)
  keyBlocks.write(checkBlock(suite, messageKey), suite.keyLength, 'hex')
  return {
    iv,
    messageKey,
    encryptedKey: transportCipher(suite, transportKey).encrypt(iv, keyBlocks),
    // Whole blocks come out of `update`, so `final`, which takes a microsecond, would add nothing.
    payload: createCipheriv(suite.algorithm, suite.expand(messageKey), iv).update(padded(plain, suite)),
  }
}

/** Decrypts the message key. @returns null if it was encrypted with another transport key */
export function openMessageKey(
  suite: Suite,
  transportKey: Uint8Array,
  iv: Uint8Array,
  encryptedKey: Uint8Array,
): Uint8Array | null {
  if (encryptedKey.length !== suite.keyLength + suite.blockLength) return null
  const opened = transportCipher(suite, transportKey).decrypt(iv, encryptedKey)
  const messageKey = opened.subarray(0, suite.keyLength)
  const check = opened.subarray(suite.keyLength)
  return timingSafeEqual(check, Buffer.from(checkBlock(suite, messageKey), 'hex')) ? messageKey : null
}

/** Decrypts the payload. @throws if the padding shows that key or payload is wrong */
export function openPayload(
  suite: Suite,
  messageKey: Uint8Array,
  iv: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  const decipher = createDecipheriv(suite.algorithm, suite.expand(messageKey), iv).setAutoPadding(false)
  return withoutPadding(decipher.update(payload), payload.length, suite)
}

/** Pads a text to whole blocks (PKCS #7), as OpenSSL would: each byte of the padding is its length. */
function padded(plain: Uint8Array, { blockLength }: Suite): Uint8Array {
  const padding = blockLength - (plain.length % blockLength)
  const blocks = Buffer.allocUnsafe(plain.length + padding)
  blocks.set(plain)
  return blocks.fill(padding, plain.length)
}

/** @throws if `blocks` are not all that was encrypted, or do not end with a padding */
function withoutPadding(blocks: Uint8Array, encryptedLength: number, { blockLength }: Suite): Uint8Array {
  const padding = blocks[blocks.length - 1] ?? 0
  const length = blocks.length - padding
  let isRight = blocks.length === encryptedLength && padding > 0 && padding <= blockLength
  for (let at = length; isRight && at < blocks.length; at += 1) isRight = blocks[at] === padding
  if (!isRight) throw new Error('the padding is wrong')
  return blocks.subarray(0, length)
}

/** Maximum number of transport keys whose ciphers are kept. Each takes about 3 kB. */
const keptCiphers = 1_000
const transportCiphers = new BoundedMap<Uint8Array, ReusedCipher>(keptCiphers)

function transportCipher(suite: Suite, transportKey: Uint8Array): ReusedCipher {
  const known = transportCiphers.get(transportKey)
  if (known) return known
  const made = new ReusedCipher(suite.algorithm, suite.expand(transportKey), suite.blockLength)
  transportCiphers.set(transportKey, made)
  return made
}

/**
 * A check block, from which the right transport key is recognised. Invented, like the rest of the layout.
 * @returns hexadecimal digits, because Node makes a text of a hash in a third of the time that it needs for a buffer
 */
function checkBlock(suite: Suite, messageKey: Uint8Array): string {
  return hash('sha256', messageKey, 'hex').slice(0, 2 * suite.blockLength)
}
