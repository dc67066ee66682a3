import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { CommunicationsServer } from './index.ts'
import { openRawPeer, type RawPeer } from './testing/raw-peer.ts'
import { openSipPhone, type SipPhone } from './testing/sip-phone.ts'
import { startTestServer } from './testing/start-server.ts'

/** The recipients of requests to an address: RFC 3261 sections 10.3 and 16.5. */

let clock: VirtualClock
let server: CommunicationsServer
let peers: (RawPeer | SipPhone)[]
let bob: RawPeer
let stranger: RawPeer
let carol: RawPeer

async function open(): Promise<RawPeer> {
  const peer = await openRawPeer(server, clock)
  peers.push(peer)
  return peer
}

/** Sends a request, which `peer` must receive and answer. */
async function reaches(target: string, who: RawPeer, headers = {}): Promise<void> {
  const asked = carol.ask('MESSAGE', target, headers, 'hello')
  who.answer(await who.receives('MESSAGE'), 200)
  expect((await asked).status).toBe(200)
  await clock.settle()
  for (const peer of peers) expect(peer.waiting()).toEqual([])
}

beforeEach(async () => {
  clock = createVirtualClock()
  peers = []
  server = await startTestServer(clock, [])
  bob = await open()
  stranger = await open()
  carol = await open()
})

afterEach(async () => {
  for (const peer of peers) peer.close()
  await server.stop()
})

/** Contacts with which alice, on the stranger's connection, tries to receive requests to somebody else. */
const foreignContacts: [what: string, contact: () => string][] = [
  ["another's address", () => 'sip:bob@corp.example'],
  ["another's address, spelt otherwise", () => 'SIP:B%6fb@CORP.example.:5061;transport=tcp'],
  ["another's sips: address", () => 'sips:bob@corp.example'],
  ["another's address with a maddr", () => 'sip:bob@corp.example;maddr=127.0.0.1'],
  ['the domain itself', () => 'sip:corp.example'],
  ['the server by its name', () => `sip:ocs.corp.example:${server.port};transport=tcp`],
  ['the server by its address', () => `sip:127.0.0.1:${server.port}`],
  ['a user at the server', () => `sip:bob@ocs.corp.example`],
  ["another connection's address", () => `sip:bob@127.0.0.1:${bob.port}`],
  ["another connection's address, spelt otherwise", () => `sip:b%6Fb@127.0.0.1:${bob.port};x=1`],
  ['an address of nobody here', () => 'sip:ceo@partner.example'],
  ['somebody unknown here', () => 'sip:nobody@corp.example'],
]

describe.each(foreignContacts)('a Contact that is %s', (_what, contactOf) => {
  it.each(['before', 'after'])('takes no traffic away from its owner when registered %s', async (order) => {
    const contact = contactOf()
    const own = `<sip:bob@127.0.0.1:${bob.port}>`
    if (order === 'after') await bob.register('bob', own)
    const registered = await stranger.register('alice', `<${contact}>`)
    expect([200, 403]).toContain(registered.status)
    if (order === 'before') await bob.register('bob', own)

    await reaches('sip:bob@corp.example', bob)
    await reaches('sip:BOB@corp.example', bob)
    expect((await carol.ask('OPTIONS', 'sip:corp.example')).status).toBe(200)
    expect((await carol.ask('OPTIONS', `sip:127.0.0.1:${server.port}`)).status).toBe(200)
    expect((await carol.ask('OPTIONS', `sip:ocs.corp.example:${server.port}`)).status).toBe(200)
    expect((await carol.ask('MESSAGE', 'sip:ceo@partner.example')).status).toBe(404)
    expect((await carol.ask('MESSAGE', 'sip:nobody@corp.example')).status).toBe(404)
    // Also within a dialog, to the Contact or to the user.
    const dialog = { To: '<sip:bob@corp.example>;tag=1' }
    await reaches(`sip:bob@127.0.0.1:${bob.port}`, bob, dialog)
    expect(stranger.waiting()).toEqual([])
  })
})

