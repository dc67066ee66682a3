import { describe, expect, it } from 'vitest'
import { nearest } from './near-miss.ts'

describe('nearest', () => {
  const candidates = ['accepted', 'server-busy', 'failed', 'not-permitted']

  it.each([
    ['acepted', 'accepted'],
    ['Accepted', 'accepted'],
    ['faield', 'failed'],
    ['serverbusy', 'server-busy'],
  ])('guesses what %s was meant to be', (word, meant) => {
    expect(nearest(word, candidates)).toBe(meant)
  })

  it.each([
    ['maxSessions', 'maximumSessions'],
    ['idleTime', 'idleTimeout'],
    ['persConnCap', 'persistentConnectionCapacity'],
  ])('knows %s for an abbreviation', (word, meant) => {
    const settings = ['persistentConnectionCapacity', 'maximumSessions', 'idleTimeout']
    expect(nearest(word, settings)).toBe(meant)
  })

  it.each(['rejected', 'x', 'elephant'])('suggests nothing for %s', (word) => {
    expect(nearest(word, ['coverage', 'power'])).toBeNull()
  })
})
