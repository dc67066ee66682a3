import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import { noticeInEnglish } from '../../words/testing/in-english.ts'
import { type CommunicationsServer, startCommunicationsServer } from './index.ts'
import {
  instance,
  openTestClient,
  registerText,
  requestText,
  type TestClient,
} from './testing/test-client.ts'

let clock: VirtualClock
let server: CommunicationsServer
let client: TestClient
let problems: string[]
let tellProblem: () => void

/** Resolves with the next problem reported. */
function nextProblem(): Promise<string> {
  return new Promise((resolve) => {
    tellProblem = () => resolve(problems.at(-1) ?? '')
  })
}

beforeEach(async () => {
  clock = createVirtualClock()
  problems = []
  tellProblem = () => {}
  server = await startCommunicationsServer({
    clock,
    listen: { host: '127.0.0.1', port: 0, transport: 'tcp' },
    dns: 'corp.example',
    certificates: { certificate: '', key: '', ca: '' },
    trustedServers: [],
    users: { find: async (address) => address.toLowerCase() === 'sip:alice@corp.example' },
    product: 'RTC/3.5',
    authentication: ['none'],
    onProblem(notice) {
      problems.push(noticeInEnglish(notice))
      tellProblem()
    },
  })
  client = await openTestClient(server)
})

afterEach(async () => {
  client.socket.destroy()
  await server.stop()
})

async function ask(text: string) {
  client.write(text)
  return client.response()
}

describe('the registrar', () => {
  it('answers Office Communicator as OCS does', async () => {
    const { status, headers } = await ask(registerText())
    expect(status).toBe(200)
    expect(headers.get('Contact')).toBe(
      `<sip:127.0.0.1:12723;transport=tcp;ms-opaque=fad3dfab32>;expires=7200;proxy=replace;+sip.instance="${instance}";gruu="sip:alice@corp.example;opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA;gruu"`,
    )
    expect(headers.get('Expires')).toBe('7200')
    expect(headers.get('presence-state')).toBe('register-action="added"')
    expect(headers.get('ms-keep-alive')).toBe('UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300')
    expect(headers.all('Supported')).toEqual(['adhoclist', 'msrtc-event-categories'])
    expect(headers.get('Allow-Events')).toMatch(/^vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,/)
    expect(headers.get('Server')).toBe('RTC/3.5')
    expect(headers.get('To')).toMatch(/^<sip:alice@corp\.example>;tag=[0-9A-F]{32}$/)
    expect(server.registrations()).toMatchObject([
      { sipAddress: 'sip:alice@corp.example', expiresAt: clock.now() + 7_200_000 },
    ])
  })

  it('refreshes, removes and expires bindings', async () => {
    await ask(registerText({ 'Call-ID': 'one' }))
    await clock.advance(3_600_000)
    const refreshed = await ask(registerText({ 'Call-ID': 'one', CSeq: '2 REGISTER' }))
    expect(refreshed.headers.get('presence-state')).toBe('register-action="refreshed"')
    expect(server.registrations()).toHaveLength(1)
    await clock.advance(7_199_000)
    expect(server.registrations()).toHaveLength(1)
    await clock.advance(1_000)
    expect(server.registrations()).toHaveLength(0)
    await ask(registerText({ CSeq: '3 REGISTER' }))
    const removed = await ask(registerText({ Expires: '0' }))
    expect(removed.status).toBe(200)
    expect(removed.headers.get('Contact')).toBeUndefined()
    expect(server.registrations()).toHaveLength(0)
  })

  it('keeps up to eight endpoints of a user apart, and lists all of them in its answer', async () => {
    for (let index = 0; index < 9; index += 1) {
      await ask(registerText({ From: `<sip:alice@corp.example>;tag=1;epid=000000000${index}` }))
    }
    expect(server.registrations()).toHaveLength(8)
    expect(server.registrations()[0]?.endpoint).toContain('0000000001')
    const query = await ask(registerText({ Contact: undefined }))
    expect(query.headers.all('Contact')).toHaveLength(8)
    const all = await ask(registerText({ Contact: '*', Expires: '0' }))
    expect(all.status).toBe(200)
    expect(server.registrations()).toHaveLength(0)
  })

  it('accepts plain SIP phones where it does not authenticate', async () => {
    const phone = {
      From: '<sip:alice@corp.example>;tag=1',
      Contact: '<sip:alice@127.0.0.1:5070>',
      Event: undefined,
    }
    const { status, headers } = await ask(registerText({ ...phone, Supported: undefined }))
    expect(status).toBe(200)
    expect(headers.get('Contact')).toBe('<sip:alice@127.0.0.1:5070>;expires=7200')
  })

  it.each([
    ['an unknown user', { To: '<sip:bob@corp.example>' }, 404, '4005'],
    ['an unknown domain', { To: '<sip:alice@else.example>' }, 404, '1005'],
    ['another event', { Event: 'presence' }, 489, '4055'],
    ['categories without gruu-10', { Supported: 'msrtc-event-categories' }, 421, '2057'],
    ['an extension that is unknown', { Require: 'teleport' }, 420, null],
    ['too short a time', { Expires: '5' }, 423, null],
    ['* without Expires: 0', { Contact: '*' }, 400, null],
    ['a Contact that cannot be read', { Contact: '<sip:a' }, 400, null],
    ['no From', { From: undefined }, 400, null],
    ['no To', { To: undefined }, 400, null],
    ['no Call-ID', { 'Call-ID': undefined }, 400, null],
    ['no CSeq', { CSeq: undefined }, 400, null],
    ['a CSeq of another method', { CSeq: '1 INVITE' }, 400, null],
    ['a Max-Forwards that is none', { 'Max-Forwards': '300' }, 400, null],
  ])('refuses %s', async (_what, changes, status, diagnostic) => {
    const answer = await ask(registerText(changes))
    expect(answer.status).toBe(status)
    if (diagnostic) {
      expect(answer.headers.get('ms-diagnostics')).toMatch(
        new RegExp(`^${diagnostic};reason=".+";source="ocs.corp.example"$`),
      )
    }
    expect(server.registrations()).toHaveLength(0)
  })
})

