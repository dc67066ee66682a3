import { expect, it } from 'vitest'
import { partsOf, visibleText, withVisibleMarks } from './visible-text.ts'

it('leaves ordinary text alone, with its line breaks, emoji and Persian joiners', () => {
  for (const text of ['Are you there?', 'one\ntwo\tthree', '👩‍💻 later', 'نمی‌خواهم']) {
    expect(partsOf(text)).toEqual([{ text, codePoint: null }])
  }
})

it('shows an override instead of obeying it', () => {
  expect(partsOf('live\u202egnp.exe')).toEqual([
    { text: 'live', codePoint: null },
    { text: 'RLO', codePoint: 'U+202E' },
    { text: 'gnp.exe', codePoint: null },
  ])
  expect(visibleText('live\u202egnp.exe')).toBe('live⟨RLO⟩gnp.exe')
})

it.each(['\u200b', '\u2066', '\u2069', '\u200f', '\ufeff', '\u0007', '\u009b', '\u2028'])(
  'leaves no %j in what is read',
  (character) => {
    const read = visibleText(`a${character}b`)
    expect(read).not.toContain(character)
    expect(read).toMatch(/^a⟨[\w+]+⟩b$/)
  },
)

it('keeps the direction of a text to itself', () => {
  expect(visibleText('שלום')).toBe('\u2068שלום\u2069')
  expect(visibleText('alice')).toBe('alice')
})

it('shows the marks of a file without touching its lines', () => {
  expect(withVisibleMarks('a: live\u202egnp.exe\n\tb: שלום\n')).toBe('a: live⟨RLO⟩gnp.exe\n\tb: שלום\n')
})
