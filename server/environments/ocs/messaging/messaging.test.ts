import { afterEach, describe, expect, it } from 'vitest'
import { environments, transports } from '#contract'
import { reasonInEnglish } from '../../../words/testing/in-english.ts'
import { openOffice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice

afterEach(() => office.stop())

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'
const carols = 'sip:carol@corp.example'

describe.each(environments)('a message in %s', (environment) => {
  it.each(transports)(
    'is delivered between two sessions of one service and confirmed over %s',
    async (transport) => {
      office = await openOffice({ environment, transport })
      const alice = await office.logIn('alice')
      const bob = await office.logIn('bob')
      alice.write(1, bobs, 'Lunch?')
      await office.settle()
      expect(bob.took('message')).toEqual([
        { type: 'message', session: bob.session, id: 1, from: alices, name: null, text: 'Lunch?' },
      ])
      expect(alice.took('receipt')).toEqual([
        { type: 'receipt', session: alice.session, id: 1, state: 'delivered', why: null },
      ])
      bob.write(1, alices, 'Yes.')
      bob.write(2, alices, 'At noon.')
      await office.settle()
      expect(alice.took('message').map(({ id, text }) => [id, text])).toEqual([
        [1, 'Yes.'],
        [2, 'At noon.'],
      ])
      expect(bob.took('receipt').map(({ id, state }) => [id, state])).toEqual([
        [1, 'delivered'],
        [2, 'delivered'],
      ])
      // One dialog for all of it.
      expect(office.crossed('INVITE sip:bob@corp.example')).toBe(1)
      expect(office.crossed('INVITE sip:alice@corp.example')).toBe(0)
      expect([...office.problems, ...office.pair.problems, ...office.pair.complaints]).toEqual([])
    },
  )
})

describe('a message', () => {
  it('arrives in the order of writing, however many are sent at the same time', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    const carol = await office.logIn('carol')
    const texts = Array.from({ length: 30 }, (_, index) => `text ${index}`)
    for (const [index, text] of texts.entries()) alice.write(index + 1, index % 2 === 0 ? bobs : carols, text)
    await office.settle()
    expect([...bob.took('message'), ...carol.took('message')].map(({ text }) => text)).toEqual([
      ...texts.filter((_, index) => index % 2 === 0),
      ...texts.filter((_, index) => index % 2 === 1),
    ])
    expect(alice.took('receipt').filter(({ state }) => state === 'delivered')).toHaveLength(30)
  })

  it('that the device repeats is not sent again, but its receipt is', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'Once.')
    await office.settle()
    alice.write(1, bobs, 'Once.')
    await office.settle()
    expect(bob.took('message')).toHaveLength(1)
    expect(alice.took('receipt').map(({ id, state }) => [id, state])).toEqual([
      [1, 'delivered'],
      [1, 'delivered'],
    ])
  })

  it('that was lost and overtaken by a later one is rejected when the device repeats it', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'One.')
    alice.write(4_000_000, bobs, 'Far ahead.')
    await office.settle()
    alice.write(3_999_999, bobs, 'Lost.')
    alice.write(2, bobs, 'Lost so long ago that nobody knows.')
    alice.write(3_999_999, bobs, 'Lost.')
    await office.settle()
    expect(alice.took('receipt').map(({ id, state }) => [id, state])).toEqual([
      [1, 'delivered'],
      [4_000_000, 'delivered'],
      [3_999_999, 'rejected'],
      [2, 'unconfirmed'],
      [3_999_999, 'rejected'],
    ])
    expect(bob.took('message').map(({ text }) => text)).toEqual(['One.', 'Far ahead.'])
  })

  it.each([
    ['sip:nobody@corp.example', 'Nobody has the address nobody@corp.example.'],
    [bobs, 'bob@corp.example is not signed in.'],
    ['bob at home', 'bob at home is no address.'],
  ])('to %s is rejected with a reason', async (to, why) => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    alice.write(1, to, 'Hello?')
    await office.settle()
    const receipts = alice.took('receipt').map((one) => [one.state, reasonInEnglish(one.why)])
    expect(receipts).toEqual([['rejected', why]])
  })

  it('arrives on both sides when both write at the same time', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'You first.')
    bob.write(1, alices, 'No, you.')
    await office.settle()
    alice.write(2, bobs, 'Well.')
    bob.write(2, alices, 'Fine.')
    await office.settle()
    expect(bob.took('message').map(({ text }) => text)).toEqual(['You first.', 'Well.'])
    expect(alice.took('message').map(({ text }) => text)).toEqual(['No, you.', 'Fine.'])
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  })

  it('to a user with two handhelds arrives at one, and the other drops the conversation', async () => {
    office = await openOffice()
    const first = await office.logIn('bob')
    const second = await office.logIn('bob')
    const alice = await office.logIn('alice')
    alice.write(1, bobs, 'Which one?')
    alice.write(2, bobs, 'This one.')
    await office.settle()
    expect([...first.took('message'), ...second.took('message')].map(({ text }) => text)).toEqual([
      'Which one?',
      'This one.',
    ])
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    expect(office.crossed('200 OK (BYE)')).toBeGreaterThan(0)
  })

  it('opens a new dialog when the peer has forgotten the old one', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'Before.')
    await office.settle()
    // The same handheld logs in again: its endpoint is another, and knows no dialogs.
    office.service.receive(bob.pin, { type: 'logout', session: bob.session })
    await office.settle()
    const again = await office.logIn('bob', bob.pin)
    alice.write(2, bobs, 'After.')
    await office.settle()
    expect(again.took('message').map(({ id, text }) => [id, text])).toEqual([[1, 'After.']])
    expect(office.crossed('INVITE sip:bob@corp.example')).toBe(2)
  })

  it('crosses the connection in the same way in every run of one seed', async () => {
    const run = async () => {
      office = await openOffice({ transport: 'tls' })
      const alice = await office.logIn('alice')
      const bob = await office.logIn('bob')
      bob.confirms = false
      alice.write(1, bobs, 'One')
      bob.write(1, alices, 'Another')
      alice.say({ type: 'presence', session: alice.session, presence: 'busy' })
      await office.clock.advance(60_000)
      alice.say({ type: 'logout', session: alice.session })
      await office.settle()
      const crossed = office.pair.frames.map((frame) => {
        return `${frame.direction} ${frame.pin} ${frame.openedSummary().replace(/ sip:.*| handshake.*/, '')}`
      })
      return { crossed, endedAt: office.clock.now() }
    }
    const first = await run()
    await office.stop()
    expect(await run()).toEqual(first)
    expect(first.crossed.length).toBeGreaterThan(40)
  })

  it('is sent over a new connection when the old one is lost', async () => {
    office = await openOffice({ transport: 'tls' })
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'Before.')
    await office.settle()
    alice.took('contacts')
    office.pair.breakConnections()
    await office.settle()
    expect(alice.took('contacts')).toHaveLength(1)
    alice.write(2, bobs, 'After.')
    await office.settle()
    expect(bob.took('message').map(({ text }) => text)).toEqual(['Before.', 'After.'])
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  })
})

