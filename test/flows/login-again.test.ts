import { afterEach, describe, expect, it } from 'vitest'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, password, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const minuteMs = 60_000
const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

async function lab(...options: Parameters<typeof startLabInVirtualTime>): Promise<LabInVirtualTime> {
  const one = await startLabInVirtualTime(...options)
  ending.unshift(() => one.lab.stop())
  return one
}

const sessionOf = async (one: LabInVirtualTime, user: string) =>
  (await one.snapshot()).sessions.find((session) => session.user === user)?.id
const handheldOf = async (one: LabInVirtualTime, name: string) => {
  const found = (await one.snapshot()).handhelds.find((handheld) => handheld.name === name)
  if (!found) throw new Error(`no handheld ${name}`)
  return found
}
const users = async (one: LabInVirtualTime) => (await one.snapshot()).sessions.map(({ user }) => user).sort()

/** Bob writes to alice. @returns the outcome of the message, and the last message that alice received */
async function bobWrites(one: LabInVirtualTime, text: string) {
  const { outcome } = await one.call('handheld.send', { name: 'bob', to: 'alice', text })
  return { outcome, received: (await handheldOf(one, 'alice')).lastMessage }
}

/** Begins a login without waiting for its end. */
function beginLogin(one: LabInVirtualTime, name: string, user = name) {
  return one.lab.api.call('handheld.login', { name, user, password })
}

