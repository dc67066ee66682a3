import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { CommunicationsServer } from './index.ts'
import { openRawPeer, type RawPeer } from './testing/raw-peer.ts'
import { startTestServer } from './testing/start-server.ts'

/** Storing and returning bindings: RFC 3261 section 10.3. */

let clock: VirtualClock
let server: CommunicationsServer
let phone: RawPeer

beforeEach(async () => {
  clock = createVirtualClock()
  server = await startTestServer(clock, [])
  phone = await openRawPeer(server, clock)
})

afterEach(async () => {
  phone.close()
  await server.stop()
})

const contacts = () => server.registrations().map(({ contact }) => contact)

describe('Contact addresses', () => {
  it.each([
    [
      'sip:alice@PhoneHost.example:6001;transport=tcp;x=1',
      'sip:alice@phonehost.example:6001;x=1;transport=TCP',
    ],
    ['sip:alice@phone.example:6001', 'sip:%61lice@phone.example:6001'],
    ['sip:alice@phone.example:6001', 'sip:alice@phone.example.:6001'],
    ['sip:alice@phone.example:6001', 'SIP:alice@phone.example:6001;newparam=5'],
    ['sip:alice@[::1]:6001', 'sip:alice@[0:0:0:0:0:0:0:1]:6001'],
    ['sip:alice@phone.example?a=1&b=2', 'sip:alice@phone.example?b=2&A=1'],
    ['tel:+1-201-555-0123', 'tel:+12015550123'],
  ])('with two spellings are one binding: %s, %s', async (one, other) => {
    const same = { 'Call-ID': 'c1' }
    await phone.register('alice', `<${one}>`, { ...same, CSeq: '1 REGISTER' })
    await phone.register('alice', `<${other}>`, { ...same, CSeq: '2 REGISTER' })
    expect(contacts()).toEqual([other])
    const removed = await phone.register('alice', `<${one}>`, { ...same, CSeq: '3 REGISTER', Expires: '0' })
    expect(removed.headers.all('Contact')).toEqual([])
    expect(contacts()).toEqual([])
  })

  it.each([
    ['sip:alice@phone.example', 'sip:Alice@phone.example'],
    ['sip:alice@phone.example', 'sip:alice@phone.example:5060'],
    ['sip:alice@phone.example', 'sips:alice@phone.example'],
    ['sip:alice@phone.example', 'sip:alice@phone.example;transport=tcp'],
    ['sip:alice@phone.example', 'sip:alice@phone.example;user=phone'],
    ['sip:alice@phone.example;x=1', 'sip:alice@phone.example;x=2'],
    ['sip:alice@phone.example', 'sip:phone.example'],
  ])('that differ are two bindings: %s, %s', async (one, other) => {
    await phone.register('alice', [`<${one}>`, `<${other}>`])
    expect(contacts()).toEqual([one, other])
  })

  it('with two spellings are one binding within a request, and when a request that names its endpoint removes it', async () => {
    await phone.register('alice', ['<sip:a@h.example>', '<sip:a@H.example>'])
    expect(contacts()).toEqual(['sip:a@H.example'])
    const instance = '<sip:a@phone.example>;+sip.instance="<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>"'
    await phone.register('alice', instance)
    await phone.register('alice', '<sip:a@PHONE.example>;expires=0')
    await phone.register('alice', '<sip:%61@h.example>;expires=0', {
      From: '<sip:alice@corp.example>;tag=1;epid=1',
    })
    expect(contacts()).toEqual([])
  })

  it('in To with several spellings are one user', async () => {
    for (const to of [
      '<sip:alice@corp.example>',
      '<SIPS:ALICE@corp.example.:5061;x=1>',
      'sip:%61lice@CORP.example',
    ]) {
      await phone.register('alice', '<sip:a@h.example>', { To: to })
    }
    expect(server.registrations()).toMatchObject([{ sipAddress: 'sip:alice@corp.example' }])
  })
})

