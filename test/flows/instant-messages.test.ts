import { afterEach, describe, expect, it } from 'vitest'
import { reasonInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

/** Starts a lab in which all of these users have logged in. */
async function office(...names: string[]): Promise<LabInVirtualTime> {
  const one = await startLabInVirtualTime(people(...names))
  ending.unshift(() => one.lab.stop())
  for (const name of names) expect(await one.logIn(name)).toBe('accepted')
  return one
}

/** The conversation as the handheld shows it, one line for each message: `> hello: delivered`. */
async function conversation(one: LabInVirtualTime, name: string, other: string): Promise<string[]> {
  const { messages } = await one.call('handheld.messenger', { name, with: other })
  return messages.map(({ isOwn, text, state }) => (isOwn ? `> ${text}: ${state}` : `< ${text}`))
}

async function handheld(one: LabInVirtualTime, name: string) {
  const found = (await one.snapshot()).handhelds.find((each) => each.name === name)
  if (!found) throw new Error(`no handheld ${name}`)
  return found
}

describe('an instant message', () => {
  it('travels from one handheld to the other, and its receipt back', async () => {
    const one = await office('alice', 'bob')
    const before = await handheld(one, 'bob')
    expect(await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'Zum Wohl!' })).toEqual({
      outcome: 'delivered',
      why: null,
    })
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> Zum Wohl!: delivered'])
    expect(await conversation(one, 'bob', 'sip:ALICE@corp.example')).toEqual(['< Zum Wohl!'])
    expect(await handheld(one, 'bob')).toMatchObject({ lastMessage: 'Zum Wohl!', unread: 1 })
    expect((await handheld(one, 'bob')).messengerRevision).toBeGreaterThan(before.messengerRevision)

    await one.call('handheld.readConversation', { name: 'bob', with: 'alice' })
    expect(await handheld(one, 'bob')).toMatchObject({ lastMessage: 'Zum Wohl!', unread: 0 })
  })

  it('for an unknown user is rejected with a reason', async () => {
    const one = await office('alice')
    const { outcome, why } = await one.call('handheld.send', { name: 'alice', to: 'zoe', text: 'hello?' })
    expect([outcome, reasonInEnglish(why)]).toEqual(['rejected', expect.stringContaining('zoe')])
    expect(await conversation(one, 'alice', 'zoe')).toEqual(['> hello?: rejected'])
  })

  it('waits on a handheld outside coverage; all waiting messages are then sent once and in order', async () => {
    const one = await office('alice', 'bob')
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    for (const text of ['one', 'two', 'three']) {
      expect(await one.call('handheld.send', { name: 'alice', to: 'bob', text })).toMatchObject({
        outcome: 'queued',
      })
    }
    await one.clock.advance(120_000)
    expect(await conversation(one, 'bob', 'alice')).toEqual([])
    expect(await conversation(one, 'alice', 'bob')).toEqual([
      '> one: queued',
      '> two: queued',
      '> three: queued',
    ])
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    await one.clock.advance(20_000)
    expect(await conversation(one, 'bob', 'alice')).toEqual(['< one', '< two', '< three'])
    expect(await conversation(one, 'alice', 'bob')).toEqual([
      '> one: delivered',
      '> two: delivered',
      '> three: delivered',
    ])
  })

  it('waits in the network for a recipient outside coverage', async () => {
    const one = await office('alice', 'bob')
    await one.call('handheld.setCoverage', { name: 'bob', coverage: 'none' })
    expect(await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'hi' })).toMatchObject({
      outcome: 'queued',
    })
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> hi: accepted'])
    await one.call('handheld.setCoverage', { name: 'bob', coverage: 'good' })
    await one.clock.advance(10_000)
    expect(await conversation(one, 'bob', 'alice')).toEqual(['< hi'])
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> hi: delivered'])
  })

  it('that waits for a handheld without power is lost, and its sender learns so when the handheld is on again', async () => {
    const one = await office('alice', 'bob')
    await one.call('handheld.setPower', { name: 'bob', isOn: false })
    expect(await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'hi' })).toMatchObject({
      outcome: 'queued',
    })
    await one.clock.advance(3_600_000)
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> hi: accepted'])
    expect((await one.snapshot()).sessions).toHaveLength(2)
    // Outside coverage the handheld cannot report yet that it was switched on.
    await one.call('handheld.setCoverage', { name: 'bob', coverage: 'none' })
    await one.call('handheld.setPower', { name: 'bob', isOn: true })
    expect(await one.stateOf('bob')).toBe('signed-out')
    await one.clock.advance(60_000)
    expect((await one.snapshot()).sessions).toHaveLength(2)
    await one.call('handheld.setCoverage', { name: 'bob', coverage: 'good' })
    expect((await one.snapshot()).sessions).toHaveLength(1)
    await one.clock.advance(5_000)
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> hi: rejected'])
    expect(await one.logIn('bob')).toBe('accepted')
    await one.clock.advance(60_000)
    expect(await conversation(one, 'bob', 'alice')).toEqual([])
  })

  it('to a handheld whose logout was lost is rejected, and the client reports again that it is signed out', async () => {
    const one = await office('alice', 'bob')
    await one.call('faults.set', { at: 'wireless', kind: 'timeout' })
    await one.call('handheld.logout', { name: 'bob' })
    await one.call('faults.clear', {})
    await one.clock.advance(3_600_000)
    expect((await one.snapshot()).sessions).toHaveLength(2)
    await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'hi' })
    await one.clock.advance(5_000)
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> hi: rejected'])
    expect((await one.snapshot()).sessions).toHaveLength(1)
  })

  it('that arrived before the power failed ends as delivered, though its receipt was lost', async () => {
    const one = await office('alice', 'bob')
    await one.call('handheld.setLink', { name: 'bob', link: { delayMs: 2_000, jitterMs: 0 } })
    const sending = one.lab.api.call('handheld.send', { name: 'alice', to: 'bob', text: 'hi' })
    await one.clock.advance(2_500)
    expect(await conversation(one, 'bob', 'alice')).toEqual(['< hi'])
    await one.call('faults.set', { at: 'dispatcher', kind: 'reset' })
    await one.clock.advance(3_000)
    await one.call('handheld.setPower', { name: 'bob', isOn: false })
    await one.call('faults.clear', {})
    await one.clock.advance(120_000)
    await one.clock.runUntil(sending)
    await one.call('handheld.setPower', { name: 'bob', isOn: true })
    await one.clock.advance(20_000)
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> hi: delivered'])
  })

  it('whose receipt was lost outside coverage is sent again and arrives once', async () => {
    const one = await office('alice', 'bob')
    const sending = one.lab.api.call('handheld.send', { name: 'alice', to: 'bob', text: 'into the tunnel' })
    await one.clock.advance(20)
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'none' })
    expect(await one.clock.runUntil(sending)).toMatchObject({ outcome: 'queued' })
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> into the tunnel: sent'])
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'good' })
    await one.clock.advance(20_000)
    expect(await conversation(one, 'alice', 'bob')).toEqual(['> into the tunnel: delivered'])
    expect(await conversation(one, 'bob', 'alice')).toEqual(['< into the tunnel'])
  })

  it('appears in the conversation with its sender; the latest conversation comes first', async () => {
    const one = await office('alice', 'bob', 'carol')
    await one.call('handheld.send', { name: 'bob', to: 'alice', text: 'from bob' })
    await one.call('handheld.send', { name: 'carol', to: 'alice', text: 'from carol' })
    const { conversations } = await one.call('handheld.messenger', { name: 'alice' })
    expect(conversations.map((each) => [each.with.sipAddress, each.last?.text, each.unread])).toEqual([
      ['sip:carol@corp.example', 'from carol', 1],
      ['sip:bob@corp.example', 'from bob', 1],
    ])
    expect((await handheld(one, 'alice')).unread).toBe(2)
    await one.call('handheld.closeConversation', { name: 'alice', with: 'carol' })
    expect((await handheld(one, 'alice')).unread).toBe(1)
    await one.call('handheld.send', { name: 'carol', to: 'alice', text: 'again' })
    expect(await conversation(one, 'alice', 'carol')).toEqual(['< again'])
  })
})

