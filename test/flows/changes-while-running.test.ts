import { afterEach, describe, expect, it } from 'vitest'
import { applyEvent, type LabEvent } from '#contract'
import { type LabInVirtualTime, password, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

async function lab(...options: Parameters<typeof startLabInVirtualTime>): Promise<LabInVirtualTime> {
  const one = await startLabInVirtualTime(...options)
  ending.unshift(() => one.lab.stop())
  return one
}

describe('a handheld', () => {
  it('that is removed during its login leaves no session behind', async () => {
    const one = await lab({ ...people('alice', 'bob'), service: { maximumSessions: 1 } })
    const login = one.lab.api.call('handheld.login', { name: 'alice', user: 'alice', password })
    // After 90 ms the request has just reached the service, which now asks the directory.
    await one.clock.advance(90)
    await one.call('handheld.remove', { name: 'alice' })
    expect((await one.clock.runUntil(login)).result).toBe('timed-out')
    await one.clock.advance(30_000)
    expect((await one.snapshot()).sessions).toEqual([])
    expect(await one.logIn('bob')).toBe('accepted')
  })

  it('that is removed at any moment of its login leaves no session behind', async () => {
    const one = await lab(people('bob'))
    for (let atMs = 0; atMs <= 300; atMs += 20) {
      await one.call('handheld.add', { name: 'alice', user: 'alice' })
      const login = one.lab.api.call('handheld.login', { name: 'alice', user: 'alice', password })
      await one.clock.advance(atMs)
      // Not awaited here, so that the login continues while the device is removed.
      const removed = one.lab.api.call('handheld.remove', { name: 'alice' })
      await one.clock.runUntil(Promise.all([login, removed]))
      await one.clock.advance(30_000)
      expect((await one.snapshot()).sessions, `removed ${atMs} ms after the login began`).toEqual([])
    }
  })

  it('that is added again at once with the same PIN still receives notices later', async () => {
    const one = await lab(people('alice', 'bob'))
    const pin = '2100000A'
    await one.call('handheld.add', { name: 'carol', pin })
    await one.call('handheld.remove', { name: 'carol' })
    await one.call('handheld.add', { name: 'carol', pin })
    expect(await one.logIn('carol')).toBe('accepted')
    await one.clock.advance(10_500)
    await one.call('service.configure', { inactivityTimeoutMs: 1 })
    await one.clock.advance(1_000)
    expect(await one.stateOf('carol')).toBe('signed-out: inactive')
  })

  it('that is added twice at the same time becomes two handhelds', async () => {
    const one = await lab(people('alice'))
    const added = await Promise.all([
      one.lab.api.call('handheld.add', { user: 'dave' }),
      one.lab.api.call('handheld.add', { user: 'dave' }),
      one.lab.api.call('handheld.add', {}),
      one.lab.api.call('handheld.add', {}),
    ])
    expect(new Set(added.map(({ name }) => name)).size).toBe(4)
    expect(new Set(added.map(({ pin }) => pin)).size).toBe(4)
  })
})

describe('the servers behind the service', () => {
  it('apply changes one after the other, however fast the commands follow', async () => {
    const one = await lab(people('alice'))
    const changes = (['tcp', 'tls', 'tcp'] as const).map((transport) =>
      one.lab.api.call('service.configure', { transport }),
    )
    await one.clock.runUntil(Promise.all(changes))
    expect((await one.snapshot()).lab.communicationsServer.transport).toBe('tcp')
    expect(await one.logIn('alice')).toBe('accepted')
  })
})

describe('snapshot and events', () => {
  it('agree: an old snapshot and the events since then add up to a fresh snapshot', async () => {
    const one = await lab({ ...people('bob', 'alice', 'carol'), service: { idleTimeout: '1m' } })
    const events: LabEvent[] = []
    one.lab.api.subscribe((event) => events.push(event))
    const start = await one.lab.api.snapshot()
    for (const name of ['carol', 'alice', 'bob']) await one.logIn(name)
    await one.call('handheld.add', { user: 'Aaron' })
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'weak' })
    await one.call('user.save', { id: 'zoe' })
    await one.call('user.save', { id: 'mike' })
    await one.call('user.remove', { id: 'ZOE' })
    await one.call('service.configure', { maximumSessions: 3 })
    await one.call('handheld.setCoverage', { name: 'carol', coverage: 'none' })
    expect(await one.logIn('Aaron')).toBe('accepted')
    await one.clock.advance(120_000)
    await one.call('handheld.setCoverage', { name: 'carol', coverage: 'good' })
    await one.call('handheld.logout', { name: 'bob' })
    await one.clock.advance(5_000)

    const fresh = await one.lab.api.snapshot()
    const added = events.reduce(applyEvent, start)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => start.seq + 1 + index))
    expect({ ...added, at: fresh.at }).toEqual(fresh)
  })
})
