import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../clock/index.ts'
import type { SipRequest, SipResponse } from '../../../protocols/sip/index.ts'
import type { CommunicationsServer } from '../index.ts'
import { openRawPeer, type RawPeer } from '../testing/raw-peer.ts'
import { startTestServer } from '../testing/start-server.ts'

/** Routing by Route, Record-Route and Max-Forwards: RFC 3261 sections 16.3, 16.4, 16.6 and 16.12. */

let clock: VirtualClock
let server: CommunicationsServer
let alice: RawPeer
let bob: RawPeer
let bobContact: string

beforeEach(async () => {
  clock = createVirtualClock()
  server = await startTestServer(clock, [])
  alice = await openRawPeer(server, clock)
  bob = await openRawPeer(server, clock)
  bobContact = `sip:bob@127.0.0.1:${bob.port}`
  await alice.register('alice', `<sip:alice@127.0.0.1:${alice.port}>`)
  await bob.register('bob', `<${bobContact}>`)
})

afterEach(async () => {
  alice.close()
  bob.close()
  await server.stop()
})

const own = {
  From: '<sip:alice@corp.example>;tag=a',
}

/** Starts a dialog of alice with bob. @returns the address in Record-Route, and the headers of alice's requests in it */
async function begin(): Promise<{
  route: string
  headers: Record<string, string>
  invite: SipRequest
  ok: SipResponse
}> {
  const asked = alice.ask('INVITE', 'sip:bob@corp.example', {
    ...own,
    Contact: `<sip:alice@127.0.0.1:${alice.port}>`,
    'Call-ID': 'dialog',
  })
  const invite = await bob.receives('INVITE')
  bob.answer(invite, 200, { Contact: `<${bobContact}>` })
  const ok = await asked
  const route = /<([^>]+)>/.exec(ok.headers.get('Record-Route') ?? '')?.[1] ?? ''
  return { route, headers: { ...own, To: ok.headers.get('To') ?? '', 'Call-ID': 'dialog' }, invite, ok }
}

async function reachesBob(
  method: string,
  target: string,
  headers: Record<string, string | string[]>,
): Promise<SipRequest> {
  const asked = alice.ask(method, target, headers)
  const heard = await bob.receives(method)
  bob.answer(heard, 200)
  expect((await asked).status).toBe(200)
  return heard
}

describe.each(['BYE', 'MESSAGE', 'INFO', 'INVITE', 'UPDATE', 'NOTIFY', 'REFER', 'OPTIONS'])(
  'a %s from a strict router',
  (method) => {
    it('goes to the address of its last Route', async () => {
      const { route, headers } = await begin()
      const heard = await reachesBob(method, route, { ...headers, Route: `<${bobContact}>` })
      expect(heard.uri).toBe(bobContact)
      expect(heard.headers.all('Route')).toEqual([])
    })
  },
)

describe('a strict router', () => {
  it.each([
    ['with this server’s address twice', (route: string) => [`<${route}>`, `<${bobContact}>`]],
    ['joined by commas', (route: string) => [`<${route}>, <${bobContact}>`]],
    ['with a name and parameters', () => [`"Bob, \\"B\\"" <${bobContact}>;x="y"`]],
    ['whose Contact is spelt otherwise', () => [`<${bobContact.replace('bob', 'b%6Fb')};x=1>`]],
    ['whose Contact is the user’s address', () => ['<sip:bob@corp.example>']],
    ['whose Contact says nothing', () => ['<sip:192.0.2.7:9999;transport=tcp>']],
  ])('%s is understood', async (_what, routesOf) => {
    const { route, headers } = await begin()
    await reachesBob('BYE', route, { ...headers, Route: routesOf(route) })
  })

  it.each([
    ['no parameters', (route: string) => route.replace(/;.*/, '')],
    ['another spelling', (route: string) => route.replace('sip:ocs', 'SIP:OCS').replace(';lr', ';LR')],
    ['the address instead of the name', () => `sip:127.0.0.1:${server.port}`],
  ])('that keeps %s of the server address is understood', async (_what, change) => {
    const { route, headers } = await begin()
    await reachesBob('BYE', change(route), { ...headers, Route: `<${bobContact}>` })
  })

  it('gets its ACK forwarded', async () => {
    const { route, headers } = await begin()
    alice.write(
      `ACK ${route} SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKack\r\nFrom: ${headers.From}\r\nTo: ${headers.To}\r\nCall-ID: dialog\r\nCSeq: 1 ACK\r\nRoute: <${bobContact}>\r\nContent-Length: 0\r\n\r\n`,
    )
    expect((await bob.receives('ACK')).uri).toBe(bobContact)
  })

  it('gets an error when it leaves no destination', async () => {
    const { route, headers } = await begin()
    expect((await alice.ask('BYE', route, headers)).status).toBe(481)
    const lost = { ...headers, Route: '<sip:bob@corp.example>, <sip:else.example;lr>' }
    expect((await alice.ask('BYE', `sip:ocs.corp.example:${server.port};lr`, lost)).status).toBe(404)
    expect((await alice.ask('BYE', route, { ...headers, Route: '<tel:+49>' })).status).toBe(400)
  })
})