describe('typing', () => {
  it('is shown to the other person until the message arrives or no typing notice follows', async () => {
    const one = await office('alice', 'bob')
    await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'hi' })
    const isTyping = async () =>
      (await one.call('handheld.messenger', { name: 'alice' })).conversations[0]?.isTyping
    await one.call('handheld.setTyping', { name: 'bob', to: 'alice', isTyping: true })
    expect(await isTyping()).toBe(true)
    await one.call('handheld.send', { name: 'bob', to: 'alice', text: 'hi yourself' })
    expect(await isTyping()).toBe(false)
    await one.call('handheld.setTyping', { name: 'bob', to: 'alice', isTyping: true })
    await one.clock.advance(5_000)
    expect(await isTyping()).toBe(true)
    await one.clock.advance(10_000)
    expect(await isTyping()).toBe(false)
  })
})

describe('presence', () => {
  it('is shown to users who have the person on their contact list', async () => {
    const one = await office('alice', 'bob')
    await one.call('handheld.addContact', { name: 'alice', contact: 'bob' })
    await one.clock.advance(5_000)
    const seen = async () => {
      const { contacts } = await one.call('handheld.messenger', { name: 'alice' })
      return contacts.find(({ sipAddress }) => sipAddress === 'sip:bob@corp.example')?.presence
    }
    expect(await seen()).toBe('available')
    await one.call('handheld.setPresence', { name: 'bob', presence: 'do-not-disturb' })
    await one.clock.advance(5_000)
    expect(await seen()).toBe('do-not-disturb')
    await one.call('handheld.setPresence', { name: 'bob', presence: 'available' })
    await one.clock.advance(16 * 60_000)
    expect(await seen()).toBe('away')
    await one.call('handheld.logout', { name: 'bob' })
    await one.clock.advance(5_000)
    expect(await seen()).toBe('offline')
    await one.call('handheld.removeContact', { name: 'alice', contact: 'bob' })
    await one.clock.advance(5_000)
    expect(await seen()).toBeUndefined()
  })
})
