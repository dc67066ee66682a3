import { describe, expect, it } from 'vitest'
import { fillInHandheld, isMatch, namesOf } from './handheld-names.ts'

describe('globs', () => {
  const names = ['load1', 'load2', 'load10', 'alice', 'a.b', 'aXb', 'a(b', '📟']

  it.each([
    ['load*', ['load1', 'load2', 'load10']],
    ['load?', ['load1', 'load2']],
    ['l*d*0', ['load10']],
    ['*', names],
    ['a.b', ['a.b']],
    ['a(b', ['a(b']],
    ['?', ['📟']],
    ['none', []],
    ['', []],
  ])('%s', (glob, matched) => {
    expect(namesOf(names).matching(glob)).toEqual(matched)
  })

  it('match in linear time, even with a thousand stars', () => {
    expect(isMatch(`${'*a'.repeat(1_000)}b`, 'a'.repeat(10_000))).toBe(false)
  })
})

describe('$handheld', () => {
  it('is replaced inside each, and nowhere else', () => {
    expect(fillInHandheld('x-$handheld-$handheld', 'a$&b')).toBe('x-a$&b-a$&b')
    expect(fillInHandheld('$handheld', null)).toBe('$handheld')
  })
})
