import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGenerator, createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import { alice, bob, startPair, type TestPair } from './testing/test-pair.ts'

let clock: VirtualClock
let pair: TestPair

beforeEach(() => {
  clock = createVirtualClock()
})

afterEach(() => pair.stop())

const secondMs = 1_000
const minuteMs = 60_000

const crossed = (summary: string) =>
  pair.frames.filter((frame) => frame.openedSummary().startsWith(summary)).length
const handshakes = () => crossed('TLS handshake completed')

const logins = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...alice,
    sessionId: `s${index}`,
    sipAddress: `sip:user${index}@corp.example`,
    pin: (0x21000000 + index).toString(16),
  }))

describe('a registration with a broken connection', () => {
  it('is repeated at once, over one new connection for all sessions', async () => {
    pair = await startPair({ clock })
    await clock.runUntil(Promise.all(logins(200).map((login) => pair.connector.register(login))))
    expect(handshakes()).toBe(1)
    const brokenAt = clock.now()
    pair.frames.length = 0
    pair.breakConnections()
    await clock.settle()
    expect(clock.now()).toBe(brokenAt)
    expect([handshakes(), crossed('OPTIONS'), crossed('REGISTER')]).toEqual([1, 1, 200])
    expect(new Set(pair.reconnecting).size).toBe(200)
    expect(pair.server.registrations()).toHaveLength(200)
    expect(pair.lost.size).toBe(0)
    await clock.advance(0)
    expect(pair.reports).toEqual([
      expect.stringMatching(/^200 sessions register again: .*connection/),
      '200 sessions are registered again at the Communications Server',
    ])
    // They stay registered.
    await clock.advance(240 * minuteMs)
    expect(pair.server.registrations()).toHaveLength(200)
  })

  it('is repeated with only a few others at a time', async () => {
    pair = await startPair({ clock, transport: 'tcp' })
    await clock.runUntil(Promise.all(logins(200).map((login) => pair.connector.register(login))))
    pair.faults.begin({ at: 'communicationsServer', kind: 'latency', delay: 1_000 }, createGenerator(1))
    pair.frames.length = 0
    pair.breakConnections()
    await clock.advance(1_500)
    expect(crossed('REGISTER')).toBe(32)
    await clock.advance(20_000)
    expect(crossed('200 OK (REGISTER)')).toBe(200)
    expect(pair.lost.size).toBe(0)
  })

  it('is retried with growing pauses while the server is down, and succeeds soon after its return', async () => {
    pair = await startPair({ clock })
    await clock.runUntil(pair.connector.register(alice))
    await clock.runUntil(pair.connector.register(bob))
    const triesIn = async (durationMs: number) => {
      pair.frames.length = 0
      await clock.advance(durationMs)
      return crossed('TLS handshake failed')
    }
    await pair.server.suspend()
    await clock.settle()
    const tries = [await triesIn(10 * secondMs), await triesIn(minuteMs), await triesIn(10 * minuteMs)]
    expect(tries[0]).toBeGreaterThanOrEqual(3)
    expect(tries[1]).toBeLessThanOrEqual(6)
    expect(tries[2]).toBeLessThanOrEqual(40)
    expect(tries[2]).toBeGreaterThanOrEqual(20)
    await pair.server.resume()
    await clock.advance(30 * secondMs)
    expect([crossed('REGISTER'), pair.lost.size]).toEqual([2, 0])
    expect(pair.reports.at(-1)).toBe('2 sessions are registered again at the Communications Server')
  })

  it('is lost when it would have expired, but not earlier', async () => {
    pair = await startPair({ clock })
    const { connectivity } = await clock.runUntil(pair.connector.register(alice))
    await clock.advance(30 * minuteMs)
    await pair.server.suspend()
    await clock.settle()
    await clock.advance(connectivity.expiresAt - clock.now() - 1)
    expect(pair.lost.size).toBe(0)
    await clock.advance(1)
    expect(pair.lost.get('s1')).toMatchObject({
      code: 'registration-expired',
      message: expect.stringMatching(/expired before it could be renewed: .* refuses connections/),
    })
    expect(pair.reports).toHaveLength(1)
    pair.frames.length = 0
    await clock.advance(60 * minuteMs)
    expect(pair.frames).toEqual([])
    await pair.server.resume()
    await clock.runUntil(pair.connector.register(alice))
  })

  it('is lost at once when the server no longer knows the user', async () => {
    let isKnown = true
    pair = await startPair({ clock, knows: () => isKnown })
    await clock.runUntil(pair.connector.register(alice))
    isKnown = false
    pair.breakConnections()
    await clock.settle()
    expect(pair.lost.get('s1')).toMatchObject({ code: 'registration-not-found' })
  })

  it('is repeated when a login has opened the connection', async () => {
    pair = await startPair({ clock })
    await clock.runUntil(pair.connector.register(alice))
    await pair.server.suspend()
    await clock.advance(10 * minuteMs)
    await pair.server.resume()
    const at = clock.now()
    await clock.runUntil(pair.connector.register(bob))
    await clock.settle()
    expect([clock.now(), pair.server.registrations().length]).toEqual([at, 2])
  })

  it('is not repeated after a logout', async () => {
    pair = await startPair({ clock })
    await clock.runUntil(pair.connector.register(alice))
    await pair.server.suspend()
    await clock.advance(minuteMs)
    await clock.runUntil(pair.connector.unregister('s1'))
    await pair.server.resume()
    pair.frames.length = 0
    await clock.advance(10 * minuteMs)
    expect([pair.frames.length, pair.lost.size]).toEqual([0, 0])
  })

  it('is retried with pauses when the server closes every connection', async () => {
    pair = await startPair({ clock, transport: 'tcp' })
    await clock.runUntil(pair.connector.register(alice))
    pair.frames.length = 0
    const startedAt = clock.now()
    while (clock.now() < startedAt + minuteMs) {
      if (pair.refreshed.delete('s1') || crossed('REGISTER') === 0) pair.breakConnections()
      await clock.advance(100)
    }
    expect(crossed('REGISTER')).toBeLessThan(15)
    expect(pair.lost.size).toBe(0)
  })

  it('is repeated at the same times in every run of one seed', async () => {
    const run = async () => {
      clock = createVirtualClock()
      pair = await startPair({ clock })
      await clock.runUntil(Promise.all(logins(40).map((login) => pair.connector.register(login))))
      await pair.server.suspend()
      await clock.advance(5 * minuteMs)
      await pair.server.resume()
      await clock.advance(minuteMs)
      return { at: pair.frames.map((frame) => `${frame.direction} ${frame.openedSummary().slice(0, 12)}`) }
    }
    const first = await run()
    await pair.stop()
    expect(await run()).toEqual(first)
  })
})

