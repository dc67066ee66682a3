import { createCipheriv, createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMessageKey, openPayload, seal, suiteNamed } from './cipher.ts'

describe.each(['aes-256', 'triple-des'] as const)('a payload under %s', (name) => {
  const suite = suiteNamed(name)
  const transportKey = fc.uint8Array({ minLength: suite.keyLength, maxLength: suite.keyLength })
  const iv = fc.uint8Array({ minLength: suite.blockLength, maxLength: suite.blockLength })
  const plain = fc.uint8Array({ maxLength: 100 })

  it('is opened by OpenSSL, which takes the padding off', () => {
    fc.assert(
      fc.property(transportKey, plain, (key, text) => {
        const sealed = seal(suite, key, text)
        const decipher = createDecipheriv(suite.algorithm, suite.expand(sealed.messageKey), sealed.iv)
        const opened = Buffer.concat([decipher.update(sealed.payload), decipher.final()])
        expect(opened).toEqual(Buffer.from(text))
        expect(openMessageKey(suite, key, sealed.iv, sealed.encryptedKey)).toEqual(sealed.messageKey)
      }),
    )
  })

  it('that OpenSSL has encrypted is opened', () => {
    fc.assert(
      fc.property(transportKey, iv, plain, (key, vector, text) => {
        const cipher = createCipheriv(suite.algorithm, suite.expand(key), vector)
        const payload = Buffer.concat([cipher.update(text), cipher.final()])
        expect(Buffer.from(openPayload(suite, key, vector, payload))).toEqual(Buffer.from(text))
      }),
    )
  })

  it('of any bytes is refused exactly where OpenSSL refuses it', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(iv, { maxLength: 4 }).map((blocks) => Uint8Array.from(blocks.flatMap((block) => [...block]))),
    )
    fc.assert(
      fc.property(transportKey, iv, anything, (key, vector, payload) => {
        const decipher = createDecipheriv(suite.algorithm, suite.expand(key), vector)
        const byOpenSsl = outcomeOf(() => Buffer.concat([decipher.update(payload), decipher.final()]))
        expect(outcomeOf(() => openPayload(suite, key, vector, payload))).toEqual(byOpenSsl)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** The bytes in hexadecimal, or that they were refused. */
function outcomeOf(open: () => Uint8Array): string {
  try {
    return Buffer.from(open()).toString('hex')
  } catch {
    return 'refused'
  }
}
