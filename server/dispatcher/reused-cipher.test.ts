import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ReusedCipher } from './reused-cipher.ts'

describe.each([
  ['aes-256-cbc', 32, 16],
  ['des-ede3-cbc', 24, 8],
] as const)('a reused cipher with %s', (algorithm, keyLength, blockLength) => {
  it('gives for every IV what new objects of OpenSSL give', () => {
    const key = randomBytes(keyLength)
    const reused = new ReusedCipher(algorithm, key, blockLength)
    for (let round = 0; round < 50; round += 1) {
      const iv = randomBytes(blockLength)
      const plain = randomBytes(blockLength * (1 + (round % 4)))
      const encrypted = createCipheriv(algorithm, key, iv).setAutoPadding(false).update(plain)
      expect(reused.encrypt(iv, plain)).toEqual(encrypted)
      const foreign = randomBytes(plain.length)
      const opened = createDecipheriv(algorithm, key, iv).setAutoPadding(false).update(foreign)
      expect(reused.decrypt(iv, foreign)).toEqual(opened)
    }
  })

  it('leaves its input as it was', () => {
    const reused = new ReusedCipher(algorithm, randomBytes(keyLength), blockLength)
    const iv = randomBytes(blockLength)
    const plain = Buffer.alloc(blockLength, 7)
    const encrypted = reused.encrypt(iv, plain)
    expect(plain).toEqual(Buffer.alloc(blockLength, 7))
    expect(reused.decrypt(iv, Buffer.from(encrypted))).toEqual(plain)
  })
})