describe('a loose route', () => {
  it.each([
    ['this server’s', (route: string) => [`<${route}>`]],
    ['this server’s twice', (route: string) => [`<${route}>`, `<${route}>`]],
    ['this server by name', () => [`<sip:ocs.corp.example:${server.port};transport=tcp;lr>`]],
    ['this server by address', () => [`<sip:127.0.0.1:${server.port};lr>`]],
    ['this server by maddr', () => [`<sip:router.example;maddr=127.0.0.1;lr>`]],
    ['the domain', () => ['<sip:corp.example;lr>']],
    [
      'a name for this server, and the address again',
      (route: string) => [`"Me" <SIP:OCS.CORP.example;lr>;x=1, <${route}>`],
    ],
  ])('that is %s is removed', async (_what, routesOf) => {
    const { route, headers } = await begin()
    const heard = await reachesBob('INFO', bobContact, { ...headers, Route: routesOf(route) })
    expect(heard.headers.all('Route')).toEqual([])
  })

  it('is forwarded unchanged to an endpoint that is the next hop', async () => {
    const { route, headers } = await begin()
    const next = `<${bobContact};lr>;x="Y"`
    const heard = await reachesBob('INFO', 'sip:far@behind.example', {
      ...headers,
      Route: [`<${route}>`, next, '<sip:b;lr>'],
    })
    expect(heard.uri).toBe('sip:far@behind.example')
    expect(heard.headers.list('Route')).toEqual([next, '<sip:b;lr>'])
  })

  it('is rewritten when the next hop is a strict router', async () => {
    const { headers } = await begin()
    const heard = await reachesBob('INFO', 'sip:far@behind.example', {
      ...headers,
      Route: [`<${bobContact}>`, '<sip:b;lr>'],
    })
    expect(heard.uri).toBe(bobContact)
    expect(heard.headers.list('Route')).toEqual(['<sip:b;lr>', '<sip:far@behind.example>'])
  })

  it.each(['<sip:else.example;lr>', '<sip:127.0.0.1:9;lr>', '<sip:bob@127.0.0.1:9;lr>'])(
    'to %s has no destination',
    async (route) => {
      const answer = await alice.ask('MESSAGE', 'sip:bob@corp.example', { ...own, Route: route })
      expect(answer.status).toBe(404)
      expect(answer.headers.get('ms-diagnostics')).toMatch(/^1004;/)
    },
  )

  it('from another user’s dialog gives no access', async () => {
    const { route } = await begin()
    const carol = await openRawPeer(server, clock)
    const answer = await carol.ask('MESSAGE', 'sip:x@192.0.2.1', {
      Route: `<${route}>`,
      To: '<sip:x@h>;tag=1',
    })
    expect(answer.status).toBe(404)
    carol.close()
  })
})