describe('a typing notice', () => {
  it('is sent within a conversation only, and opens none', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    const typing = { type: 'typing', session: alice.session, to: bobs, isTyping: true } as const
    alice.say(typing)
    await office.settle()
    expect(office.crossed('INVITE')).toBe(0)
    alice.write(1, bobs, 'Now.')
    await office.settle()
    alice.say(typing)
    await office.settle()
    alice.say({ ...typing, isTyping: false })
    await office.settle()
    expect(bob.took('typing').map(({ from, isTyping }) => [from, isTyping])).toEqual([
      [alices, true],
      [alices, false],
    ])
  })

  it('is not sent in a conversation that the other person has closed', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'Bye.')
    await office.settle()
    alice.say({ type: 'conversation-closed', session: alice.session, with: bobs })
    await office.settle()
    expect(office.crossed('BYE')).toBe(2)
    bob.say({ type: 'typing', session: bob.session, to: alices, isTyping: true })
    await office.settle()
    expect(office.crossed('INFO')).toBe(0)
  })
})

describe('a session', () => {
  it('ends the least recently used conversation when there are too many', async () => {
    const crowd = Array.from({ length: 52 }, (_, index) => ({
      sipAddress: `sip:user${index}@corp.example`,
      name: `User ${index}`,
    }))
    office = await openOffice({ people: crowd })
    const writer = await office.logIn('user0', '21000FFF')
    for (let index = 1; index < 52; index += 1) {
      await office.logIn(`user${index}`, (0x21000000 + index).toString(16))
      writer.write(index, `sip:user${index}@corp.example`, 'Hello')
      await office.settle()
      expect(office.crossed('BYE')).toBe(index < 51 ? 0 : 2)
    }
    expect(writer.took('receipt').filter(({ state }) => state === 'delivered')).toHaveLength(51)
  })

  it('ends its dialogs and subscriptions before it unregisters', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    await office.logIn('bob')
    alice.write(1, bobs, 'Bye.')
    await office.settle()
    office.pair.frames.length = 0
    alice.say({ type: 'logout', session: alice.session })
    await office.settle()
    const sent = office.pair.frames
      .filter(({ direction, pin }) => direction === 'up' && pin === alice.pin)
      .map((frame) => frame.openedSummary().split(' ')[0])
    expect(sent.slice(0, -1).sort()).toEqual(['BYE', 'SUBSCRIBE', 'SUBSCRIBE'])
    expect(sent.at(-1)).toBe('REGISTER')
  })

  it('is lost when the server removes it for a newer endpoint of the same user', async () => {
    office = await openOffice()
    const first = await office.logIn('bob')
    for (let count = 0; count < 8; count += 1) await office.logIn('bob')
    expect(first.took('logged-out')).toMatchObject([{ session: first.session, reason: 'unavailable' }])
    expect(office.pair.lost.get(first.session)?.message).toContain('a newer endpoint of the same user')
    expect(office.service.sessions.size).toBe(8)
  })
})
