import { beforeEach, describe, expect, it } from 'vitest'
import type { LoginResult } from '#contract'
import { createGenerator, createVirtualClock, type VirtualClock } from '../clock/index.ts'
import { AutomaticLogin, mostAttempts } from './automatic-login.ts'

const minuteMs = 60_000

let clock: VirtualClock
let hasCoverage: boolean
let result: LoginResult
/** Lab time of each attempt, from the end of the session. */
let tries: number[]
let automatic: AutomaticLogin
let beganAt: number

beforeEach(() => {
  clock = createVirtualClock()
  hasCoverage = true
  result = 'unavailable'
  tries = []
  automatic = new AutomaticLogin({
    clock,
    generator: createGenerator(7),
    isReachable: () => hasCoverage,
    logIn: async () => {
      tries.push(clock.now() - beganAt)
      return result
    },
    changed() {},
  })
  automatic.isAllowed = true
  automatic.signedIn('alice', 'secret')
  beganAt = clock.now()
})

describe('a client with a cached password', () => {
  it.each(['service-stopped', 'unavailable'] as const)(
    'logs in at once after %s, then with growing pauses, up to the maximum number of attempts',
    async (reason) => {
      automatic.sessionEnded(reason)
      await clock.advance(3 * 60 * minuteMs)
      expect(tries).toHaveLength(mostAttempts)
      expect(tries[0]).toBe(0)
      const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
      for (const [index, pauseMs] of pauses.entries()) {
        const middleMs = Math.min(5 * minuteMs, 10_000 * 2 ** index)
        expect(pauseMs).toBeGreaterThanOrEqual(middleMs / 2)
        expect(pauseMs).toBeLessThanOrEqual(middleMs * 1.5)
      }
      expect(automatic.next).toBeNull()
    },
  )

  it.each(['user', 'idle', 'inactive', 'replaced'] as const)(
    'does not log in again after %s',
    async (reason) => {
      automatic.sessionEnded(reason)
      await clock.advance(60 * minuteMs)
      expect(tries).toEqual([])
    },
  )

  it('does not log in again if the service does not allow it', async () => {
    automatic.isAllowed = false
    automatic.sessionEnded('service-stopped')
    automatic.isAllowed = true
    automatic.sessionEnded('service-stopped')
    await clock.advance(60 * minuteMs)
    expect(tries).toEqual([])
  })

  it.each(['bad-credentials', 'not-permitted'] as const)('gives up after %s', async (final) => {
    result = final
    automatic.sessionEnded('service-stopped')
    await clock.advance(60 * minuteMs)
    expect(tries).toHaveLength(1)
  })

  it.each(['server-busy', 'failed', 'timed-out'] as const)('tries again after %s', async (passing) => {
    result = passing
    automatic.sessionEnded('service-stopped')
    await clock.advance(16_000)
    expect(tries).toHaveLength(2)
  })

  it('logs in at once when it is back in coverage', async () => {
    hasCoverage = false
    automatic.sessionEnded('service-stopped')
    await clock.advance(10 * minuteMs)
    expect(tries).toEqual([])
    expect(automatic.next).toEqual({ at: null, attempt: 1 })
    hasCoverage = true
    automatic.backInCoverage()
    automatic.backInCoverage()
    await clock.settle()
    expect(tries).toEqual([10 * minuteMs])
  })

  it('forgets the password after an hour, and when the person logs in or out', async () => {
    hasCoverage = false
    automatic.sessionEnded('service-stopped')
    await clock.advance(61 * minuteMs)
    expect(automatic.next).toBeNull()
    hasCoverage = true
    automatic.signedIn('alice', 'secret')
    automatic.sessionEnded('service-stopped')
    await clock.settle()
    expect(tries).toHaveLength(1)
    automatic.forget()
    await clock.advance(60 * minuteMs)
    expect(tries).toHaveLength(1)
  })

  it('gives the same pauses with the same seed', async () => {
    automatic.sessionEnded('service-stopped')
    await clock.advance(30 * minuteMs)
    const first = tries
    const again = new AutomaticLogin({
      clock,
      generator: createGenerator(7),
      isReachable: () => true,
      logIn: async () => {
        tries.push(clock.now() - beganAt)
        return 'unavailable'
      },
      changed() {},
    })
    again.isAllowed = true
    again.signedIn('alice', 'secret')
    tries = []
    beganAt = clock.now()
    again.sessionEnded('service-stopped')
    await clock.advance(30 * minuteMs)
    expect(tries).toEqual(first)
  })
})