describe('a Request-URI with a maddr', () => {
  it('that names this server is ignored', async () => {
    await reachesBob('MESSAGE', `sip:bob@corp.example;maddr=127.0.0.1`, own)
  })

  it('that names another host is refused', async () => {
    expect((await alice.ask('MESSAGE', 'sip:bob@corp.example;maddr=192.0.2.1', own)).status).toBe(404)
  })
})

describe('Record-Route', () => {
  it('of earlier proxies is kept unchanged', async () => {
    const asked = alice.ask('INVITE', 'sip:bob@corp.example', {
      ...own,
      'Record-Route': ['"A, B" <sip:P1.example;LR>;x="y"', '<sip:p2.example>, <sip:p3.example;lr>'],
    })
    const heard = await bob.receives('INVITE')
    expect(heard.headers.all('Record-Route').slice(1)).toEqual([
      '"A, B" <sip:P1.example;LR>;x="y"',
      '<sip:p2.example>, <sip:p3.example;lr>',
    ])
    bob.answer(heard, 200)
    await asked
  })
})

describe('Path', () => {
  it('is returned in the answer, and becomes the Route to the endpoint (RFC 3327)', async () => {
    const path = '<sip:edge.example;lr;Opaque="1">'
    const registered = await bob.register('bob', `<${bobContact}>`, {
      Path: [path, '<sip:far.example;lr>'],
      Require: 'path',
    })
    expect(registered.status).toBe(200)
    expect(registered.headers.all('Path')).toEqual([path, '<sip:far.example;lr>'])
    const heard = await reachesBob('MESSAGE', 'sip:bob@corp.example', own)
    expect(heard.headers.list('Route')).toEqual([path, '<sip:far.example;lr>'])
  })
})

describe('Max-Forwards', () => {
  it('of 0 stops requests that would be forwarded, and no others', async () => {
    const none = { ...own, 'Max-Forwards': '0' }
    for (const method of ['MESSAGE', 'INVITE', 'OPTIONS', 'BYE']) {
      expect((await alice.ask(method, 'sip:bob@corp.example', none)).status).toBe(483)
    }
    expect((await alice.ask('OPTIONS', 'sip:corp.example', none)).status).toBe(200)
    expect((await alice.register('alice', '<sip:a@h>', { 'Max-Forwards': '0' })).status).toBe(200)
    expect((await alice.ask('MESSAGE', 'sip:nobody@corp.example', none)).status).toBe(404)
  })

  it('counts down to 0, and starts at 70 when it is missing', async () => {
    const heard = await reachesBob('MESSAGE', 'sip:bob@corp.example', { ...own, 'Max-Forwards': '1' })
    expect(heard.headers.get('Max-Forwards')).toBe('0')
    const asked = alice.ask('MESSAGE', 'sip:bob@corp.example', { ...own, 'Max-Forwards': undefined })
    const other = await bob.receives('MESSAGE')
    expect(other.headers.get('Max-Forwards')).toBe('70')
    bob.answer(other, 200)
    await asked
  })
})

describe('a required extension', () => {
  it.each([
    ['Require', 'OPTIONS', 'sip:corp.example', 420],
    ['Require', 'REGISTER', 'sip:corp.example', 420],
    ['Require', 'SUBSCRIBE', 'sip:bob@corp.example', 420],
    ['Proxy-Require', 'OPTIONS', 'sip:corp.example', 420],
    ['Proxy-Require', 'MESSAGE', 'sip:bob@corp.example', 420],
    ['Require', 'CANCEL', 'sip:bob@corp.example', 481],
    ['Proxy-Require', 'CANCEL', 'sip:bob@corp.example', 481],
  ])('in %s of %s to %s is answered with %i', async (name, method, target, status) => {
    const answer = await alice.ask(method, target, {
      ...own,
      To: '<sip:alice@corp.example>',
      [name]: 'Teleport, path, x',
    })
    expect(answer.status).toBe(status)
    if (status === 420) expect(answer.headers.get('Unsupported')).toBe('Teleport, x')
  })

  it('in Require is left to the endpoint to judge', async () => {
    await reachesBob('MESSAGE', 'sip:bob@corp.example', { ...own, Require: 'teleport' })
  })
})