it('a Contact that is the gruu of another endpoint takes no traffic away, and leads to that endpoint', async () => {
  const phone = await openSipPhone(server, 'bob', clock)
  peers.push(phone)
  await phone.register()
  await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port}>`)
  await stranger.register('alice', `<${phone.gruu}>`)
  for (const target of [phone.gruu, 'sip:alice@corp.example']) {
    const asked = carol.ask('MESSAGE', target)
    phone.answer(await phone.receives('MESSAGE'), 200, 'OK')
    expect((await asked).status).toBe(200)
  }
  await clock.settle()
  expect([...stranger.waiting(), ...bob.waiting()]).toEqual([])
})

describe('call forwarding', () => {
  it('reaches the endpoints of the other user and those of the user', async () => {
    await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port}>`)
    await stranger.register('alice', '<sip:bob@corp.example>')
    const asked = carol.ask('MESSAGE', 'sip:alice@corp.example', { 'Max-Forwards': '5' })
    const heard = await bob.receives('MESSAGE')
    expect(heard.uri).toBe(`sip:bob@127.0.0.1:${bob.port}`)
    // The forwarding counts as a hop.
    expect(heard.headers.get('Max-Forwards')).toBe('3')
    bob.answer(heard, 200)
    expect((await asked).status).toBe(200)

    const own = await open()
    await own.register('alice', `<sip:alice@127.0.0.1:${own.port}>`)
    const forked = carol.ask('MESSAGE', 'sip:alice@corp.example')
    await bob.receives('MESSAGE')
    own.answer(await own.receives('MESSAGE'), 200)
    expect((await forked).status).toBe(200)
  })

  it.each([
    ['to oneself', [['alice', 'sip:alice@corp.example']]],
    [
      'back',
      [
        ['alice', 'sip:bob@corp.example'],
        ['bob', 'sip:alice@corp.example'],
      ],
    ],
    [
      'round',
      [
        ['alice', 'sip:bob@corp.example'],
        ['bob', 'sip:carol@corp.example'],
        ['carol', 'sip:alice@corp.example'],
      ],
    ],
  ])('%s ends with 482', async (_what, steps) => {
    for (const [user = '', contact] of steps) await stranger.register(user, `<${contact}>`)
    expect((await carol.ask('MESSAGE', 'sip:alice@corp.example')).status).toBe(482)
    expect(stranger.waiting()).toEqual([])
  })

  it('does not make a user present without endpoints', async () => {
    await stranger.register('alice', '<sip:bob@corp.example>')
    const answer = carol.ask('SUBSCRIBE', 'sip:alice@corp.example', {
      Event: 'presence',
      Expires: '0',
      Contact: '<sip:carol@h>',
    })
    expect((await answer).status).toBe(200)
    const notify = await carol.receives('NOTIFY')
    expect(Buffer.from(notify.body).toString()).toContain('<basic>closed</basic>')
  })

  it('fails when no hops are left, or when the other user has no endpoint', async () => {
    await stranger.register('alice', '<sip:bob@corp.example>')
    expect((await carol.ask('MESSAGE', 'sip:alice@corp.example')).status).toBe(480)
    await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port}>`)
    const few = { 'Max-Forwards': '1' }
    expect((await carol.ask('MESSAGE', 'sip:alice@corp.example', few)).status).toBe(483)
  })

  it('reaches an endpoint once, although several Contacts lead to it', async () => {
    await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port}>`)
    await stranger.register('alice', ['<sip:bob@corp.example>', '<sip:bob@corp.example;x=1>'])
    await stranger.register('alice', '<sip:bob@corp.example:5061>')
    await reaches('sip:alice@corp.example', bob)
  })
})

describe('registering another user', () => {
  it.each([
    ['another user', '<sip:carol@corp.example>;tag=1'],
    ['nobody', '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'],
    ['the domain', '<sip:corp.example>;tag=1'],
    ['a telephone number', '<tel:+4930>;tag=1'],
    ['the user of another domain', '<sip:bob@else.example>;tag=1'],
  ])('is forbidden for %s', async (_what, from) => {
    for (const contact of ['<sip:bob@192.0.2.1>', '*']) {
      const answer = await stranger.register('bob', contact, {
        From: from,
        Expires: contact === '*' ? '0' : '60',
      })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('ms-diagnostics')).toMatch(/^4004;/)
    }
    expect(server.registrations()).toEqual([])
  })

  it.each([
    '<sip:BOB@corp.example>;tag=1',
    'sips:bob@corp.example;tag=1',
    '"Bob" <sip:b%6fb@CORP.example.:5061;x=1>;tag=1',
  ])('is not what a user does who writes From as %s', async (from) => {
    expect((await bob.register('bob', '<sip:bob@192.0.2.1>', { From: from })).status).toBe(200)
  })
})

it('a Contact that cannot be written back is refused', async () => {
  for (const contact of ['<sip:bücher@192.0.2.1>', '<http://a/ü>']) {
    expect((await bob.register('bob', contact)).status).toBe(400)
  }
})

it('a Contact with headers and a method becomes a Request-URI without them', async () => {
  await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port};method=INVITE;x=1?Subject=hi>`)
  const asked = carol.ask('MESSAGE', 'sip:bob@corp.example')
  const heard = await bob.receives('MESSAGE')
  expect(heard.uri).toBe(`sip:bob@127.0.0.1:${bob.port};x=1`)
  bob.answer(heard, 200)
  await asked
})
