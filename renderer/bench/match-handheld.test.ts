import { describe, expect, it } from 'vitest'
import type { HandheldView } from '#contract'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { someSession } from '../store/testing/some-session.ts'
import { HandheldSearch, hasWord, matchesHandheld, withOrWithout } from './match-handheld.ts'

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

  it('finds by state, also by what only the service knows', () => {
    const search = new HandheldSearch()
    const session = { ...someSession, handheld: 'bob' }
    expect(search.find([bob, carol], 'is:no-coverage')).toEqual(['carol'])
    expect(search.find([bob, carol], 'is:signed-in bob')).toEqual(['bob'])
    expect(search.find([bob, carol], 'is:logged-out', { sessions: [session] })).toEqual(['carol'])
    expect(search.find([bob, carol], 'is:logged-out', { sessions: [] })).toEqual(['bob', 'carol'])
  })

  it('finds those of a saved set', () => {
    const search = new HandheldSearch()
    const sets = [{ name: 'Night shift', handhelds: ['carol', 'dan'] }]
    expect(search.find([bob, carol], 'set:"night shift"', { sets })).toEqual(['carol'])
    expect(search.find([bob, carol], 'set:nobody', { sets })).toEqual([])
    expect(search.find([bob, carol], 'set:"night shift" bob', { sets })).toEqual([])
  })
})

it('adds a word to what is typed, or takes it away', () => {
  expect(withOrWithout('load', 'is:held')).toBe('load is:held')
  expect(withOrWithout('load is:held', 'is:held')).toBe('load')
  expect(hasWord('load is:held', 'is:held')).toBe(true)
})