describe('the server', () => {
  it('answers OPTIONS, and adds the source address to Via', async () => {
    const { status, headers } = await ask(
      requestText('OPTIONS', {
        Via: 'SIP/2.0/TCP pc.example;branch=z9hG4bK1;rport, SIP/2.0/TCP far.example',
      }),
    )
    expect(status).toBe(200)
    expect(headers.get('Allow')).toMatch(/^ACK, BYE, CANCEL, .*REGISTER/)
    expect(headers.all('Via')).toEqual([
      `SIP/2.0/TCP pc.example;branch=z9hG4bK1;rport=${client.socket.localPort};received=127.0.0.1`,
      'SIP/2.0/TCP far.example',
    ])
  })

  it.each([
    ['FROBNICATE', 'sip:corp.example', 501],
    ['INVITE', 'sip:alice@corp.example', 480],
    ['PUBLISH', 'sip:alice@corp.example', 405],
    ['SUBSCRIBE', 'sip:alice@corp.example', 489],
    ['OPTIONS', 'sip:bob@corp.example', 404],
    ['OPTIONS', 'sip:else.example', 404],
    ['OPTIONS', 'tel:+4930', 416],
    ['CANCEL', 'sip:alice@corp.example', 481],
  ])('answers %s %s with %i', async (method, target, status) => {
    expect((await ask(requestText(method, {}, target))).status).toBe(status)
  })

  it('handles a repeated request once, and sends the same answer', async () => {
    const text = registerText({ 'Call-ID': 'one', CSeq: '7 REGISTER' })
    client.write(text + text)
    const first = await client.response()
    const second = await client.response()
    expect(first.status).toBe(200)
    expect([...second.headers]).toEqual([...first.headers])
    // The same number in another transaction is not a repetition but out of order.
    const third = await ask(registerText({ 'Call-ID': 'one', CSeq: '7 REGISTER' }))
    expect(third.status).toBe(500)
  })

  it('answers pings', async () => {
    client.write('\r\n\r\n')
    await once(client.socket, 'data')
    expect(client.others).toEqual(['pong'])
  })

  it('answers 400 to an invalid request line, and continues', async () => {
    const answer = await ask(requestText('OPTIONS').replace('SIP/2.0\r\n', 'SIP/2.0 \r\n'))
    expect(answer.status).toBe(400)
    expect(answer.reason).toContain('request line')
    expect((await ask(requestText('OPTIONS'))).status).toBe(200)
    const version = await ask(requestText('OPTIONS').replace('SIP/2.0\r\n', 'SIP/7.0\r\n'))
    expect(version.status).toBe(505)
  })

  it('answers and closes the connection when the end of a message is unknown', async () => {
    client.write(requestText('OPTIONS', { 'Content-Length': undefined }))
    expect((await client.response()).status).toBe(400)
    await client.closed
    expect(problems.at(-1)).toContain('Content-Length')
    client = await openTestClient(server)
    expect((await ask(requestText('OPTIONS'))).status).toBe(200)
  })

  it.each([
    ['garbage', Buffer.from([0, 1, 2, 3])],
    ['headers without end', Buffer.from(`OPTIONS sip:a SIP/2.0\r\nTo: ${'x'.repeat(50_000)}`)],
  ])('closes the connection at %s', async (_what, bytes) => {
    client.write(bytes)
    await client.closed
    expect(problems.at(-1)).toContain('cannot be read as SIP')
  })

  it('reports an incomplete message', async () => {
    const problem = nextProblem()
    client.socket.end(registerText().slice(0, 200))
    expect(await problem).toContain('in the middle of a SIP message')
    expect(server.registrations()).toHaveLength(0)
  })

  it('waits a limited time for the first message and for the rest of a message', async () => {
    const silent = await openTestClient(server)
    expect((await ask(requestText('OPTIONS'))).status).toBe(200)
    const slow = openSlow()
    await clock.advance(31_000)
    slow('x')
    expect(client.socket.destroyed).toBe(false)
    await clock.advance(2_000)
    await Promise.all([client.closed, silent.closed])
    expect(problems.some((text) => text.includes('did not finish a message'))).toBe(true)
    expect(problems.some((text) => text.includes('sent no message'))).toBe(true)
  })

  function openSlow() {
    clock.flight.track(client.socket)
    const slow = (text: string) => {
      clock.flight.sent(client.socket, text.length)
      client.write(text)
    }
    const { localPort, remotePort } = client.socket
    client.socket.once('close', () => clock.flight.forget({ localPort, remotePort }))
    slow('REGISTER sip:corp.ex')
    return slow
  }

  it('drops a peer that never reads, and serves the others', async () => {
    client.socket.pause()
    const problem = nextProblem()
    const text = requestText('OPTIONS', { Subject: 'x'.repeat(200), Via: undefined })
    // Answers carry Via back: long ones fill what waits for this peer.
    const via = `SIP/2.0/TCP a;x=${'y'.repeat(20_000)}`
    const send = () => {
      for (let index = 0; index < 50 && !client.socket.destroyed; index += 1) {
        client.write(text.replace('\r\n', `\r\nVia: ${via};branch=z9hG4bK${process.hrtime.bigint()}\r\n`))
      }
      if (!client.socket.destroyed) setImmediate(send)
    }
    send()
    expect(await problem).toContain('does not read what it is sent')
    client.socket.destroy()
    client = await openTestClient(server)
    expect((await ask(requestText('OPTIONS'))).status).toBe(200)
  })

  it('can be suspended, and resumes on the same port with its registrations', async () => {
    await ask(registerText())
    await server.suspend()
    await client.closed
    await expect(openTestClient(server)).rejects.toThrow('ECONNREFUSED')
    await server.resume()
    client = await openTestClient(server)
    expect((await ask(requestText('OPTIONS'))).status).toBe(200)
    expect(server.registrations()).toHaveLength(1)
  })

  it('fails with the port in use and a remedy', async () => {
    const starting = startCommunicationsServer({
      clock,
      listen: { host: '127.0.0.1', port: server.port, transport: 'tcp' },
      dns: 'corp.example',
      certificates: { certificate: '', key: '', ca: '' },
      trustedServers: [],
      users: { find: () => false },
      product: 'RTC/3.0',
      authentication: [],
      onProblem() {},
    })
    await expect(starting).rejects.toMatchObject({ code: 'port-in-use' })
    await expect(starting).rejects.toHaveProperty('remedy', expect.stringContaining('lab file'))
  })
})
