import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit } from './admission.ts'

describe('admission', () => {
  it.each([
    { maximum: 3, sessions: 2, limit: 'set', idle: 2, capacity: 1, outcome: 'go-on' },
    { maximum: 3, sessions: 2, limit: 'not set', idle: 0, capacity: 1, outcome: 'go-on' },
    { maximum: 3, sessions: 3, limit: 'set', idle: 1, capacity: 9, outcome: 'log-out-idle-and-go-on' },
    { maximum: 3, sessions: 3, limit: 'set', idle: 0, capacity: 9, outcome: 'server-busy' },
    { maximum: 3, sessions: 3, limit: 'not set', idle: 2, capacity: 9, outcome: 'server-busy' },
    { maximum: null, sessions: 4, limit: 'set', idle: 4, capacity: 5, outcome: 'go-on' },
    { maximum: null, sessions: 4, limit: 'not set', idle: 0, capacity: 5, outcome: 'go-on' },
    { maximum: null, sessions: 5, limit: 'set', idle: 5, capacity: 5, outcome: 'failed' },
    { maximum: null, sessions: 5, limit: 'not set', idle: 0, capacity: 5, outcome: 'failed' },
  ] as const)(
    'maximum $maximum, $sessions sessions, timeout limit $limit, $idle idle, capacity $capacity: $outcome',
    ({ maximum, sessions, limit, idle, capacity, outcome }) => {
      const hasTimeoutLimit = limit === 'set'
      const occupancy = { maximum, sessions, hasTimeoutLimit, idleSessions: idle, capacity }
      expect(admit({ ...occupancy, hasSession: false })).toBe(outcome)
    },
  )

  it.each([
    { maximum: 3, sessions: 2, limit: 'not set', idle: 0, capacity: 9 },
    { maximum: 1, sessions: 2, limit: 'not set', idle: 0, capacity: 9 },
    { maximum: 1, sessions: 5, limit: 'set', idle: 3, capacity: 9 },
    { maximum: 1, sessions: 5, limit: 'set', idle: 0, capacity: 9 },
    { maximum: null, sessions: 5, limit: 'set', idle: 2, capacity: 5 },
    { maximum: null, sessions: 9, limit: 'not set', idle: 0, capacity: 5 },
  ] as const)(
    'of a device that has a session, $sessions others, maximum $maximum, timeout limit $limit, $idle idle: go-on',
    ({ maximum, sessions, limit, idle, capacity }) => {
      const occupancy = { maximum, sessions, hasTimeoutLimit: limit === 'set', idleSessions: idle, capacity }
      expect(admit({ ...occupancy, hasSession: true })).toBe('go-on')
    },
  )

  it('ignores the capacity when a maximum is configured', () => {
    fc.assert(
      fc.property(
        fc.record({
          hasSession: fc.boolean(),
          maximum: fc.integer({ min: 1, max: 9 }),
          sessions: fc.nat(12),
          hasTimeoutLimit: fc.boolean(),
          idleSessions: fc.nat(12),
        }),
        fc.nat(12),
        fc.nat(12),
        (occupancy, one, other) => {
          expect(admit({ ...occupancy, capacity: one })).toBe(admit({ ...occupancy, capacity: other }))
        },
      ),
    )
  })
})
