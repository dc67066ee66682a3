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

const handheldOf = async (one: LabInVirtualTime, name: string) => {
  const found = (await one.snapshot()).handhelds.find((handheld) => handheld.name === name)
  if (!found) throw new Error(`no handheld ${name}`)
  return found
}

/** A lab in which alice and bob are signed in. */
async function signedIn(passwordCaching: boolean): Promise<LabInVirtualTime> {
  const one = await lab({ ...people('alice', 'bob'), service: { passwordCaching } })
  await one.logIn('alice')
  await one.logIn('bob')
  return one
}

/** Ends all sessions as `service-stopped`. */
const stopService = (one: LabInVirtualTime) => one.call('service.configure', { environment: 'ocs2007' })

describe('password caching', () => {
  it('lets every client log in again by itself when the service restarts, and marks these logins as automatic', async () => {
    const one = await signedIn(true)
    await stopService(one)
    await one.clock.advance(1 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-in')
    expect(await one.stateOf('bob')).toBe('signed-in')
    const { flows, sessions } = await one.snapshot()
    expect(sessions.map(({ user }) => user).sort()).toEqual(['alice', 'bob'])
    expect(detailInEnglish(flows.at(-1)?.steps[0]?.detail)).toMatch(
      /again by itself, with the cached password/,
    )
    expect((await handheldOf(one, 'alice')).nextLogin).toBeNull()
  })

  it('that is off leaves the login to the person, who types the password', async () => {
    const one = await signedIn(false)
    await stopService(one)
    await one.clock.advance(60 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-out: service-stopped')
    expect((await one.snapshot()).flows).toHaveLength(2)
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it('can be turned on and off while somebody is signed in', async () => {
    const one = await signedIn(false)
    await one.call('service.configure', { passwordCaching: true })
    await stopService(one)
    await one.clock.advance(1 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-in')
    await one.call('service.configure', { passwordCaching: false })
    await one.call('service.configure', { environment: 'ocs2007r2' })
    await one.clock.advance(1 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-out: service-stopped')
  })

  it('tries with growing pauses while a server behind the service is down, and shows the time of the next attempt', async () => {
    const one = await signedIn(true)
    await one.call('faults.set', { at: 'directory', kind: 'down' })
    await stopService(one)
    await one.call('service.configure', { environment: 'ocs2007r2' })
    await one.clock.advance(2 * minuteMs)
    const { nextLogin, notice, reason, state } = await handheldOf(one, 'alice')
    expect({ state, reason }).toEqual({ state: 'signed-out', reason: 'unavailable' })
    expect(notice).toEqual({ code: 'ended', facts: { reason: 'unavailable' } })
    expect(nextLogin?.at).toBeGreaterThan(one.clock.now())
    expect(nextLogin?.attempt).toBeGreaterThan(2)
    await one.call('faults.clear', {})
    await one.clock.advance(10 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-in')
  })

  it('ends when the password is no longer right', async () => {
    const one = await signedIn(true)
    await one.call('user.save', { id: 'alice', password: 'another' })
    await stopService(one)
    await one.clock.advance(60 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-out: bad-credentials')
    expect((await handheldOf(one, 'alice')).nextLogin).toBeNull()
    expect((await one.snapshot()).flows.filter(({ user }) => user === 'alice')).toHaveLength(2)
  })

  it('logs in when a handheld is back in coverage and learns that its session has ended', async () => {
    const one = await signedIn(true)
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    await stopService(one)
    await one.clock.advance(10 * minuteMs)
    expect((await one.snapshot()).sessions.map(({ user }) => user)).toEqual(['bob'])
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    await one.clock.advance(1 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-in')
  })

  it.each<[string, (one: LabInVirtualTime) => Promise<unknown>]>([
    ['the person logs out', (one) => one.call('handheld.logout', { name: 'alice' })],
    [
      'the power goes off',
      async (one) => {
        await one.call('handheld.setPower', { name: 'alice', isOn: false })
        await one.call('handheld.setPower', { name: 'alice', isOn: true })
      },
    ],
    ['the person logs in, and mistypes', (one) => one.logIn('alice', 'alice', 'mistyped')],
  ])('ends when %s', async (_what, act) => {
    const one = await signedIn(true)
    await one.call('faults.set', { at: 'communicationsServer', kind: 'answer', code: 503 })
    await stopService(one)
    await one.clock.advance(30_000)
    expect((await handheldOf(one, 'alice')).nextLogin).not.toBeNull()
    await one.call('faults.clear', {})
    await act(one)
    expect((await handheldOf(one, 'alice')).nextLogin).toBeNull()
    await one.clock.advance(60 * minuteMs)
    expect(await one.stateOf('alice')).toMatch(/signed-out/)
  })

  it('stops at once when the person logs in while the client tries', async () => {
    const one = await signedIn(true)
    await one.call('faults.set', { at: 'database', kind: 'timeout' })
    await stopService(one)
    await one.clock.advance(3_000)
    expect(await one.stateOf('alice')).toBe('signing-in')
    await one.call('faults.clear', {})
    expect(await one.logIn('alice', 'bob')).toBe('accepted')
    expect((await handheldOf(one, 'alice')).signedInUser).toBe('bob')
  })

  it('masks the password like the login of a person', async () => {
    const one = await signedIn(true)
    await stopService(one)
    await one.clock.advance(1 * minuteMs)
    const snapshot = await one.snapshot()
    expect(JSON.stringify(snapshot)).not.toContain(password)
    for (const frame of snapshot.frames.filter(({ hop }) => hop !== 'service-directory')) {
      const { layers } = await one.call('traffic.layers', { number: frame.number })
      expect(JSON.stringify(layers)).not.toContain(password)
    }
  })
})