describe('a login on a handheld that has a session', () => {
  it('is admitted though the limit was lowered meanwhile, and the flow says so', async () => {
    const one = await lab(people('alice', 'bob', 'carol'))
    for (const name of ['alice', 'bob', 'carol']) await one.logIn(name)
    await one.call('service.configure', { maximumSessions: 1 })
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await users(one)).toEqual(['alice', 'bob', 'carol'])
    const flow = (await one.snapshot()).flows.at(-1)
    expect(detailInEnglish(flow?.steps.find(({ step }) => step === '4a')?.detail)).toMatch(/has a session/)
  })

  it('is admitted where the persistent connection is more than full', async () => {
    const one = await lab(people('alice', 'bob'))
    for (const name of ['alice', 'bob']) await one.logIn(name)
    await one.call('service.configure', { persistentConnectionCapacity: 1 })
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it('ends no session of other users, even if they are idle', async () => {
    const one = await lab({ ...people('alice', 'bob', 'carol'), service: { idleTimeout: '5m' } })
    for (const name of ['alice', 'bob', 'carol']) await one.logIn(name)
    await one.call('handheld.setCoverage', { name: 'bob', coverage: 'none' })
    await one.call('service.configure', { maximumSessions: 2 })
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await users(one)).toEqual(['alice', 'bob', 'carol'])
  })

  it('protects the session from being ended for another login while it is under way', async () => {
    const one = await lab({
      ...people('alice', 'bob'),
      service: { maximumSessions: 1, idleTimeout: '5m' },
    })
    await one.logIn('alice')
    await one.call('handheld.setStatusMessages', { name: 'alice', sendsStatus: false })
    await one.clock.advance(6 * minuteMs)
    await one.call('faults.set', { at: 'directory', kind: 'latency', delay: 4_000 })
    const again = beginLogin(one, 'alice')
    await one.clock.advance(2_000)
    expect(await one.logIn('bob')).toBe('server-busy')
    expect((await one.clock.runUntil(again)).result).toBe('accepted')
    expect(await users(one)).toEqual(['alice'])
  })

  it.each<[string, (one: LabInVirtualTime) => Promise<unknown>, string, string?]>([
    ['bad-credentials', async () => {}, 'wrong'],
    ['not-permitted', (one) => one.call('user.save', { id: 'alice', mayUseClient: false }), password],
    ['unavailable', (one) => one.call('faults.set', { at: 'directory', kind: 'down' }), password],
    [
      'unavailable',
      (one) => one.call('faults.set', { at: 'communicationsServer', kind: 'answer', code: 503 }),
      password,
    ],
    ['unavailable', (one) => one.call('faults.set', { at: 'database', kind: 'timeout' }), password],
    [
      'unavailable',
      (one) => one.call('faults.set', { at: 'dispatcher', kind: 'answer', code: 'unknown-key' }),
      password,
    ],
    ['no-coverage', (one) => one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' }), password],
    ['timed-out', (one) => one.call('faults.set', { at: 'wireless', kind: 'timeout' }), password],
    ['not-permitted', async () => {}, password, 'nobody'],
  ])(
    'that ends %s leaves the session as it was, at the service and on the handheld',
    async (result, spoil, typed, user) => {
      const one = await lab(people('alice', 'bob'))
      await one.logIn('alice')
      await one.logIn('bob')
      await bobWrites(one, 'before')
      const before = await sessionOf(one, 'alice')
      await spoil(one)
      expect(await one.logIn('alice', user ?? 'alice', typed)).toBe(result)
      expect(await handheldOf(one, 'alice')).toMatchObject({
        state: 'signed-in',
        reason: null,
        signedInUser: 'alice',
        lastStatus: result,
        notice: expect.objectContaining({ code: 'ended' }),
        presence: 'available',
        lastMessage: 'before',
      })
      await one.call('faults.clear', {})
      await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
      await one.clock.advance(10 * minuteMs)
      expect(await sessionOf(one, 'alice')).toBe(before)
      const session = (await one.snapshot()).sessions.find(({ id }) => id === before)
      expect(one.clock.now() - (session?.lastStatusAt ?? 0)).toBeLessThan(2 * minuteMs)
      expect(await bobWrites(one, 'after')).toEqual({ outcome: 'delivered', received: 'after' })
      expect(
        (await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'still here' })).outcome,
      ).toBe('delivered')
      expect((await handheldOf(one, 'alice')).notice).toBeNull()
    },
  )

  it.each([
    ['ocs2007r2', ['ntlm', 'none']],
    ['ocs2007', ['ntlm', 'none']],
    ['ocs2007', ['none']],
  ] as const)(
    'that the Communications Server (%s, %j) answers too late leaves the registration of the existing session',
    async (environment, authentication) => {
      const one = await lab({
        ...people('alice', 'bob'),
        service: { environment },
        communicationsServer: { authentication: [...authentication] },
      })
      await one.logIn('alice')
      await one.logIn('bob')
      await one.call('faults.set', { at: 'communicationsServer', kind: 'latency', delay: 20_000 })
      expect(await one.logIn('alice')).toBe('unavailable')
      expect(await one.stateOf('alice')).toBe('signed-in')
      await one.call('faults.clear', {})
      await one.clock.advance(1 * minuteMs)
      expect(await bobWrites(one, 'hello')).toEqual({ outcome: 'delivered', received: 'hello' })
    },
  )

  it('by another user keeps the conversations of the former user until it is accepted', async () => {
    const one = await lab(people('alice', 'bob'))
    await one.logIn('alice')
    await one.logIn('bob')
    await bobWrites(one, 'for alice')
    expect(await one.logIn('alice', 'bob', 'wrong')).toBe('bad-credentials')
    expect(await handheldOf(one, 'alice')).toMatchObject({ signedInUser: 'alice', lastMessage: 'for alice' })
    expect(await one.logIn('alice', 'bob')).toBe('accepted')
    expect(await handheldOf(one, 'alice')).toMatchObject({ signedInUser: 'bob', lastMessage: null })
    expect(await users(one)).toEqual(['bob', 'bob'])
  })

  it.each([
    ['before it hears that its session was replaced', 150, 'signed-in'],
    ['after that, but before the acceptance', 250, 'signed-out: timed-out'],
  ])(
    'that is accepted after the client gave up continues with the new session: it loses coverage %s',
    async (_what, afterMs, meanwhile) => {
      const one = await lab(people('alice', 'bob'))
      await one.logIn('alice')
      await one.logIn('bob')
      const login = beginLogin(one, 'alice')
      await one.clock.advance(afterMs)
      await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
      expect((await one.clock.runUntil(login)).result).toBe('timed-out')
      expect(await one.stateOf('alice')).toBe(meanwhile)
      await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
      expect(await one.stateOf('alice')).toBe('signed-in')
      expect(await users(one)).toEqual(['alice', 'bob'])
      expect(await sessionOf(one, 'alice')).toBe('session-3')
      expect(await bobWrites(one, 'hello')).toEqual({ outcome: 'delivered', received: 'hello' })
    },
  )

  it('that is refused after the session has ended leaves the handheld signed out', async () => {
    const one = await lab({ ...people('alice'), service: { inactivityTimeout: '5m' } })
    await one.logIn('alice')
    await one.clock.advance(5 * minuteMs - 3_000)
    await one.call('faults.set', { at: 'directory', kind: 'latency', delay: 6_000 })
    expect(await one.logIn('alice', 'alice', 'wrong')).toBe('bad-credentials')
    expect(await one.stateOf('alice')).toBe('signed-out: bad-credentials')
    expect(await users(one)).toEqual([])
  })

  it('ends together with the session when the person logs out meanwhile', async () => {
    const one = await lab(people('alice'))
    await one.logIn('alice')
    await one.call('faults.set', { at: 'directory', kind: 'latency', delay: 5_000 })
    const login = beginLogin(one, 'alice')
    await one.clock.advance(1_000)
    await one.call('handheld.logout', { name: 'alice' })
    await one.clock.runUntil(login)
    await one.clock.advance(1 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-out: user')
    expect(await users(one)).toEqual([])
  })

  it('finds no session after a power failure, since the client reports that it is signed out as soon as it is on', async () => {
    const one = await lab(people('alice'))
    await one.logIn('alice')
    await one.call('handheld.setPower', { name: 'alice', isOn: false })
    expect(await sessionOf(one, 'alice')).toBe('session-1')
    await one.call('handheld.setPower', { name: 'alice', isOn: true })
    expect(await users(one)).toEqual([])
    expect(await one.logIn('alice', 'alice', 'wrong')).toBe('bad-credentials')
    expect(await one.stateOf('alice')).toBe('signed-out: bad-credentials')
    expect(await users(one)).toEqual([])
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await sessionOf(one, 'alice')).toBe('session-3')
  })
})
