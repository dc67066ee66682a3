import { describe, expect, it } from 'vitest'
import { drawRandomBytes, drawRandomHex } from './random.ts'

describe('random bytes that are drawn in advance', () => {
  it('are as many as were asked for, also more than are drawn at once', () => {
    for (const length of [1, 4, 16, 4_095, 4_096, 10_000]) {
      expect(drawRandomBytes(length)).toHaveLength(length)
      expect(drawRandomHex(length)).toMatch(new RegExp(`^[0-9a-f]{${2 * length}}$`))
    }
  })

  it('are given out once', () => {
    const names = Array.from({ length: 5_000 }, (_, number) =>
      number % 2 === 0 ? drawRandomHex(8) : drawRandomBytes(8).toString('hex'),
    )
    expect(new Set(names).size).toBe(names.length)
    const kept = drawRandomBytes(16)
    const before = kept.toString('hex')
    for (let number = 0; number < 1_000; number += 1) drawRandomBytes(16)
    expect(kept.toString('hex')).toBe(before)
  })
})
