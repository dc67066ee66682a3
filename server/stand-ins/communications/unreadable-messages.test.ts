import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { CommunicationsServer } from './index.ts'
import { openRawPeer, type RawPeer } from './testing/raw-peer.ts'
import { startTestServer } from './testing/start-server.ts'

/** Many users may share a connection, so it stays open after an invalid message whose end is known. */

let clock: VirtualClock
let server: CommunicationsServer
let peer: RawPeer
let bob: RawPeer

beforeEach(async () => {
  clock = createVirtualClock()
  server = await startTestServer(clock, [])
  peer = await openRawPeer(server, clock)
  bob = await openRawPeer(server, clock)
  await bob.register('bob', `<sip:bob@127.0.0.1:${bob.port}>`)
})

afterEach(async () => {
  peer.close()
  bob.close()
  await server.stop()
})

const usual: Record<string, string> = {
  Via: 'SIP/2.0/TCP h;branch=z9hG4bKx',
  From: '<sip:alice@corp.example>;tag=1',
  To: '<sip:corp.example>',
  'Call-ID': 'l1',
  CSeq: '1 OPTIONS',
  'Content-Length': '0',
}

/** A request whose characters are one octet each. */
function octets(
  changes: Record<string, string> = {},
  startLine = 'OPTIONS sip:corp.example SIP/2.0',
  extra: readonly string[] = [],
): Buffer {
  const lines = Object.entries({ ...usual, ...changes }).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${[startLine, ...extra, ...lines].join('\r\n')}\r\n\r\n`, 'latin1')
}

const next = () => octets({ Via: 'SIP/2.0/TCP h;branch=z9hG4bKnext' })

describe('octets outside UTF-8', () => {
  it.each([
    ['in a header that nobody needs', { Subject: 'gr\xfc\xdfe' }],
    ['in a name', { From: '"J\xfcrgen" <sip:alice@corp.example>;tag=1' }],
    ['in a quoted parameter', { To: '<sip:corp.example>;x="\xff\xfe"' }],
    ['that begin a character and end', { Subject: '\xe2\x82' }],
    ['that are too long a spelling', { Subject: '\xc0\xaf' }],
    ['that are half a pair', { Subject: '\xed\xa0\x80' }],
  ])('%s do no harm', async (_what, changes) => {
    peer.write(octets(changes))
    expect((await peer.response()).status).toBe(200)
  })

  it.each([
    ['the Request-URI', {}, 'OPTIONS sip:\xfc@corp.example SIP/2.0'],
    ['the method', {}, 'OPTI\xd6NS sip:corp.example SIP/2.0'],
    ['an address', { To: '<sip:j\xfcrgen@corp.example>' }, undefined],
    ['a tag', { From: '<sip:alice@corp.example>;tag=\xfc' }, undefined],
    ['Call-ID', { 'Call-ID': 'l\xfc' }, undefined],
    ['CSeq', { CSeq: '1\xa0OPTIONS' }, undefined],
    ['the name of a header', { 'S\xfcbject': 'x' }, undefined],
  ])(
    'in %s are answered with 400, and the connection stays open',
    async (_what, changes: Record<string, string>, startLine) => {
      peer.write(Buffer.concat([octets(changes, startLine), next()]))
      expect((await peer.response()).status).toBe(400)
      expect((await peer.response()).status).toBe(200)
    },
  )

  it('in Via leave no address for an answer, and the connection stays open', async () => {
    peer.write(Buffer.concat([octets({ Via: 'SIP/2.0/TCP h\xfc;branch=z9hG4bKx' }), octets()]))
    expect((await peer.response()).status).toBe(200)
  })

  it('pass through the proxy unchanged', async () => {
    const subject = 'gr\xfc\xdfe \xff\xe2\x82'
    const request = octets(
      { Subject: subject, To: '"B\xf6b" <sip:bob@corp.example>', CSeq: '1 MESSAGE' },
      'MESSAGE sip:bob@corp.example SIP/2.0',
    )
    peer.write(request)
    const heard = await bob.receives('MESSAGE')
    const asOctets = (text: string) =>
      [...text].map((each) => String.fromCharCode(each.charCodeAt(0) & 0xff)).join('')
    expect(asOctets(heard.headers.get('Subject') ?? '')).toBe(subject)
    bob.answer(heard, 200)
    expect((await peer.response()).status).toBe(200)
  })
})

describe('an invalid message with a known end', () => {
  it.each([
    ['NUL', octets({ Subject: 'a\0b' }), 400],
    ['CR alone', octets({ Subject: 'a\rb' }), 400],
    ['LF alone', octets({ Subject: 'a\nb' }), 400],
    ['a line without a colon', octets({}, undefined, ['Subject']), 400],
    ['a header without a name', octets({}, undefined, [': x']), 400],
    ['a fold of nothing', octets({}, undefined, [' x: y']), 400],
    ['a header beyond the number of headers', octets({}, undefined, Array(300).fill('x: y')), 513],
    ['one length twice', octets({ l: '0' }), 400],
    ['another version', octets({}, 'OPTIONS sip:corp.example SIP/3.0'), 505],
    [
      'a body that is too large',
      Buffer.concat([octets({ 'Content-Length': '300000' }), Buffer.alloc(300_000)]),
      513,
    ],
  ])('is answered, and the connection stays open: %s', async (_what, bytes, status) => {
    peer.write(Buffer.concat([bytes, next()]))
    const answer = await peer.response()
    expect(answer.status).toBe(status)
    expect(answer.headers.get('Call-ID')).toBe('l1')
    expect((await peer.response()).status).toBe(200)
  })

  it('is not answered when it is an ACK', async () => {
    const ack = octets({ CSeq: '1 ACK', Subject: 'a\0b' }, 'ACK sip:corp.example SIP/2.0')
    peer.write(Buffer.concat([ack, octets()]))
    expect((await peer.response()).status).toBe(200)
  })

  it('is no message whose header is as long as the limit', async () => {
    peer.write(octets({ Subject: 'x'.repeat(32_000) }))
    expect((await peer.response()).status).toBe(200)
  })
})

describe('an invalid message with an unknown end', () => {
  it.each([
    ['no length', octets({ 'Content-Length': '' }), 400],
    ['a negative length', octets({ 'Content-Length': '-1' }), 400],
    ['a length beyond all numbers', octets({ 'Content-Length': '9'.repeat(30) }), 400],
    ['a length far beyond the limit', octets({ 'Content-Length': '999999999' }), 513],
    ['two lengths', octets({ l: '5' }), 400],
    ['a length that is no number', octets({ 'Content-Length': '1e1' }), 400],
    ['a length that cannot be read', octets({}, undefined, ['Content-Length 5']), 400],
    ['a line beyond the limit', octets({ Subject: 'x'.repeat(40_000) }), 513],
  ])('is answered, and closes the connection: %s', async (_what, bytes, status) => {
    peer.write(bytes)
    expect((await peer.response()).status).toBe(status)
    await peer.closed
    expect((await bob.ask('OPTIONS', 'sip:corp.example')).status).toBe(200)
  })

  it.each([
    ['no SIP', Buffer.from('\0\x01\x02')],
    ['lines that end with LF', Buffer.from('OPTIONS sip:corp.example SIP/2.0\nTo: x\n\n')],
  ])('closes the connection at once: %s', async (_what, bytes) => {
    peer.write(bytes)
    await peer.closed
  })

  it('times out when its oversized body does not arrive', async () => {
    peer.write(octets({ 'Content-Length': '300000' }))
    expect((await peer.response()).status).toBe(513)
    await clock.advance(33_000)
    await peer.closed
  })
})
