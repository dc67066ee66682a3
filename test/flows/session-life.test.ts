import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

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

const users = async (of: LabInVirtualTime) =>
  (await of.snapshot()).sessions.map((session) => session.user).sort()

describe('a session', () => {
  it('outside coverage is logged out when another login needs its place, and learns of it when it is back', async () => {
    const one = await lab({
      ...people('alice', 'bob', 'carol'),
      service: { maximumSessions: 2, idleTimeout: '5m' },
    })
    await one.logIn('alice')
    await one.logIn('bob')
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    expect(await one.logIn('carol')).toBe('accepted')
    expect(await users(one)).toEqual(['bob', 'carol'])
    expect(await one.stateOf('alice')).toBe('signed-in')
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    expect(await one.stateOf('alice')).toBe('signed-out: idle')
  })

  it('without status messages is idle after the idle timeout, and not before', async () => {
    const one = await lab({ ...people('alice', 'bob'), service: { maximumSessions: 1, idleTimeout: '5m' } })
    await one.logIn('alice')
    await one.call('handheld.setStatusMessages', { name: 'alice', sendsStatus: false })
    await one.clock.advance(4 * minuteMs)
    expect(await one.logIn('bob')).toBe('server-busy')
    await one.clock.advance(1 * minuteMs)
    expect(await one.logIn('bob')).toBe('accepted')
    expect(await one.stateOf('alice')).toBe('signed-out: idle')
  })

  it('with status messages never becomes idle', async () => {
    const one = await lab({ ...people('alice', 'bob'), service: { maximumSessions: 1, idleTimeout: '5m' } })
    await one.logIn('alice')
    await one.clock.advance(180 * minuteMs)
    expect(await one.logIn('bob')).toBe('server-busy')
    expect(await users(one)).toEqual(['alice'])
  })

  it('is subject to changed settings at once', async () => {
    const one = await lab(people('alice'))
    await one.logIn('alice')
    await one.clock.advance(20 * minuteMs)
    await one.call('service.configure', { inactivityTimeoutMs: 15 * minuteMs })
    expect(await one.stateOf('alice')).toBe('signed-out: inactive')
  })

  it('is replaced when the same handheld logs in again, without a second place', async () => {
    const one = await lab({ ...people('alice'), service: { maximumSessions: 1 } })
    await one.logIn('alice')
    await one.call('handheld.setPower', { name: 'alice', isOn: false })
    await one.call('handheld.setPower', { name: 'alice', isOn: true })
    expect(await one.stateOf('alice')).toBe('signed-out')
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await users(one)).toEqual(['alice'])
    expect(await one.stateOf('alice')).toBe('signed-in')
  })

  it('ends when the person logs out, also outside coverage', async () => {
    const one = await lab(people('alice'))
    await one.logIn('alice')
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    await one.call('handheld.logout', { name: 'alice' })
    expect(await one.stateOf('alice')).toBe('signed-out: user')
    expect(await users(one)).toEqual(['alice'])
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'weak' })
    expect(await users(one)).toEqual([])
  })

  it('ends when its handheld is removed', async () => {
    const one = await lab(people('alice', 'bob'))
    await one.logIn('alice')
    await one.call('handheld.remove', { name: 'alice' })
    const { handhelds, sessions } = await one.snapshot()
    expect(handhelds.map(({ name }) => name)).toEqual(['bob'])
    expect(sessions).toEqual([])
  })

  it('survives the change of its transport key after 30 days', async () => {
    const one = await lab({ ...people('alice'), service: { statusInterval: '12h' } })
    await one.logIn('alice')
    await one.clock.advance(31 * 24 * 60 * minuteMs)
    const { handhelds, sessions, notices } = await one.snapshot()
    expect(handhelds[0]?.keyGeneration).toBe(2)
    expect(one.clock.now() - (sessions[0]?.lastStatusAt ?? 0)).toBeLessThan(13 * 60 * minuteMs)
    expect(notices).toEqual([])
  })

  it('of each of 200 handhelds learns the new status interval', async () => {
    const one = await lab({ users: [], handhelds: [{ fleet: 200, user: 'load{n}', name: 'load{n}' }] })
    const names = (await one.snapshot()).handhelds.map(({ name }) => name)
    const logins = names.map((name) =>
      one.lab.api.call('handheld.login', { name, user: name, password: 'Passw0rd!' }),
    )
    const results = await one.clock.runUntil(Promise.all(logins))
    expect(results.every(({ result }) => result === 'accepted')).toBe(true)
    await one.call('service.configure', { statusIntervalMs: 5 * minuteMs })
    await one.clock.advance(6 * minuteMs)
    const { sessions } = await one.snapshot()
    expect(sessions).toHaveLength(200)
    expect(sessions.every(({ lastStatusAt, openedAt }) => lastStatusAt > openedAt)).toBe(true)
  })
})