describe('a REGISTER that arrives out of order', () => {
  const old = { 'Call-ID': 'c1', CSeq: '9 REGISTER' }

  beforeEach(async () => {
    await phone.register('alice', ['<sip:a@h.example>', '<sip:b@h.example>'], {
      'Call-ID': 'c1',
      CSeq: '10 REGISTER',
    })
  })

  it.each([
    ['refresh', '<sip:a@h.example>', '600'],
    ['refresh, spelt otherwise', '<sip:%61@H.example>', '600'],
    ['removal', '<sip:a@h.example>', '0'],
    ['removal of all', '*', '0'],
    ['refresh of one of two', ['<sip:c@h.example>', '<sip:b@h.example>'], '600'],
  ])('%s is refused, and changes nothing', async (_what, contact, expires) => {
    for (const cseq of ['9 REGISTER', '10 REGISTER']) {
      const answer = await phone.register('alice', contact, { ...old, CSeq: cseq, Expires: expires })
      expect(answer.status).toBe(500)
    }
    expect(contacts()).toEqual(['sip:a@h.example', 'sip:b@h.example'])
  })

  it('is compared with requests of the same Call-ID only', async () => {
    const other = { 'Call-ID': 'c2', CSeq: '1 REGISTER' }
    expect((await phone.register('alice', '<sip:a@h.example>', other)).status).toBe(200)
    expect((await phone.register('alice', '*', { ...other, CSeq: '2 REGISTER', Expires: '0' })).status).toBe(
      200,
    )
    expect(contacts()).toEqual([])
  })

  it.each([
    ['its removal', '<sip:a@h.example>'],
    ['the removal of all', '*'],
  ])('does not restore a binding after %s', async (_what, removed) => {
    await phone.register('alice', removed, { ...old, CSeq: '12 REGISTER', Expires: '0' })
    const late = await phone.register('alice', '<sip:a@h.example>', { ...old, CSeq: '11 REGISTER' })
    expect(late.status).toBe(500)
    expect(contacts()).not.toContain('sip:a@h.example')
    const next = await phone.register('alice', '<sip:a@h.example>', { ...old, CSeq: '13 REGISTER' })
    expect(next.status).toBe(200)
  })

  it('may query the bindings without a Contact', async () => {
    const asked = await phone.ask('REGISTER', 'sip:corp.example', {
      ...old,
      From: '<sip:alice@corp.example>;tag=1',
      To: '<sip:alice@corp.example>',
    })
    expect(asked.headers.all('Contact')).toHaveLength(2)
  })

  it.each(['4294967295 REGISTER', '2147483648 REGISTER', '-1 REGISTER', '11 register', '11', 'REGISTER 11'])(
    'is malformed with CSeq %s',
    async (cseq) => {
      phone.write(
        `REGISTER sip:corp.example SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKx\r\nFrom: <sip:alice@corp.example>;tag=1\r\nTo: <sip:alice@corp.example>\r\nCall-ID: c1\r\nCSeq: ${cseq}\r\nContent-Length: 0\r\n\r\n`,
      )
      expect((await phone.response()).status).toBe(400)
    },
  )

  it('may have the highest possible number', async () => {
    const highest = { ...old, CSeq: '2147483647 REGISTER' }
    expect((await phone.register('alice', '<sip:a@h.example>', highest)).status).toBe(200)
  })
})

