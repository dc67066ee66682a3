import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock/index.ts'
import type { DeviceContent } from '../collaboration/index.ts'
import { shownInEnglish } from '../words/testing/in-english.ts'
import { Messenger } from './messenger.ts'
import { Outbox } from './outbox.ts'

const session = 'session-1'
const bob = 'sip:bob@corp.example'

let clock: VirtualClock
let hasCoverage: boolean
/** The content that the device has sent. */
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
    notify: (notice) => notices.push(shownInEnglish(notice)),
  })
  messenger.signedIn(session, 'sip:alice@corp.example')
})

function backInCoverage(): void {
  hasCoverage = true
  messenger.backInCoverage()
  outbox.flush()
}

const receive = (id: number, text: string, from = bob) =>
  messenger.receive({ type: 'message', session, id, from, name: null, text })
const lines = (other = bob) =>
  (messenger.conversation(other)?.messages ?? []).map(({ text, state }) => `${text}: ${state}`)
const sentIds = () => left.flatMap((content) => (content.type === 'message' ? [content.id] : []))

describe('messages that the person sends', () => {
  it('are sent again with the same numbers after a loss of coverage, before queued messages', async () => {
    void messenger.send(bob, 'before')
    hasCoverage = false
    expect(await messenger.send(bob, 'inside')).toMatchObject({ outcome: 'queued' })
    backInCoverage()
    expect(sentIds()).toEqual([1, 1, 2])
    messenger.receive({ type: 'receipt', session, id: 1, state: 'delivered', why: null })
    backInCoverage()
    expect(sentIds()).toEqual([1, 1, 2, 2])
    expect(lines()).toEqual(['before: delivered', 'inside: sent'])
  })

  it('end when the person is signed out: unconfirmed if they were sent, otherwise rejected; and stay visible', async () => {
    const sent = messenger.send(bob, 'sent')
    hasCoverage = false
    void messenger.send(bob, 'queued')
    messenger.signedOut()
    expect(await sent).toMatchObject({ outcome: 'unconfirmed' })
    expect(lines()).toEqual(['sent: unconfirmed', 'queued: rejected'])
    expect(messenger.conversation(bob)?.messages.at(-1)?.why?.code).toBe('signed-out-unsent')
    backInCoverage()
    expect(sentIds()).toEqual([1])
    expect(() => messenger.send(bob, 'later')).toThrow('nobody is signed in')
  })

  it('that were under way when the session ended get their final state from later receipts', () => {
    for (const text of ['taken', 'refused', 'kept', 'waiting']) void messenger.send(bob, text)
    messenger.receive({ type: 'receipt', session, id: 4, state: 'accepted', why: null })
    messenger.signedOut()
    messenger.signedIn('session-2', 'sip:alice@corp.example')
    void messenger.send(bob, 'next')
    const receive = (id: number, state: 'accepted' | 'delivered' | 'rejected') =>
      messenger.receive({ type: 'receipt', session, id, state, why: null })
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

  it('are sent again with the same numbers if a receipt takes long', async () => {
    void messenger.send(bob, 'hello')
    await clock.advance(45_000)
    expect(sentIds()).toEqual([1, 1])
    messenger.receive({ type: 'receipt', session, id: 1, state: 'accepted', why: null })
    await clock.advance(4 * 60_000)
    expect(sentIds()).toEqual([1, 1])
    await clock.advance(60_000)
    messenger.receive({ type: 'receipt', session, id: 1, state: 'accepted', why: null })
    await clock.advance(10 * 60_000)
    expect(sentIds()).toEqual([1, 1, 1, 1])
    messenger.receive({ type: 'receipt', session, id: 1, state: 'delivered', why: null })
    await clock.advance(24 * 3_600_000)
    expect(sentIds()).toEqual([1, 1, 1, 1])
    expect(lines()).toEqual(['hello: delivered'])
  })

  it('are unconfirmed after 90 s without a receipt, until a receipt arrives', async () => {
    const result = await clock.runUntil(messenger.send(bob, 'hello'))
    expect(result).toEqual({ outcome: 'unconfirmed', why: { code: 'no-answer-from-service', facts: {} } })
    messenger.receive({ type: 'receipt', session, id: 1, state: 'delivered', why: null })
    expect(lines()).toEqual(['hello: delivered'])
  })

  it('are rejected if the queue is full', async () => {
    hasCoverage = false
    for (let count = 0; count < 200; count += 1) void messenger.send(bob, 'hello')
    expect(await messenger.send(bob, 'one more')).toMatchObject({ outcome: 'rejected' })
    backInCoverage()
    expect(sentIds()).toHaveLength(200)
  })
})

describe('messages that arrive', () => {
  it('are shown once, and acknowledged each time they arrive', () => {
    receive(1, 'hi')
    receive(1, 'hi')
    expect(lines()).toEqual(['hi: null'])
    expect(left.filter(({ type }) => type === 'receipt')).toHaveLength(2)
    expect([messenger.unread, messenger.lastMessage]).toEqual([1, 'hi'])
  })

  it('are accepted in the order of their numbers: messages after a missing one must be sent again', () => {
    for (const id of [1, 3, 4]) receive(id, `text ${id}`)
    expect(lines()).toEqual(['text 1: null'])
    for (const id of [2, 3, 4]) receive(id, `text ${id}`)
    expect(lines()).toEqual(['text 1: null', 'text 2: null', 'text 3: null', 'text 4: null'])
    const receipts = left.flatMap((content) => (content.type === 'receipt' ? [content.id] : []))
    expect(receipts).toEqual([1, 1, 1, 2, 3, 4])
    expect([messenger.lastReceivedIn(session), messenger.lastReceivedIn('session-0')]).toEqual([4, undefined])
  })

  it('are kept up to a limit, and dropped ones are counted', () => {
    for (let id = 1; id <= 203; id += 1) receive(id, `text ${id}`)
    expect(messenger.conversation(bob)).toMatchObject({ droppedMessages: 3 })
    expect(messenger.conversation(bob)?.messages).toHaveLength(200)
    for (let id = 204; id <= 253; id += 1) receive(id, 'hi', `sip:user${id}@corp.example`)
    expect(messenger.conversations()).toHaveLength(50)
    expect(notices).toEqual(['The conversation with bob@corp.example was dropped: 50 are kept'])
  })

  it('are kept for the same user and deleted when another user signs in', () => {
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

  it('becomes away after 15 minutes without user activity, and returns with the next activity', async () => {
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

  it.each(['do-not-disturb', 'offline', 'away'] as const)(
    '%s does not change while nobody uses the handheld',
    async (presence) => {
      messenger.choosePresence(presence)
      await clock.advance(60 * 60_000)
      expect([messenger.presence, told()]).toEqual([presence, [presence]])
    },
  )

  it('that was changed several times outside coverage is published once, with its last value', () => {
    hasCoverage = false
    messenger.choosePresence('busy')
    messenger.choosePresence('do-not-disturb')
    backInCoverage()
    expect(told()).toEqual(['do-not-disturb'])
  })
})

describe('typing', () => {
  it('is notified once for a burst, and ends after 10 s without a key or when the message is sent', async () => {
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

  it('of the other person expires', async () => {
    receive(1, 'hi')
    messenger.receive({ type: 'typing', session, from: bob, isTyping: true })
    await clock.advance(29_000)
    expect(messenger.conversation(bob)?.isTyping).toBe(true)
    await clock.advance(1_000)
    expect(messenger.conversation(bob)?.isTyping).toBe(false)
  })
})