describe('a lab', () => {
  it('whose first start failed has its users and handhelds after the second start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-lab-'))
    ending.push(() => rmSync(folder, { recursive: true, force: true }))
    const options = { installFolder: folder, baseFolder: folder }
    const other = await lab({})
    const { port } = other.lab.endpoints.dispatcher
    const taken = startLabInVirtualTime(
      { database: './lab.sqlite', dispatcher: { listen: { port } } },
      options,
    )
    await expect(taken).rejects.toMatchObject({ code: 'port-in-use' })
    const second = await lab({ database: './lab.sqlite' }, options)
    expect((await second.snapshot()).handhelds.map(({ name }) => name)).toEqual(['alice', 'bob'])
    expect(await second.logIn('alice')).toBe('accepted')
  })

  it('keeps users, handhelds, keys and settings until the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-lab-'))
    ending.push(() => rmSync(folder, { recursive: true, force: true }))
    const options = { installFolder: folder, baseFolder: folder }
    const file = { database: './lab.sqlite' }
    const first = await startLabInVirtualTime(file, options)
    await first.call('service.configure', { maximumSessions: 7, idleTimeoutMs: 90_000 })
    await first.call('handheld.add', { name: 'dora', user: 'dora' })
    await first.call('handheld.remove', { name: 'bob' })
    await first.call('user.save', { id: 'dora', password: 'an0ther!', mayUseClient: true })
    const before = await first.snapshot()
    await first.lab.stop()

    const second = await lab(file, options)
    const after = await second.snapshot()
    expect(after.service).toEqual(before.service)
    expect(after.users).toEqual(before.users)
    expect(after.handhelds.map(({ name, pin }) => [name, pin])).toEqual(
      before.handhelds.map(({ name, pin }) => [name, pin]),
    )
    expect(await second.logIn('dora', 'dora', 'an0ther!')).toBe('accepted')

    await second.lab.stop()
    const third = await lab(
      { ...file, service: { maximumSessions: 9 }, users: [{ id: 'dora', name: 'Dora Dean' }] },
      options,
    )
    const told = await third.snapshot()
    expect(told.service).toMatchObject({ maximumSessions: 9, idleTimeoutMs: 90_000 })
    expect(told.users.find(({ id }) => id === 'dora')?.name).toBe('Dora Dean')
    expect(await third.logIn('dora', 'dora', 'an0ther!')).toBe('accepted')
  })

  it('creates a user also for a handheld whose name is no valid user ID', async () => {
    const one = await lab(people('alice'))
    const { user } = await one.call('handheld.add', { name: 'Demo device 1' })
    expect(await one.logIn('Demo device 1', user)).toBe('accepted')
  })

  it('takes the same steps at the same virtual times in every run', async () => {
    const run = async () => {
      const one = await startLabInVirtualTime({
        ...people('a', 'b', 'c', 'd'),
        service: { maximumSessions: 3, idleTimeout: '2m' },
      })
      await one.call('handheld.setCoverage', { name: 'b', coverage: 'weak' })
      const logins = ['a', 'b', 'c', 'd'].map((name) =>
        one.lab.api.call('handheld.login', { name, user: name, password: 'Passw0rd!' }),
      )
      await one.clock.runUntil(Promise.all(logins))
      await one.call('handheld.setCoverage', { name: 'a', coverage: 'none' })
      await one.clock.advance(10 * minuteMs)
      await one.logIn('d')
      const { flows } = await one.snapshot()
      await one.lab.stop()
      // Some details contain ports, which the operating system chooses.
      return flows.map((flow) => ({
        ...flow,
        steps: flow.steps.map(({ step, outcome, at }) => [step, outcome, at]),
      }))
    }
    const [first, ...others] = [await run(), await run(), await run(), await run()]
    for (const other of others) expect(other).toEqual(first)
  })
})
