import { describe, expect, it } from 'vitest'
import { sharedText } from './own-text.ts'

describe('a text that many others send', () => {
  it('is the same, whatever it is and however often it comes', () => {
    const texts = ['', 'state', 'ü', '\u2028', 'x'.repeat(1_000), 'y'.repeat(1_001), 'z'.repeat(70_000)]
    for (let time = 0; time < 3; time += 1) {
      for (const text of texts) expect(sharedText(`>${text}`.slice(1))).toBe(text)
    }
    for (let number = 0; number < 3_000; number += 1)
      expect(sharedText(`state ${number}`)).toBe(`state ${number}`)
    for (const text of texts) expect(sharedText(text)).toBe(text)
  })
})
