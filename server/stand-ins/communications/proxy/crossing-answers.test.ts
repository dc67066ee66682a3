import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../clock/index.ts'
import type { CommunicationsServer } from '../index.ts'
import { openRawPeer, type RawPeer } from '../testing/raw-peer.ts'
import { startTestServer } from '../testing/start-server.ts'

/** Requests and answers that cross, arrive late, or arrive more than once. */

let clock: VirtualClock
let server: CommunicationsServer
let alice: RawPeer
let bob: RawPeer

const branch = 'z9hG4bKcrossing'
const bobs = 'sip:bob@corp.example'
const headers = {
  Via: `SIP/2.0/TCP 127.0.0.1;branch=${branch}`,
  From: '<sip:alice@corp.example>;tag=a',
  To: `<${bobs}>`,
  'Call-ID': 'crossing',
}

beforeEach(async () => {
  clock = createVirtualClock()
  server = await startTestServer(clock, [])
  alice = await openRawPeer(server, clock)
  bob = await openRawPeer(server, clock)
  await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port}>`)
})

afterEach(async () => {
  alice.close()
  bob.close()
  await server.stop()
})

const invite = () => alice.ask('INVITE', bobs, { ...headers, CSeq: '1 INVITE' })
const cancel = () => alice.ask('CANCEL', bobs, { ...headers, CSeq: '1 CANCEL' })

describe('a CANCEL', () => {
  it.each([200, 486, 603])('that crosses a %i is answered with 200, and has no effect', async (status) => {
    const asked = invite()
    bob.answer(await bob.receives('INVITE'), status)
    expect((await asked).status).toBe(status)
    expect((await cancel()).status).toBe(200)
    await clock.settle()
    expect(bob.waiting().filter((method) => method !== 'ACK')).toEqual([])
  })

  it('that crosses the 200 of the callee does not keep the 200 from the caller', async () => {
    const asked = invite()
    const rung = await bob.receives('INVITE')
    bob.answer(rung, 180)
    await alice.response()
    await alice.response()
    expect((await cancel()).status).toBe(200)
    await bob.receives('CANCEL')
    bob.answer(rung, 200)
    expect((await asked).status).toBe(200)
  })

  it.each(['MESSAGE', 'OPTIONS', 'INFO', 'BYE'])(
    'of a %s is answered with 200, and has no effect',
    async (method) => {
      const asked = alice.ask(method, bobs, { ...headers, CSeq: `1 ${method}` })
      const heard = await bob.receives(method)
      expect((await cancel()).status).toBe(200)
      bob.answer(heard, 200)
      expect((await asked).status).toBe(200)
      expect(bob.waiting()).toEqual([])
    },
  )

  it.each([
    ['another branch', { Via: 'SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKother' }],
    ['another sender', { Via: `SIP/2.0/TCP 127.0.0.2;branch=${branch}` }],
  ])('that matches no INVITE because of %s is answered with 481', async (_what, change) => {
    const asked = invite()
    const rung = await bob.receives('INVITE')
    const other = await alice.ask('CANCEL', bobs, { ...headers, CSeq: '1 CANCEL', ...change })
    expect(other.status).toBe(481)
    bob.answer(rung, 200)
    expect((await asked).status).toBe(200)
  })

  it('of another sender’s INVITE is answered with 481', async () => {
    const asked = invite()
    const rung = await bob.receives('INVITE')
    expect((await bob.ask('CANCEL', bobs, { ...headers, CSeq: '1 CANCEL' })).status).toBe(481)
    bob.answer(rung, 200)
    expect((await asked).status).toBe(200)
  })
})

describe('a 200', () => {
  it('to an INVITE reaches the caller each time it is repeated, and from each endpoint behind one branch', async () => {
    const asked = invite()
    const rung = await bob.receives('INVITE')
    const to = rung.headers.get('To') ?? ''
    bob.answer(rung, 200, { To: `${to};tag=one` })
    expect((await asked).headers.get('To')).toContain(';tag=one')
    bob.answer(rung, 200, { To: `${to};tag=one` })
    bob.answer(rung, 200, { To: `${to};tag=two` })
    // The first response is the 100, which the test has not read yet.
    expect((await alice.response()).status).toBe(100)
    expect((await alice.response()).headers.get('To')).toContain(';tag=one')
    expect((await alice.response()).headers.get('To')).toContain(';tag=two')
    // A refusal after a 2xx is dropped, and after 32 s everything is.
    bob.answer(rung, 486)
    await clock.advance(33_000)
    bob.answer(rung, 200)
    expect((await alice.ask('OPTIONS', 'sip:corp.example')).status).toBe(200)
  })

  it('to a MESSAGE reaches the sender once', async () => {
    const asked = alice.ask('MESSAGE', bobs, { ...headers, CSeq: '1 MESSAGE' })
    const heard = await bob.receives('MESSAGE')
    for (let count = 0; count < 3; count += 1) bob.answer(heard, 200)
    expect((await asked).status).toBe(200)
    await bob.ask('OPTIONS', 'sip:corp.example')
    expect(
      (await alice.ask('OPTIONS', 'sip:corp.example', { 'Call-ID': 'last' })).headers.get('Call-ID'),
    ).toBe('last')
  })

  it('is dropped when it arrives after the transaction has ended', async () => {
    const asked = alice.ask('MESSAGE', bobs, { ...headers, CSeq: '1 MESSAGE' })
    const heard = await bob.receives('MESSAGE')
    expect((await clock.runUntil(asked)).status).toBe(408)
    bob.answer(heard, 200)
    expect((await bob.ask('OPTIONS', 'sip:corp.example')).status).toBe(200)
    expect((await alice.ask('OPTIONS', 'sip:corp.example')).status).toBe(200)
  })
})

describe('a user who signs out', () => {
  it('may answer a pending request, and keeps the resulting dialog', async () => {
    const asked = invite()
    const rung = await bob.receives('INVITE')
    await bob.register('bob', '*', { Expires: '0' })
    bob.answer(rung, 200, { Contact: `<sip:bob@127.0.0.1:${bob.port}>` })
    const ok = await asked
    const route = ok.headers.get('Record-Route') ?? ''
    const dialog = { ...headers, Via: 'SIP/2.0/TCP h;branch=z9hG4bKnext', To: ok.headers.get('To') ?? '' }
    for (const target of [`sip:bob@127.0.0.1:${bob.port}`, bobs]) {
      const Via = `SIP/2.0/TCP h;branch=z9hG4bK${target.length}`
      const message = alice.ask('MESSAGE', target, { ...dialog, Via, Route: route, CSeq: '2 MESSAGE' })
      bob.answer(await bob.receives('MESSAGE'), 200)
      expect((await message).status).toBe(200)
    }
    // A new request finds no endpoint.
    expect((await alice.ask('MESSAGE', bobs, { ...headers, Via: dialog.Via })).status).toBe(480)
  })

  it('may end a dialog while the other side ends it too', async () => {
    const asked = alice.ask('INVITE', bobs, {
      ...headers,
      CSeq: '1 INVITE',
      Contact: `<sip:alice@127.0.0.1:${alice.port}>`,
    })
    const rung = await bob.receives('INVITE')
    bob.answer(rung, 200)
    const ok = await asked
    const route = ok.headers.get('Record-Route') ?? ''
    const to = ok.headers.get('To') ?? ''
    const hers = alice.ask('BYE', bobs, {
      ...headers,
      Via: 'SIP/2.0/TCP h;branch=z9hG4bKa',
      To: to,
      Route: route,
    })
    const his = bob.ask('BYE', `sip:alice@127.0.0.1:${alice.port}`, {
      From: to,
      To: headers.From,
      'Call-ID': 'crossing',
      Route: route,
    })
    bob.answer(await bob.receives('BYE'), 481)
    alice.answer(await alice.receives('BYE'), 481)
    expect([(await hers).status, (await his).status]).toEqual([481, 481])
  })
})
