import { expect, it } from 'vitest'
import { bodyOf, isKeyFor, modifierOf, secondLegend, textOf } from './device-keys.ts'

it('writes letters, capitals after Shift, and second legends after Alt', () => {
  expect(textOf('q', null, 0)).toBe('q')
  expect(textOf('q', 'shift', 0)).toBe('Q')
  expect(textOf('p', 'alt', 0)).toBe('@')
  expect(textOf(' ', 'shift', 0)).toBe(' ')
  expect(textOf('0', 'alt', 0)).toBe('0')
})

it('alternates between the letters of a key that has two', () => {
  expect([0, 1, 2].map((presses) => textOf('er', null, presses))).toEqual(['e', 'r', 'e'])
  expect(textOf('er', 'alt', 1)).toBe('3')
})

it('follows the real keyboard, with one key for each', () => {
  const keys = bodyOf['bold-9900'].keyRows.flat()
  const keysFor = (pressed: string) => keys.filter((legend) => isKeyFor(legend, pressed))
  expect(keysFor('a')).toEqual(['a'])
  expect(keysFor('A')).toEqual(['a'])
  expect(keysFor('Enter')).toEqual(['⏎'])
  expect(keysFor(' ')).toEqual([' '])
  expect(keysFor('1')).toEqual(['w'])
  expect(keysFor('Shift')).toEqual(['⇧'])
  expect(keysFor('F5')).toEqual([])
  expect(bodyOf['pearl-8100'].keyRows.flat().filter((legend) => isKeyFor(legend, 'r'))).toEqual(['er'])
})

it('can write an address and a password with the keys that it has', () => {
  const keys = bodyOf['bold-9900'].keyRows.flat()
  for (const character of 'Passw0rd!alice@corp.example') {
    const canWrite = keys.some((legend) =>
      ([null, 'shift', 'alt'] as const).some((modifier) => textOf(legend, modifier, 0) === character),
    )
    expect(canWrite, character).toBe(true)
  }
})

it('knows modifiers and small legends', () => {
  expect(['⇧', 'alt', 'sym', 'a'].map(modifierOf)).toEqual(['shift', 'alt', 'alt', null])
  expect([secondLegend('w'), secondLegend('qw'), secondLegend('⏎')]).toEqual(['1', '', ''])
})
