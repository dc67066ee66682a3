import { afterEach, describe, expect, it } from 'vitest'
import { environments, type Presence, presences } from '#contract'
import type { SipPhone } from '../../../stand-ins/communications/testing/sip-phone.ts'
import { endpointIdentity } from '../endpoint-identity.ts'
import { startPlainRegistrar } from '../testing/plain-registrar.ts'
import { openOffice, type TestDevice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice

afterEach(() => office.stop())

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'
const carols = 'sip:carol@corp.example'

const show = (device: TestDevice, presence: Presence) =>
  device.say({ type: 'presence', session: device.session, presence })
const change = (device: TestDevice, what: 'add' | 'remove', sipAddress: string) =>
  device.say({ type: 'contacts', session: device.session, change: what, sipAddress })
const listed = (device: TestDevice) =>
  device.took('contacts').map(({ contacts }) => contacts.map(({ sipAddress }) => sipAddress))
const seen = (device: TestDevice) => device.took('presence').flatMap((each) => each.presences)

describe.each(environments)('in %s', (environment) => {
  it('a device gets its contacts with their presence, and every change', async () => {
    office = await openOffice({ environment })
    const bob = await office.logIn('bob')
    const alice = await office.logIn('alice')
    expect(alice.took('contacts').map(({ contacts }) => contacts)).toEqual([
      [
        { sipAddress: bobs, name: 'Bob Example', presence: 'available' },
        { sipAddress: carols, name: 'Carol Example', presence: 'offline' },
      ],
    ])
    for (const presence of [...presences].reverse()) {
      show(bob, presence)
      await office.settle()
    }
    expect(seen(alice).map(({ presence }) => presence)).toEqual([
      'offline',
      'away',
      'do-not-disturb',
      'busy',
      'available',
    ])
    const carol = await office.logIn('carol')
    expect(seen(alice)).toEqual([{ sipAddress: carols, presence: 'available' }])
    carol.say({ type: 'logout', session: carol.session })
    await office.settle()
    expect(seen(alice)).toEqual([{ sipAddress: carols, presence: 'offline' }])
  })

  it('a change of the list reaches every handheld of its owner', async () => {
    office = await openOffice({ environment })
    const alice = await office.logIn('alice')
    const other = await office.logIn('alice')
    const bob = await office.logIn('bob')
    for (const device of [alice, other, bob]) device.inbox.length = 0
    change(alice, 'remove', bobs)
    await office.settle()
    expect([listed(alice), listed(other)]).toEqual([[[carols]], [[carols]]])
    show(bob, 'busy')
    await office.settle()
    expect(seen(alice)).toEqual([])
    change(other, 'add', bobs)
    await office.settle()
    for (const device of [alice, other]) {
      expect(device.took('contacts').at(-1)?.contacts).toEqual([
        { sipAddress: carols, name: 'Carol Example', presence: 'offline' },
        { sipAddress: bobs, name: 'bob', presence: 'busy' },
      ])
    }
    show(bob, 'available')
    await office.settle()
    expect(seen(other)).toEqual([{ sipAddress: bobs, presence: 'available' }])
  })
})

describe('presence', () => {
  it('is visible for the life of the session, across refreshes', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    alice.inbox.length = 0
    await office.clock.advance(30 * 3_600_000)
    expect(alice.inbox).toEqual([])
    show(bob, 'busy')
    await office.settle()
    expect(seen(alice)).toEqual([{ sipAddress: bobs, presence: 'busy' }])
  })

  it('of a user with two handhelds comes from the one in use, unless the person chose one', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const first = await office.logIn('bob')
    const second = await office.logIn('bob')
    alice.inbox.length = 0
    show(first, 'away')
    await office.settle()
    expect(seen(alice)).toEqual([])
    show(second, 'busy')
    await office.settle()
    show(first, 'available')
    await office.settle()
    expect(seen(alice).map(({ presence }) => presence)).toEqual(['busy'])
    show(second, 'available')
    await office.settle()
    expect(seen(alice).map(({ presence }) => presence)).toEqual(['available'])
  })

  it('of another vendor’s client maps its numbers to the five states', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const phone = await office.phone('bob')
    await office.settle()
    const publish = (phone: SipPhone, availability: number, version: number) =>
      office.clock.runUntil(
        phone
          .ask('SERVICE', {
            contentType: 'application/msrtc-category-publish+xml',
            body: `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${bobs}"><publication categoryName="state" instance="1" container="2" version="${version}" expireType="endpoint"><state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" manual="false" xsi:type="machineState"><availability>${availability}</availability></state></publication></publications></publish>`,
          })
          .final(),
      )
    alice.inbox.length = 0
    let version = 0
    for (const number of [5_999, 6_000, 9_000, 12_000, 17_999, 18_000]) {
      await publish(phone, number, version)
      version += 1
      await office.settle()
    }
    expect(seen(alice).map(({ presence }) => presence)).toEqual(['busy', 'do-not-disturb', 'away', 'offline'])
  })

  it('is published and subscribed to again over a new connection', async () => {
    office = await openOffice({ transport: 'tls' })
    const alice = await office.logIn('alice')
    const bob = await office.logIn('bob')
    show(bob, 'busy')
    await office.settle()
    office.pair.breakConnections()
    await office.settle()
    expect(alice.took('contacts').at(-1)?.contacts[0]).toMatchObject({ sipAddress: bobs, presence: 'busy' })
    show(bob, 'away')
    await office.settle()
    expect(seen(alice).at(-1)).toEqual({ sipAddress: bobs, presence: 'away' })
  })
})

