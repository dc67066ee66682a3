import { describe, expect, it } from 'vitest'
import { matching, spell } from './names.ts'

describe('globs', () => {
  const names = ['load1', 'load2', 'load10', 'alice', 'a.b', 'aXb', 'a(b']

  it.each([
    ['load*', ['load1', 'load2', 'load10']],
    ['load?', ['load1', 'load2']],
    ['*', names],
    ['a.b', ['a.b']],
    ['a(b', ['a(b']],
    ['none', []],
  ])('%s', (glob, matched) => {
    expect(matching(glob, names)).toEqual(matched)
  })
})

describe('$handheld', () => {
  it('is spelt out inside each, and nowhere else', () => {
    expect(spell('x-$handheld-$handheld', 'a$&b')).toBe('x-a$&b-a$&b')
    expect(spell('$handheld', null)).toBe('$handheld')
  })
})
