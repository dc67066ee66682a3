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

/** A lab with an inactivity timeout of ten minutes, in which alice and bob are signed in. */
async function quietLab(): Promise<LabInVirtualTime> {
  const one = await lab({ ...people('alice', 'bob'), service: { inactivityTimeout: '10m' } })
  await one.logIn('alice')
  await one.logIn('bob')
  return one
}

const bobs = 'sip:bob@corp.example'

describe('the inactivity timeout', () => {
  it('ends a session whose handheld is in coverage and sends status messages, though nobody needs its place', async () => {
    const one = await quietLab()
    await one.clock.advance(10 * minuteMs - 5_000)
    expect(await one.stateOf('alice')).toBe('signed-in')
    await one.clock.advance(10_000)
    expect(await one.stateOf('alice')).toBe('signed-out: inactive')
    expect(await one.stateOf('bob')).toBe('signed-out: inactive')
  })

  it.each<[string, (one: LabInVirtualTime) => Promise<unknown>]>([
    ['sends a message', (one) => one.call('handheld.send', { name: 'alice', to: 'bob', text: 'hello' })],
    ['types', (one) => one.call('handheld.setTyping', { name: 'alice', to: 'bob', isTyping: true })],
    ['opens a conversation', (one) => one.call('handheld.readConversation', { name: 'alice', with: 'bob' })],
    ['changes presence', (one) => one.call('handheld.setPresence', { name: 'alice', presence: 'busy' })],
    [
      'chooses the presence that is already set',
      (one) => one.call('handheld.setPresence', { name: 'alice', presence: 'available' }),
    ],
    [
      'adds a contact',
      (one) => one.call('handheld.addContact', { name: 'alice', contact: 'sip:zoe@elsewhere.example' }),
    ],
    ['removes a contact', (one) => one.call('handheld.removeContact', { name: 'alice', contact: bobs })],
  ])('starts again when the person %s', async (_what, act) => {
    const one = await quietLab()
    await one.clock.advance(8 * minuteMs)
    await act(one)
    await one.clock.advance(9 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-in')
    await one.clock.advance(1 * minuteMs + 5_000)
    expect(await one.stateOf('alice')).toBe('signed-out: inactive')
  })

  it.each<[string, (one: LabInVirtualTime) => Promise<unknown>]>([
    [
      'messages that arrive, and the receipts that the client sends for them',
      (one) => one.call('handheld.send', { name: 'bob', to: 'alice', text: 'are you there?' }),
    ],
    [
      'messages that arrive in an open conversation',
      async (one) => {
        await one.call('handheld.send', { name: 'bob', to: 'alice', text: 'look' })
        await one.call('handheld.readConversation', { name: 'alice', with: 'bob', isOpened: false })
      },
    ],
    [
      'status messages, including the one that a handheld sends when it is back in coverage',
      async (one) => {
        await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
        await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
      },
    ],
  ])('is not restarted by %s', async (_what, act) => {
    const one = await quietLab()
    await one.clock.advance(8 * minuteMs)
    await act(one)
    await one.clock.advance(2 * minuteMs + 5_000)
    expect(await one.stateOf('alice')).toBe('signed-out: inactive')
  })

  it('is not restarted by the presence that the client sets automatically after 15 minutes', async () => {
    const one = await lab({ ...people('alice'), service: { inactivityTimeout: '16m' } })
    await one.logIn('alice')
    await one.clock.advance(15 * minuteMs + 5_000)
    expect((await one.snapshot()).handhelds[0]?.presence).toBe('away')
    await one.clock.advance(1 * minuteMs)
    expect(await one.stateOf('alice')).toBe('signed-out: inactive')
  })

  it('is not restarted by a message that the client retransmits after an outage', async () => {
    const one = await quietLab()
    await one.clock.advance(1 * minuteMs)
    await one.call('faults.set', { at: 'communicationsServer', kind: 'timeout' })
    void one.lab.api.call('handheld.send', { name: 'alice', to: 'bob', text: 'hello' })
    await one.clock.advance(10_000)
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    await one.clock.advance(8 * minuteMs)
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    const { sessions } = await one.snapshot()
    const quietMs = one.clock.now() - (sessions.find(({ user }) => user === 'alice')?.lastActivityAt ?? 0)
    expect(quietMs).toBeGreaterThan(8 * minuteMs)
  })

  it('also ends a session outside coverage, and the handheld learns of it when it is back', async () => {
    const one = await quietLab()
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    await one.clock.advance(10 * minuteMs + 5_000)
    expect((await one.snapshot()).sessions).toEqual([])
    expect(await one.stateOf('alice')).toBe('signed-in')
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    expect(await one.stateOf('alice')).toBe('signed-out: inactive')
  })

  it('is independent of the idle timeout: a handheld that chats without status messages is idle', async () => {
    const one = await lab({ ...people('alice', 'bob'), service: { maximumSessions: 1, idleTimeout: '5m' } })
    await one.logIn('alice')
    await one.call('handheld.setStatusMessages', { name: 'alice', sendsStatus: false })
    await one.clock.advance(6 * minuteMs)
    await one.call('handheld.setPresence', { name: 'alice', presence: 'busy' })
    const [session] = (await one.snapshot()).sessions
    expect(session?.lastActivityAt).toBeGreaterThan(session?.lastStatusAt ?? 0)
    expect(await one.logIn('bob')).toBe('accepted')
    expect(await one.stateOf('alice')).toBe('signed-out: idle')
  })
})