it('changes of contacts and presence without a connection are made once there is one', async () => {
  office = await openOffice({ transport: 'tls' })
  const alice = await office.logIn('alice')
  const bob = await office.logIn('bob')
  const change = (which: 'add' | 'remove', sipAddress: string) =>
    alice.say({ type: 'contacts', session: alice.session, change: which, sipAddress })
  change('remove', bobs)
  await office.settle()
  await office.pair.server.suspend()
  await office.settle()
  change('add', bobs)
  change('remove', 'sip:carol@corp.example')
  show(bob, 'busy')
  await office.clock.advance(60_000)
  alice.inbox.length = 0
  await office.pair.server.resume()
  await office.clock.advance(60_000)
  expect(alice.took('contacts').at(-1)?.contacts).toEqual([
    { sipAddress: bobs, name: 'bob', presence: 'busy' },
  ])
})

describe('at a plain SIP registrar', () => {
  it('a message reaches its endpoint even if the registrar writes the address instead of the Contact', async () => {
    office = await openOffice()
    const registrar = await startPlainRegistrar(office.clock, 489, 'Bad Event')
    office.pair.target.port = registrar.port
    const first = await office.logIn('alice')
    const second = await office.logIn('alice')
    const bring = (to: string, text: string) =>
      office.clock.runUntil(registrar.bring({ uri: alices, to: `<${alices}>${to}`, text }))
    expect(await bring(`;epid=${endpointIdentity(first.pin).epid}`, 'For the first')).toBe(200)
    expect(await bring('', 'For the newest')).toBe(200)
    expect(await bring(';tag=unknown', 'For nobody')).toBe(481)
    expect(first.took('message').map(({ text }) => text)).toEqual(['For the first'])
    expect(second.took('message').map(({ text }) => text)).toEqual(['For the newest'])
    await office.clock.runUntil(office.service.stop())
    registrar.close()
  })

  it.each([
    [489, 'Bad Event'],
    [405, 'Method Not Allowed'],
    [501, 'Not Implemented'],
    [404, 'Not Found'],
  ])(
    'the list lasts for the session, without presence, if the registrar answers %d %s',
    async (status, reason) => {
      office = await openOffice()
      const registrar = await startPlainRegistrar(office.clock, status, reason)
      office.pair.target.port = registrar.port
      const alice = await office.logIn('alice')
      expect(alice.took('contacts')).toMatchObject([{ contacts: [] }])
      change(alice, 'add', bobs)
      change(alice, 'add', carols)
      change(alice, 'remove', carols)
      show(alice, 'busy')
      await office.settle()
      expect(alice.took('contacts').at(-1)?.contacts).toEqual([
        { sipAddress: bobs, name: 'bob', presence: null },
      ])
      alice.write(1, bobs, 'By way of a plain server.')
      await office.settle()
      expect(alice.took('receipt')).toMatchObject([{ state: 'delivered' }])
      await office.clock.advance(3_600_000)
      const counts = new Map<string, number>()
      for (const method of registrar.requests) counts.set(method, (counts.get(method) ?? 0) + 1)
      // Asked once each, and never again.
      expect(Object.fromEntries(counts)).toMatchObject({ SUBSCRIBE: 1, SERVICE: 1, INVITE: 1, MESSAGE: 1 })
      expect(office.problems).toEqual([])
      alice.say({ type: 'logout', session: alice.session })
      await office.settle()
      registrar.close()
    },
  )
})

/** CVE-2011-0290: in the original, a user could act in a colleague's session. */
describe("another device's session", () => {
  it('rejects commands from this device', async () => {
    office = await openOffice()
    const alice = await office.logIn('alice')
    const mallory = await office.logIn('carol')
    const bob = await office.logIn('bob')
    bob.confirms = false
    for (const device of [alice, mallory, bob]) device.inbox.length = 0
    const { session } = alice
    mallory.say({ type: 'message', session, id: 1, to: bobs, text: 'Signed, Alice' })
    mallory.say({ type: 'presence', session, presence: 'offline' })
    mallory.say({ type: 'contacts', session, change: 'remove', sipAddress: bobs })
    mallory.say({ type: 'typing', session, to: bobs, isTyping: true })
    mallory.say({ type: 'conversation-closed', session, with: bobs })
    await office.settle()
    expect([alice.inbox, bob.inbox]).toEqual([[], []])
    // Nor can a message for another be confirmed.
    alice.write(1, bobs, 'Really Alice')
    await office.settle()
    mallory.say({ type: 'receipt', session: bob.session, id: 1 })
    await office.settle()
    expect(alice.took('receipt')).toEqual([])
    bob.say({ type: 'receipt', session: bob.session, id: 1 })
    await office.settle()
    expect(alice.took('receipt')).toMatchObject([{ id: 1, state: 'delivered' }])
    expect(bob.took('message')).toMatchObject([{ from: alices, text: 'Really Alice' }])
  })
})
