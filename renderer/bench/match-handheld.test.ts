import { describe, expect, it } from 'vitest'
import type { HandheldView } from '#contract'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { HandheldSearch, matchesHandheld } from './match-handheld.ts'

const handheld: HandheldView = { ...someHandheld, coverage: 'none', unread: 2 }

it.each(['', 'recep', 'ALICE', '210000', 'signed in', 'no coverage', 'curve alice', 'unread'])(
  'is found by %j',
  (text) => {
    expect(matchesHandheld(handheld, text)).toBe(true)
  },
)

it.each(['bob', 'signed out', 'alice bold', 'busy'])('is not found by %j', (text) => {
  expect(matchesHandheld(handheld, text)).toBe(false)
})

describe('a search that goes on while the lab lives', () => {
  const bob: HandheldView = { ...someHandheld, name: 'bob', user: 'bob', coverage: 'good' }
  const carol: HandheldView = { ...someHandheld, name: 'carol', user: 'carol', coverage: 'none' }

  it('finds all handhelds in order while nothing is typed', () => {
    expect(new HandheldSearch().find([bob, carol], ' ')).toEqual(['bob', 'carol'])
  })

  it('follows the handhelds that change', () => {
    const search = new HandheldSearch()
    expect(search.find([bob, carol], 'no coverage')).toEqual(['carol'])
    expect(search.find([{ ...bob, coverage: 'none' }, carol], 'no coverage')).toEqual(['bob', 'carol'])
    expect(search.find([bob], 'no coverage')).toEqual([])
    expect(search.find([bob], 'bob')).toEqual(['bob'])
  })

  it('gives the same list as long as the same handhelds match, so that nothing is drawn again', () => {
    const search = new HandheldSearch()
    const found = search.find([bob, carol], 'no coverage')
    expect(search.find([bob, { ...carol, unread: 3 }], 'no coverage')).toBe(found)
  })
})