describe('registrations with their own connections', () => {
  const start = () =>
    startPair({ clock, serviceCertificate: 'missing', target: { hasOwnConnections: true, proof: 'none' } })

  it('are repeated a few at a time, each over its own connection', async () => {
    pair = await start()
    await clock.runUntil(Promise.all(logins(80).map((login) => pair.connector.register(login))))
    pair.frames.length = 0
    pair.faults.begin({ at: 'communicationsServer', kind: 'latency', delay: 1_000 }, createGenerator(1))
    pair.breakConnections()
    await clock.advance(500)
    expect([handshakes(), crossed('REGISTER')]).toEqual([32, 32])
    await clock.advance(10_000)
    expect([handshakes(), crossed('200 OK (REGISTER)'), pair.lost.size]).toEqual([80, 80, 0])
    expect(pair.reports).toHaveLength(2)
  })

  it('are repeated at different times after the server was down', async () => {
    pair = await start()
    await clock.runUntil(Promise.all(logins(20).map((login) => pair.connector.register(login))))
    await pair.server.suspend()
    await clock.advance(5 * minuteMs)
    await pair.server.resume()
    pair.frames.length = 0
    await clock.advance(5 * secondMs)
    expect(crossed('REGISTER')).toBeLessThan(20)
    await clock.advance(30 * secondMs)
    expect([crossed('REGISTER'), pair.lost.size]).toEqual([20, 0])
  })
})
