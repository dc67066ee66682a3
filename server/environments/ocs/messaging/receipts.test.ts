import { afterEach, describe, expect, it, vi } from 'vitest'
import { createGenerator } from '../../../clock/index.ts'
import { openOffice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice

afterEach(() => office.stop())

const bobs = 'sip:bob@corp.example'

describe('a message for a device that does not confirm it', () => {
  it('is accepted after ten seconds, and its sender gets a receipt when it arrives', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.clock.advance(9_999)
    expect(alice.took('receipt')).toEqual([])
    await office.clock.advance(1)
    expect(alice.took('receipt')).toMatchObject([{ id: 1, state: 'accepted' }])
    expect(office.crossed('202 Accepted (MESSAGE)')).toBe(2)
    bob.say({ type: 'receipt', session: bob.session, id: 1 })
    await office.settle()
    expect(alice.took('receipt')).toMatchObject([{ id: 1, state: 'delivered', why: null }])
  })

  it('does not time out in real time while the lab clock stands still', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.write(1, bobs, 'Hello.')
    await office.settle()
    bob.confirms = false
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      alice.write(2, bobs, 'Take your time.')
      await office.settle()
      vi.advanceTimersByTime(3_600_000)
      bob.say({ type: 'receipt', session: bob.session, id: 2 })
      await office.settle()
    } finally {
      vi.useRealTimers()
    }
    expect(alice.took('receipt').map(({ id, state }) => [id, state])).toEqual([
      [1, 'delivered'],
      [2, 'delivered'],
    ])
  })

  it('is accepted after ten seconds outside coverage, and unconfirmed when the service ends the session first', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    office.service.setReachable(bob.pin, false)
    alice.write(1, bobs, 'Are you there?')
    await office.clock.advance(10_000)
    expect(alice.took('receipt')).toMatchObject([{ id: 1, state: 'accepted' }])
    const session = office.service.sessions.find(bob.pin)
    if (session) office.service.endSession(session, 'idle')
    await office.settle()
    expect(alice.took('receipt')).toMatchObject([
      {
        id: 1,
        state: 'unconfirmed',
        why: { code: 'session-ended-unconfirmed', facts: { who: 'bob@corp.example' } },
      },
    ])
  })

  it.each([
    { taken: 1, ended: ['delivered', 'rejected'] },
    { taken: 0, ended: ['rejected', 'rejected'] },
    { taken: undefined, ended: ['unconfirmed', 'unconfirmed'] },
  ])('is resolved by a logout that confirms $taken', async ({ taken, ended }) => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'One')
    alice.write(2, bobs, 'Two')
    await office.clock.advance(30_000)
    expect(alice.took('receipt').map(({ id, state }) => [id, state])).toEqual([
      [1, 'accepted'],
      [2, 'accepted'],
    ])
    bob.say({ type: 'logout', session: bob.session, taken })
    await office.settle()
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(ended)
  })

  it('is unconfirmed when the session is replaced before the receipt', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.settle()
    await office.logIn('bob', bob.pin)
    await office.settle()
    expect(alice.took('receipt')).toMatchObject([{ id: 1, state: 'unconfirmed' }])
  })

  it('is sent again with the same number when the device sends something much later', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Lost on the way')
    alice.write(2, bobs, 'And another')
    await office.clock.advance(19_000)
    bob.say({ type: 'status', session: bob.session })
    expect(bob.took('message').map(({ id }) => id)).toEqual([1, 2])
    await office.clock.advance(20_000)
    bob.say({ type: 'status', session: bob.session })
    expect(bob.took('message').map(({ id }) => id)).toEqual([1, 2])
    // One receipt is for all before it.
    bob.say({ type: 'receipt', session: bob.session, id: 2 })
    await office.settle()
    const states = alice.took('receipt').map(({ id, state }) => `${id} ${state}`)
    expect(states).toEqual(['1 accepted', '2 accepted', '1 delivered', '2 delivered'])
  })

  it('is sent again every two minutes to a silent device, until the device reports that the session is unknown', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.clock.advance(121_000)
    expect(bob.took('message').map(({ id }) => id)).toEqual([1, 1])
    office.service.setReachable(bob.pin, false)
    await office.clock.advance(240_000)
    expect(bob.took('message')).toEqual([])
    office.service.setReachable(bob.pin, true)
    await office.clock.advance(120_000)
    expect(bob.took('message').map(({ id }) => id)).toEqual([1])
    bob.say({ type: 'logout', session: bob.session, taken: 0 })
    await office.settle()
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['accepted', 'rejected'])
    await office.clock.advance(600_000)
    expect(bob.took('message')).toEqual([])
  })

  it('is accepted as soon as the device loses coverage', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.settle()
    office.service.setReachable(bob.pin, false)
    await office.settle()
    expect(alice.took('receipt')).toMatchObject([{ state: 'accepted' }])
  })
})

describe('a receipt that is lost', () => {
  it('is sent again when the device of the writer sends its message again', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.clock.advance(10_000)
    office.pair.faults.begin({ at: 'communicationsServer', kind: 'answer', code: 503 }, createGenerator(1))
    bob.say({ type: 'receipt', session: bob.session, id: 1 })
    await office.settle()
    office.pair.faults.end('answer')
    expect(office.crossed('503 Service Unavailable (INFO)')).toBe(1)
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['accepted'])
    alice.write(1, bobs, 'Are you there?')
    await office.settle()
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['accepted', 'delivered'])
    expect(bob.took('message')).toHaveLength(1)
  })

  it('leaves the message accepted for as long as the recipient has not confirmed it', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.clock.advance(10_000)
    alice.write(1, bobs, 'Are you there?')
    await office.settle()
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['accepted', 'accepted'])
    bob.say({ type: 'receipt', session: bob.session, id: 1 })
    await office.settle()
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['delivered'])
  })

  it('makes the message unconfirmed when the recipient lost its connection, and with it the dialog', async () => {
    office = await openOffice({ environment: 'ocs2007', transport: 'tls' })
    const bob = await office.logIn('bob')
    const alice = await office.logIn('alice')
    bob.confirms = false
    alice.write(1, bobs, 'Are you there?')
    await office.clock.advance(10_000)
    office.pair.breakConnections(1)
    await office.settle()
    expect(office.pair.reconnecting).toEqual([bob.session])
    bob.say({ type: 'receipt', session: bob.session, id: 1 })
    await office.clock.advance(300_000)
    expect(alice.took('receipt').map(({ state }) => state)).toEqual(['accepted'])
    alice.write(1, bobs, 'Are you there?')
    await office.settle()
    expect(alice.took('receipt')).toMatchObject([
      { id: 1, state: 'accepted' },
      { id: 1, state: 'unconfirmed', why: { code: 'session-ended-unconfirmed' } },
    ])
  })
})
