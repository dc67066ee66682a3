import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deflateShort, inflateShort, shortMessageBytes } from './short-zlib.ts'

/** Bytes among which some repeat, as in text. */
const shortMessage = fc
  .oneof(
    fc.uint8Array({ maxLength: shortMessageBytes }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.constantFrom('"session":', '"sip:', 'alice', '@corp.example"', 'é', 'a', '{'), {
        maxLength: 40,
      })
      .map((parts) => Buffer.from(parts.join(''))),
  )
  .map((bytes) => bytes.subarray(0, shortMessageBytes))

describe('a short message', () => {
  it('that is compressed here is the same after zlib has decompressed it', () => {
    fc.assert(
      fc.property(shortMessage, (message) => {
        expect(inflateSync(deflateShort(message))).toEqual(message)
      }),
    )
  })

  it('that is compressed here is the same after it is decompressed here', () => {
    fc.assert(
      fc.property(shortMessage, (message) => {
        expect(Buffer.from(inflateShort(deflateShort(message)) ?? 'not read')).toEqual(message)
      }),
    )
  })

  it('that zlib compresses is read or left to zlib, but never read as another one', () => {
    fc.assert(
      fc.property(shortMessage, fc.integer({ min: 1, max: 9 }), (message, level) => {
        const read = inflateShort(deflateSync(message, { level }))
        if (read) expect(Buffer.from(read)).toEqual(message)
      }),
    )
  })

  it('takes hardly more bytes than zlib gives it', () => {
    const status = '{"type":"status","session":"session-1"}'
    const receipt = '{"type":"receipt","session":"session-1","id":12,"state":"delivered","why":null}'
    const text =
      '{"type":"message","session":"session-1","id":12,"to":"sip:bob@corp.example","text":"Are you there?"}'
    for (const message of [status, receipt, text]) {
      const bytes = Buffer.from(message)
      expect(deflateShort(bytes).length / deflateSync(bytes).length).toBeLessThan(1.03)
    }
  })
})

describe('what is damaged', () => {
  it('is left to zlib wherever it ends too soon', () => {
    const whole = deflateShort(Buffer.from('abcabcabc'))
    for (let length = 0; length < whole.length; length += 1) {
      expect(inflateShort(whole.subarray(0, length))).toBeNull()
    }
  })

  it('is left to zlib, or read as zlib reads it', () => {
    fc.assert(
      fc.property(shortMessage, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, place, change) => {
        const damaged = deflateShort(message)
        const at = place % damaged.length
        damaged[at] = (damaged[at] ?? 0) ^ change
        const read = inflateShort(damaged)
        if (read) expect(inflateSync(damaged)).toEqual(Buffer.from(read))
      }),
      { numRuns: 1_000 },
    )
  })

  it('is left to zlib if it is any bytes behind the beginning of a short message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => {
        expect(inflateShort(Buffer.from([0x78, 0x9c, 0b011, ...rest]))).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })
})
