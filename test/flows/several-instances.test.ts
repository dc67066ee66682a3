import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyEvent, type LabEvent } from '#contract'
import { type LabInVirtualTime, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let lab: LabInVirtualTime

/** One Dispatcher with two instances of the service: `service-1` serves alice and carol, `service-2` bob and dave. */
beforeEach(async () => {
  const names = ['alice', 'bob', 'carol', 'dave']
  lab = await startLabInVirtualTime(
    {
      users: names.map((id) => ({ id })),
      handhelds: names.map((name, index) => ({ name, user: name, pin: `2100000${index}` })),
    },
    {
      instances: {
        names: ['service-1', 'service-2'],
        serving: (pin) => (/[02468]$/.test(pin) ? 'service-1' : 'service-2'),
      },
    },
  )
})
afterEach(() => lab.lab.stop())

const logIn = async (...names: string[]) => {
  for (const name of names) expect(await lab.logIn(name)).toBe('accepted')
}

const messagesOf = async (name: string, other: string) => {
  const { messages } = await lab.call('handheld.messenger', { name, with: other })
  return messages.map(({ isOwn, text, state }) => (isOwn ? `> ${text}: ${state}` : `< ${text}`))
}

const sessions = async () =>
  (await lab.snapshot()).sessions.map(({ handheld, id, service }) => [handheld, service, id])

describe('two instances of the service behind one Dispatcher', () => {
  it('are both in the snapshot, with the settings that they share', async () => {
    const before = await lab.snapshot()
    expect(before.services.map(({ name }) => name)).toEqual(['service-1', 'service-2'])

    const events: LabEvent[] = []
    lab.lab.api.subscribe((event) => events.push(event))
    await lab.call('service.configure', { maximumSessions: 7 })
    const { service, services } = events.reduce(applyEvent, before)
    expect(
      [service, ...services.map(({ settings }) => settings)].map((each) => each.maximumSessions),
    ).toEqual([7, 7, 7])
    expect((await lab.snapshot()).services).toEqual(services)
  })

  it('each keep the sessions of their devices, with session IDs of their own', async () => {
    await logIn('alice', 'bob', 'carol', 'dave')
    expect(await sessions()).toEqual([
      ['alice', 'service-1', 'session-1'],
      ['bob', 'service-2', 'service-2-session-1'],
      ['carol', 'service-1', 'session-2'],
      ['dave', 'service-2', 'service-2-session-2'],
    ])
  })

  it('count their sessions separately', async () => {
    await lab.call('service.configure', { maximumSessions: 1 })
    await logIn('alice', 'bob')
    expect(await lab.logIn('carol')).toBe('server-busy')
    await lab.call('handheld.logout', { name: 'alice' })
    await lab.clock.advance(5_000)
    await logIn('carol')
    expect(await lab.logIn('dave')).toBe('server-busy')
  })

  it.each([
    ['ocs2007r2', 'a small pool of connections for each instance'],
    ['ocs2007', 'a connection for each session'],
  ] as const)(
    'carry messages between their handhelds with %s, which has %s',
    async (environment, _connections) => {
      await lab.call('service.configure', { environment })
      await logIn('alice', 'bob')
      const sent = await lab.call('handheld.send', { name: 'alice', to: 'bob', text: 'over there?' })
      const answered = await lab.call('handheld.send', { name: 'bob', to: 'alice', text: 'over here!' })
      expect([sent.outcome, answered.outcome]).toEqual(['delivered', 'delivered'])
      expect(await messagesOf('alice', 'bob')).toEqual(['> over there?: delivered', '< over here!'])
      expect(await messagesOf('bob', 'alice')).toEqual(['< over there?', '> over here!: delivered'])
    },
  )

  it('can stop separately: the sessions of the other instance continue', async () => {
    await logIn('alice', 'bob', 'carol', 'dave')
    await lab.call('service.restart', { instance: 'service-1' })
    await lab.clock.advance(5_000)
    expect(await sessions()).toEqual([
      ['bob', 'service-2', 'service-2-session-1'],
      ['dave', 'service-2', 'service-2-session-2'],
    ])
    expect(await lab.stateOf('alice')).toBe('signed-out: service-stopped')
    expect(await lab.stateOf('bob')).toBe('signed-in')
    const sent = await lab.call('handheld.send', { name: 'bob', to: 'dave', text: 'still there?' })
    expect(sent.outcome).toBe('delivered')
    await logIn('alice')
  })

  it('both end their sessions when the service is restarted as a whole', async () => {
    await logIn('alice', 'bob')
    await lab.call('service.restart', {})
    expect(await sessions()).toEqual([])
  })

  it('have faults of their own: a fault at one instance does not affect the other', async () => {
    const fault = { at: 'service', instance: 'service-2', kind: 'certificate-untrusted' } as const
    expect(await lab.call('faults.set', fault)).toEqual([fault])
    await logIn('alice')
    expect(await lab.logIn('bob')).toBe('unavailable')
    await lab.call('faults.mend', { at: 'service', instance: 'service-2' })
    await logIn('bob')
  })

  it('are both affected by a fault that names no instance', async () => {
    await lab.call('faults.set', { at: 'service', kind: 'certificate-untrusted' })
    expect(await lab.logIn('alice')).toBe('unavailable')
    expect(await lab.logIn('bob')).toBe('unavailable')
  })

  it('refuse a fault at an unknown instance', async () => {
    const fault = { at: 'service', instance: 'service-3', kind: 'certificate-untrusted' } as const
    await expect(lab.call('faults.set', fault)).rejects.toMatchObject({ code: 'unknown-instance' })
    await expect(lab.call('service.restart', { instance: 'service-3' })).rejects.toMatchObject({
      code: 'unknown-instance',
    })
  })
})
