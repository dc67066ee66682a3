import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock/index.ts'
import type { DeviceContent } from '../collaboration/index.ts'
import { Messenger } from './messenger.ts'
import { Outbox } from './outbox.ts'

const session = 'session-1'
const bob = 'sip:bob@corp.example'

let clock: VirtualClock
let hasCoverage: boolean
/** What left the device. */
let left: DeviceContent[]
let notices: string[]
let outbox: Outbox
let messenger: Messenger

beforeEach(() => {
  clock = createVirtualClock()
  hasCoverage = true
  left = []
  notices = []
  outbox = new Outbox((content) => {
    if (hasCoverage) left.push(content)
    return hasCoverage
  })
  messenger = new Messenger({
    clock,
    outbox,
    isReachable: () => hasCoverage,
    changed() {},
    notify: (text) => notices.push(text),
  })
  messenger.signedIn(session, 'sip:alice@corp.example')
})

function backInCoverage(): void {
  hasCoverage = true
  messenger.backInCoverage()
  outbox.flush()
}

const receive = (id: number, text: string, from = bob) =>
  messenger.take({ type: 'message', session, id, from, name: null, text })
const lines = (other = bob) =>
  (messenger.conversation(other)?.messages ?? []).map(({ text, state }) => `${text}: ${state}`)
const sentIds = () => left.flatMap((content) => (content.type === 'message' ? [content.id] : []))

describe('messages that the person sends', () => {
  it('go again with their number after the tunnel, before those that waited', async () => {
    void messenger.send(bob, 'before')
    hasCoverage = false
    expect(await messenger.send(bob, 'inside')).toMatchObject({ outcome: 'queued' })
    backInCoverage()
    expect(sentIds()).toEqual([1, 1, 2])
    messenger.take({ type: 'receipt', session, id: 1, state: 'delivered', why: null })
    backInCoverage()
    expect(sentIds()).toEqual([1, 1, 2, 2])
    expect(lines()).toEqual(['before: delivered', 'inside: sent'])
  })

  it('are rejected, or unconfirmed once they have left, where the person is signed out first; and stay to be seen', async () => {
    const sent = messenger.send(bob, 'sent')
    hasCoverage = false
    void messenger.send(bob, 'queued')
    messenger.signedOut()
    expect(await sent).toMatchObject({ outcome: 'unconfirmed' })
    expect(lines()).toEqual(['sent: unconfirmed', 'queued: rejected'])
    expect(messenger.conversation(bob)?.messages.at(-1)?.why).toBe('You were signed out before it was sent')
    backInCoverage()
    expect(sentIds()).toEqual([1])
    expect(() => messenger.send(bob, 'later')).toThrow('nobody is signed in')
  })

  it('that were under way at the end of the session are known by the receipt that comes later, of that session', () => {
    for (const text of ['taken', 'refused', 'kept', 'waiting']) void messenger.send(bob, text)
    messenger.take({ type: 'receipt', session, id: 4, state: 'accepted', why: null })
    messenger.signedOut()
    messenger.signedIn('session-2', 'sip:alice@corp.example')
    void messenger.send(bob, 'next')
    const receive = (id: number, state: 'accepted' | 'delivered' | 'rejected') =>
      messenger.take({ type: 'receipt', session, id, state, why: null })
    receive(1, 'delivered')
    receive(2, 'rejected')
    receive(3, 'accepted')
    expect(lines()).toEqual([
      'taken: delivered',
      'refused: rejected',
      'kept: unconfirmed',
      'waiting: unconfirmed',
      'next: sent',
    ])
  })

  it('are asked about by their number where the service, or its receipt, is long in coming', async () => {
    void messenger.send(bob, 'hello')
    await clock.advance(45_000)
    expect(sentIds()).toEqual([1, 1])
    messenger.take({ type: 'receipt', session, id: 1, state: 'accepted', why: null })
    await clock.advance(4 * 60_000)
    expect(sentIds()).toEqual([1, 1])
    await clock.advance(60_000)
    messenger.take({ type: 'receipt', session, id: 1, state: 'accepted', why: null })
    await clock.advance(10 * 60_000)
    expect(sentIds()).toEqual([1, 1, 1, 1])
    messenger.take({ type: 'receipt', session, id: 1, state: 'delivered', why: null })
    await clock.advance(24 * 3_600_000)
    expect(sentIds()).toEqual([1, 1, 1, 1])
    expect(lines()).toEqual(['hello: delivered'])
  })

  it('are given up after 90 s without a word, unless the word comes later', async () => {
    const result = await clock.runUntil(messenger.send(bob, 'hello'))
    expect(result).toEqual({ outcome: 'unconfirmed', why: 'No answer from the service' })
    messenger.take({ type: 'receipt', session, id: 1, state: 'delivered', why: null })
    expect(lines()).toEqual(['hello: delivered'])
  })

  it('are refused once too many wait', async () => {
    hasCoverage = false
    for (let count = 0; count < 200; count += 1) void messenger.send(bob, 'hello')
    expect(await messenger.send(bob, 'one more')).toMatchObject({ outcome: 'rejected' })
    backInCoverage()
    expect(sentIds()).toHaveLength(200)
  })
})