describe('the lifetime of a binding', () => {
  it.each([
    ['the header', '<sip:a@h.example>', '600', 600],
    ['the Contact, before the header', '<sip:a@h.example>;expires=300', '600', 300],
    ['at most what is granted', '<sip:a@h.example>', '86400', 7_200],
    ['a number beyond 2^32', '<sip:a@h.example>;expires=4294967296', '600', 7_200],
    ['a number beyond all', '<sip:a@h.example>', '9'.repeat(40), 7_200],
    ['nothing', '<sip:a@h.example>', undefined, 7_200],
    ['a Contact that cannot be read', '<sip:a@h.example>;expires=soon', '600', 3_600],
    ['a Contact without a value', '<sip:a@h.example>;expires', '600', 3_600],
    ['a header that cannot be read', '<sip:a@h.example>', 'Thu, 01 Dec 2040 16:00:00 GMT', 3_600],
    ['a negative number', '<sip:a@h.example>', '-5', 3_600],
    ['zeros in front', '<sip:a@h.example>', '000600', 600],
  ])('is determined by %s', async (_what, contact, expires, seconds) => {
    const answer = await phone.register('alice', contact, { Expires: expires })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Contact')).toContain(`;expires=${seconds}`)
    expect(answer.headers.get('Expires')).toBe(String(seconds))
  })

  it.each([
    ['1', 423],
    ['59', 423],
    ['60', 200],
    ['0', 200],
  ])('Expires: %s is answered %i', async (expires, status) => {
    const answer = await phone.register('alice', '<sip:a@h.example>', { Expires: expires })
    expect(answer.status).toBe(status)
    if (status === 423) expect(answer.headers.get('Min-Expires')).toBe('60')
  })

  it('must not be given twice', async () => {
    expect((await phone.register('alice', '<sip:a@h.example>', { Expires: ['600', '0'] })).status).toBe(400)
  })
})

describe('a Contact in the answer', () => {
  it.each([
    '<sip:a@127.0.0.1:1>;+sip.rendering="no";+org.linphone.specs="lime";methods="INVITE"',
    '<sip:a@127.0.0.1:1>;audio;Video;+g.Oma.SIP-IM;mobility="mobile";description="<PC, \\"home\\">"',
    '<sip:a@127.0.0.1:1>;q=0.70;+sip.instance="<urn:uuid:34D859DB-6585-5f91-a3b4-de853c15347d>";reg-id=1',
    '<sip:a@127.0.0.1:1>;methods="INVITE, ACK";+u.x="#-4:+5";x=[::1]',
    '"Alice, at \\"home\\"" <sip:a@127.0.0.1:1;Transport=TCP;X=%41b>;proxy=replace;tag=5',
    'Alice At Home <sip:a@127.0.0.1:1>;class="personal"',
    '<sip:a@127.0.0.1:1>;z=1;a=2;B="3"',
  ])('is the same as in the request: %s', async (contact) => {
    const answer = await phone.register('alice', contact)
    const [given = ''] = answer.headers.all('Contact')
    expect(given.replace(';expires=600', '').replace(/;gruu="[^"]*"$/, '')).toBe(contact)
  })

  it('has the values of the registrar for expires and gruu', async () => {
    const answer = await phone.register('alice', 'sip:a@127.0.0.1:1;Expires=300;gruu;pub-gruu="x";X="y"')
    expect(answer.headers.get('Contact')).toBe('<sip:a@127.0.0.1:1>;expires=300;X="y"')
  })
})

describe('an answer', () => {
  it('copies Via, From, To and Call-ID unchanged', async () => {
    const branch = 'z9hG4bKas.Written'
    const answer = await phone.ask('OPTIONS', 'sip:corp.example', {
      Via: `SIP / 2.0 / TCP  Host.Example : 5070 ;Branch=${branch};X="q;\\"q" ;rport; ttl=1;RECEIVED=192.0.2.1`.replace(
        'Branch',
        'branch',
      ),
      From: '"A \\"B\\"" <sip:A@H;X=%41>; tag = raw ;Y="z"',
      To: 'sip:Corp.example;Y="z"',
      'Call-ID': 'As(Written)@"Here"',
    })
    expect(answer.headers.get('Via')).toBe(
      `SIP / 2.0 / TCP  Host.Example : 5070;branch=${branch};X="q;\\"q";rport=${phone.port};ttl=1;received=127.0.0.1`,
    )
    expect(answer.headers.get('From')).toBe('"A \\"B\\"" <sip:A@H;X=%41>; tag = raw ;Y="z"')
    expect(answer.headers.get('To')).toMatch(/^sip:Corp\.example;Y="z";tag=[0-9A-F]+$/)
    expect(answer.headers.get('Call-ID')).toBe('As(Written)@"Here"')
  })
})
