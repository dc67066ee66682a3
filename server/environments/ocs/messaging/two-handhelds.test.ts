import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceContent } from '../../../collaboration/content.ts'
import { openOffice, type TestDevice, type TestOffice } from '../testing/test-office.ts'

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'

let office: TestOffice
let alice: TestDevice
let first: TestDevice
let second: TestDevice

beforeEach(async () => {
  office = await openOffice()
  alice = await office.logIn('alice')
  first = await office.logIn('bob')
  second = await office.logIn('bob')
})
afterEach(() => office.stop())

const texts = (device: TestDevice) => device.took('message').map(({ text }) => text)
const states = () => alice.took('receipt').map(({ id, state }) => `${id} ${state}`)

/** Out of coverage a device confirms nothing. */
function setReachable(device: TestDevice, isReachable: boolean): void {
  device.confirms = isReachable
  office.service.setReachable(device.pin, isReachable)
}

describe('a message to a user with two handhelds', () => {
  it.each([0, 1])('arrives at once at the one that can be reached (%i cannot)', async (which) => {
    const [away, there] = which === 0 ? [first, second] : [second, first]
    setReachable(away, false)
    alice.write(1, bobs, 'Where are you?')
    alice.write(2, bobs, 'There.')
    await office.settle()
    expect(states()).toEqual(['1 delivered', '2 delivered'])
    expect(texts(there)).toEqual(['Where are you?', 'There.'])
    await office.clock.advance(60_000)
    expect(texts(away)).toEqual([])
    expect(office.crossed('180 Ringing')).toBeGreaterThan(0)
  })

  it('waits when neither can be reached', async () => {
    setReachable(first, false)
    setReachable(second, false)
    alice.write(1, bobs, 'Where are you?')
    await office.clock.advance(9_999)
    expect(states()).toEqual([])
    await office.clock.advance(1)
    expect(states()).toEqual(['1 accepted'])
    // What is written next waits there too, without ringing again.
    alice.write(2, bobs, 'Call me.')
    await office.settle()
    expect(states()).toEqual(['2 accepted'])
    expect([...texts(first), ...texts(second)]).toEqual(['Where are you?', 'Call me.'])
  })

  it('arrives at the one that returns into coverage while both ring', async () => {
    setReachable(first, false)
    setReachable(second, false)
    alice.write(1, bobs, 'Where are you?')
    await office.clock.advance(3_000)
    setReachable(second, true)
    await office.settle()
    expect(states()).toEqual(['1 delivered'])
    expect(texts(second)).toEqual(['Where are you?'])
    await office.clock.advance(60_000)
    expect(texts(first)).toEqual([])
  })

  it('arrives at the other one when the one with the conversation loses coverage', async () => {
    setReachable(second, false)
    alice.write(1, bobs, 'On the train?')
    await office.settle()
    expect(texts(first)).toEqual(['On the train?'])
    setReachable(second, true)
    setReachable(first, false)
    alice.write(2, bobs, 'Home yet?')
    await office.settle()
    expect(texts(second)).toEqual(['Home yet?'])
    expect(states()).toEqual(['1 delivered', '2 delivered'])
    second.write(1, alices, 'Yes.')
    await office.settle()
    expect(texts(alice)).toEqual(['Yes.'])
    expect(texts(first)).toEqual([])
  })

  it('without a session is accepted by one of them only', async () => {
    const phone = await office.phone('carol')
    const page = (text: string) => {
      const headers = [['Content-Type', 'text/plain']] as const
      return office.clock.runUntil(phone.ask('MESSAGE', { target: bobs, headers, body: text }).final())
    }
    expect((await page('Both there')).status).toBe(200)
    expect([...texts(first), ...texts(second)]).toEqual(['Both there'])
    setReachable(first, false)
    expect((await page('One there')).status).toBe(200)
    await office.clock.advance(60_000)
    expect([texts(first), texts(second)]).toEqual([[], ['One there']])
    setReachable(second, false)
    const asked = office.clock.now()
    expect((await page('None there')).status).toBe(202)
    expect(office.clock.now() - asked).toBe(10_000)
    await office.settle()
    expect([...texts(first), ...texts(second)]).toEqual(['None there'])
  })
})

describe('a message to a user on one handheld outside coverage', () => {
  it('is rejected when the session ends while it rings', async () => {
    second.say({ type: 'logout', session: second.session })
    setReachable(first, false)
    await office.settle()
    alice.write(1, bobs, 'Where are you?')
    await office.clock.advance(2_000)
    first.say({ type: 'logout', session: first.session })
    await office.settle()
    const receipts: ServiceContent[] = alice.took('receipt')
    expect(receipts).toMatchObject([
      { id: 1, state: 'rejected', why: { code: 'not-signed-in', facts: { who: 'bob@corp.example' } } },
    ])
  })
})
