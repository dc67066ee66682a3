import { describe, expect, it } from 'vitest'
import { printable, printableJson, printableLine } from './printable.ts'

const bad = [
  ...Array.from({ length: 0x20 }, (_, code) => code).filter((code) => code !== 9 && code !== 10),
  ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
  0x2028,
  0x2029,
  0xfffe,
  0xffff,
  0xd800,
  0xdbff,
  0xdc00,
  0xdfff,
].map((code) => String.fromCharCode(code))

describe('printable text', () => {
  it('contains no control characters and no invisible characters', () => {
    expect(printable(bad.map((one) => `a${one}`).join(''))).toBe('a?'.repeat(bad.length))
    expect(printableLine('one\r\n\ttwo\u2028three\u001b[2J')).toBe('one two three?[2J')
  })

  it('keeps every other character', () => {
    const text = 'tab\tline\nÄ é 中 🫐 \u00a0 \ufeff \u{10ffff}'
    expect(printable(text)).toBe(text)
  })

  it('escapes these characters in JSON, which parses to the same value', () => {
    const value = { [`k${bad.join('a')}`]: bad, n: 1, fine: '🫐\n' }
    const json = printableJson(value)
    for (const character of bad) expect(json.includes(character) && character !== '\n').toBe(false)
    expect(JSON.parse(json)).toEqual(value)
    expect(printableJson({ a: [1] }, 2)).toBe(JSON.stringify({ a: [1] }, null, 2))
  })
})