describe('messages that come', () => {
  it('are taken once, and confirmed as often as they come', () => {
    receive(1, 'hi')
    receive(1, 'hi')
    expect(lines()).toEqual(['hi: null'])
    expect(left.filter(({ type }) => type === 'receipt')).toHaveLength(2)
    expect([messenger.unread, messenger.lastMessage]).toEqual([1, 'hi'])
  })

  it('are taken in the order of their numbers: what follows a missing one waits until that is sent again', () => {
    for (const id of [1, 3, 4]) receive(id, `text ${id}`)
    expect(lines()).toEqual(['text 1: null'])
    for (const id of [2, 3, 4]) receive(id, `text ${id}`)
    expect(lines()).toEqual(['text 1: null', 'text 2: null', 'text 3: null', 'text 4: null'])
    const receipts = left.flatMap((content) => (content.type === 'receipt' ? [content.id] : []))
    expect(receipts).toEqual([1, 1, 1, 2, 3, 4])
    expect([messenger.takenIn(session), messenger.takenIn('session-0')]).toEqual([4, undefined])
  })

  it('are kept up to a bound, which says what it dropped', () => {
    for (let id = 1; id <= 203; id += 1) receive(id, `text ${id}`)
    expect(messenger.conversation(bob)).toMatchObject({ droppedMessages: 3 })
    expect(messenger.conversation(bob)?.messages).toHaveLength(200)
    for (let id = 204; id <= 253; id += 1) receive(id, 'hi', `sip:user${id}@corp.example`)
    expect(messenger.conversations()).toHaveLength(50)
    expect(notices).toEqual(['The conversation with bob@corp.example was dropped: 50 are kept'])
  })

  it('stay for the same person, and go when another signs in', () => {
    receive(1, 'hi')
    const { revision } = messenger
    messenger.signedOut()
    messenger.signedIn('session-2', 'sip:Alice@corp.example')
    expect(lines()).toEqual(['hi: null'])
    messenger.signedIn('session-3', 'sip:carol@corp.example')
    expect([messenger.conversations(), messenger.unread, messenger.lastMessage]).toEqual([[], 0, null])
    expect(messenger.revision).toBeGreaterThan(revision)
  })
})

describe('presence', () => {
  const told = () =>
    left.flatMap((content) =>
      content.type === 'presence' && 'presence' in content ? [content.presence] : [],
    )

  it('goes away after 15 minutes without the person, and comes back with them', async () => {
    await clock.advance(14 * 60_000)
    messenger.read(bob)
    await clock.advance(14 * 60_000)
    expect(messenger.presence).toBe('available')
    await clock.advance(60_000)
    expect(messenger.presence).toBe('away')
    messenger.setTyping(bob, true)
    expect(messenger.presence).toBe('available')
    expect(told()).toEqual(['away', 'available'])
  })

  it.each(['do-not-disturb', 'offline', 'away'] as const)('%s outlasts idleness', async (presence) => {
    messenger.choosePresence(presence)
    await clock.advance(60 * 60_000)
    expect([messenger.presence, told()]).toEqual([presence, [presence]])
  })

  it('chosen outside coverage is told once, as it is by then', () => {
    hasCoverage = false
    messenger.choosePresence('busy')
    messenger.choosePresence('do-not-disturb')
    backInCoverage()
    expect(told()).toEqual(['do-not-disturb'])
  })
})

describe('typing', () => {
  it('is told once for a burst, and over after quiet or with the message', async () => {
    const told = () => left.flatMap((content) => (content.type === 'typing' ? [content.isTyping] : []))
    for (let key = 0; key < 5; key += 1) messenger.setTyping(bob, true)
    expect(told()).toEqual([true])
    await clock.advance(10_000)
    expect(told()).toEqual([true, false])
    messenger.setTyping(bob, true)
    void messenger.send(bob, 'hello')
    await clock.advance(30_000)
    expect(told()).toEqual([true, false, true])
  })

  it('of the other side ends by itself', async () => {
    receive(1, 'hi')
    messenger.take({ type: 'typing', session, from: bob, isTyping: true })
    await clock.advance(29_000)
    expect(messenger.conversation(bob)?.isTyping).toBe(true)
    await clock.advance(1_000)
    expect(messenger.conversation(bob)?.isTyping).toBe(false)
  })
})
