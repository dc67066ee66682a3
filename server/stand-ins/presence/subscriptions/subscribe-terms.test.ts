import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../clock/index.ts'
import type { SipRequest, SipResponse } from '../../../protocols/sip/index.ts'
import type { CommunicationsServer } from '../../communications/index.ts'
import { openRawPeer, type RawPeer } from '../../communications/testing/raw-peer.ts'
import { startTestServer } from '../../communications/testing/start-server.ts'

/** What a SUBSCRIBE may ask for, and in what order: RFC 6665 section 4.2.1, RFC 3261 sections 8.2 and 12.2.2. */

let clock: VirtualClock
let server: CommunicationsServer
let peer: RawPeer

type Headers = Record<string, string | readonly string[] | undefined>

beforeEach(async () => {
  clock = createVirtualClock()
  server = await startTestServer(clock, [])
  peer = await openRawPeer(server, clock)
})

afterEach(async () => {
  peer.close()
  await server.stop()
})

function subscribe(headers: Headers = {}, target = 'sip:bob@corp.example', body = ''): Promise<SipResponse> {
  return peer.ask(
    'SUBSCRIBE',
    target,
    {
      From: '<sip:alice@corp.example>;tag=s',
      To: '<sip:bob@corp.example>',
      'Call-ID': 's1',
      CSeq: '10 SUBSCRIBE',
      Contact: `<sip:alice@127.0.0.1:${peer.port}>`,
      Event: 'presence',
      Accept: 'application/pidf+xml',
      Expires: '600',
      ...headers,
    },
    body,
  )
}

/** The NOTIFY that follows, answered. */
async function notified(): Promise<SipRequest> {
  const notify = await peer.receives('NOTIFY')
  peer.answer(notify, 200)
  return notify
}

/** @returns headers of what comes next within the dialog */
async function begin(headers: Headers = {}): Promise<Headers> {
  const ok = await subscribe(headers)
  expect(ok.status).toBe(200)
  await notified()
  return { ...headers, To: ok.headers.get('To') }
}

describe('the order of requests within the dialog', () => {
  it.each(['9', '10', '0'])('rejects CSeq %s, and keeps the subscription', async (number) => {
    const dialog = await begin()
    for (const expires of ['0', '600']) {
      const late = await subscribe({ ...dialog, CSeq: `${number} SUBSCRIBE`, Expires: expires })
      expect(late.status).toBe(500)
    }
    const next = await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE' })
    expect(next.status).toBe(200)
    expect((await notified()).headers.get('subscription-state')).toBe('active;expires=600')
  })

  it.each(['OPTIONS', 'INFO', 'MESSAGE', 'BYE', 'NOTIFY', 'REFER', 'UPDATE', 'INVITE', 'PRACK'])(
    'includes the CSeq of a %s',
    async (method) => {
      const dialog = { From: '<sip:alice@corp.example>;tag=s', 'Call-ID': 's1', ...(await begin()) }
      const target = `sip:ocs.corp.example:${server.port};transport=tcp`
      const ask = (cseq: number) => peer.ask(method, target, { ...dialog, CSeq: `${cseq} ${method}` })
      expect((await ask(9)).status).toBe(500)
      expect((await ask(12)).status).toBe(method === 'OPTIONS' ? 200 : 405)
      expect((await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE' })).status).toBe(500)
      expect((await subscribe({ ...dialog, CSeq: '13 SUBSCRIBE' })).status).toBe(200)
    },
  )

  it.each([
    ['another From tag', { From: '<sip:alice@corp.example>;tag=x' }],
    ['another To tag', { To: '<sip:bob@corp.example>;tag=x' }],
    ['another Call-ID', { 'Call-ID': 'x' }],
    ['another user', { From: '<sip:carol@corp.example>;tag=s' }],
    ['another event', { Event: 'vnd-microsoft-roaming-contacts', Accept: undefined }],
    ['an id', { Event: 'presence;id=1' }],
  ])('does not count requests that match no dialog: %s', async (_what, change) => {
    const dialog = await begin()
    expect((await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE', ...change })).status).toBe(481)
    expect((await subscribe({ ...dialog, CSeq: '12 SUBSCRIBE' })).status).toBe(200)
  })

  it('rejects a request that arrived over two paths', async () => {
    await begin()
    expect((await subscribe()).status).toBe(482)
    expect((await subscribe({ CSeq: '11 SUBSCRIBE' })).status).toBe(200)
  })
})

describe('the duration', () => {
  it.each([
    ['1', 423, '60'],
    ['59', 423, '60'],
    ['60', 200, '60'],
    ['600', 200, '600'],
    ['28801', 200, '28800'],
    ['4294967295', 200, '28800'],
    ['4294967296', 200, '28800'],
    ['9'.repeat(40), 200, '28800'],
    [undefined, 200, '28800'],
    ['soon', 200, '28800'],
    ['0', 200, '0'],
  ])('of Expires %s is answered with %i: %s', async (expires, status, seconds) => {
    const answer = await subscribe({ Expires: expires })
    expect(answer.status).toBe(status)
    expect(answer.headers.get(status === 423 ? 'Min-Expires' : 'Expires')).toBe(seconds)
    if (status === 423) return
    const state = (await notified()).headers.get('subscription-state')
    expect(state).toMatch(seconds === '0' ? /^terminated;/ : new RegExp(`^active;expires=${seconds}$`))
  })

  it('must not be given twice, and a refresh that is too brief changes nothing', async () => {
    expect((await subscribe({ Expires: ['600', '0'] })).status).toBe(400)
    const dialog = await begin()
    expect((await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE', Expires: '5' })).status).toBe(423)
    expect((await subscribe({ ...dialog, CSeq: '12 SUBSCRIBE', Expires: '0' })).status).toBe(200)
    expect((await notified()).headers.get('subscription-state')).toMatch(/^terminated/)
  })
})

describe('the format', () => {
  const pidf = 'application/pidf+xml'
  const categories = 'application/msrtc-event-categories+xml'
  it.each<[accept: string | string[] | undefined, type: string | null]>([
    [undefined, pidf],
    ['*/*', pidf],
    ['application/*', pidf],
    ['APPLICATION/PIDF+XML;q=0.5', pidf],
    [`${pidf}, ${categories};q=0.1`, categories],
    [[pidf, categories], categories],
    ['text/xml+msrtc.pidf, application/xpidf+xml', 'text/xml+msrtc.pidf'],
    [`${pidf};q=0, */*`, 'text/xml+msrtc.pidf'],
    ['text/*', 'text/xml+msrtc.pidf'],
    ['application/dialog-info+xml', null],
    ['', null],
    [`${pidf};q=0`, null],
    [`${pidf};q=0.000`, null],
    ['text/plain, image/*', null],
  ])('for Accept %j is %s', async (accept, type) => {
    const answer = await subscribe({ Accept: accept })
    expect(answer.status).toBe(type === null ? 406 : 200)
    if (type !== null) expect((await notified()).headers.get('Content-Type')).toBe(type)
  })

  it('is checked for every event', async () => {
    const own = { To: '<sip:alice@corp.example>', Event: 'vnd-microsoft-roaming-contacts' }
    expect((await subscribe(own, 'sip:alice@corp.example')).status).toBe(406)
  })

  it('may change with a refresh, and stays when the refresh is refused', async () => {
    const dialog = await begin()
    expect((await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE', Accept: 'text/plain' })).status).toBe(406)
    expect((await subscribe({ ...dialog, CSeq: '12 SUBSCRIBE', Accept: undefined })).status).toBe(200)
    expect((await notified()).headers.get('Content-Type')).toBe(pidf)
    expect((await subscribe({ ...dialog, CSeq: '13 SUBSCRIBE', Accept: categories })).status).toBe(200)
    expect((await notified()).headers.get('Content-Type')).toBe(categories)
  })

  it('is multipart for a list, which the subscriber must accept', async () => {
    const list =
      '<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="sip:alice@corp.example" name=""><action name="subscribe" id="1"><adhocList><resource uri="sip:bob@corp.example"/></adhocList></action></batchSub>'
    const headers = {
      To: '<sip:alice@corp.example>',
      'Content-Type': 'application/msrtc-adrl-categorylist+xml',
    }
    const refused = await subscribe({ ...headers, Accept: categories }, 'sip:alice@corp.example', list)
    expect(refused.status).toBe(406)
    const taken = { ...headers, Accept: `${categories}, multipart/related`, CSeq: '11 SUBSCRIBE' }
    expect((await subscribe(taken, 'sip:alice@corp.example', list)).status).toBe(200)
  })
})

describe('the event package', () => {
  it.each<[event: string | string[] | undefined, status: number]>([
    ['dialog', 489],
    ['presence.winfo', 489],
    [undefined, 489],
    ['', 489],
    ['presence;id="', 400],
    [['presence', 'presence'], 400],
    ['Presence ; x=1', 200],
  ])('%j is answered with %i', async (event, status) => {
    const answer = await subscribe({ Event: event })
    expect(answer.status).toBe(status)
    if (status === 489) expect(answer.headers.get('Allow-Events')).toContain('presence')
  })

  it.each(['presence;id=5', 'Presence;ID="A b"', 'presence;x=1;id=a%41'])(
    'returns the id of %s unchanged, and tells subscriptions of a dialog apart by it',
    async (event) => {
      const id = /id=[^;]*/i.exec(event)?.[0]
      const ok = await subscribe({ Event: event })
      const notify = await notified()
      expect(notify.headers.get('Event')).toBe(`${event.split(';')[0]};${id}`)
      const dialog = { To: ok.headers.get('To'), Event: event, CSeq: '11 SUBSCRIBE' }
      expect((await subscribe({ ...dialog, Event: 'presence' })).status).toBe(481)
      expect((await subscribe({ ...dialog, CSeq: '12 SUBSCRIBE' })).status).toBe(200)
    },
  )
})

describe('a SUBSCRIBE with', () => {
  it.each<[what: string, headers: Headers, body: string, status: number, says: [string, string] | null]>([
    ['an extension that is unknown', { Require: 'teleport' }, '', 420, ['Unsupported', 'teleport']],
    [
      'a compressed body',
      { 'Content-Encoding': 'gzip', 'Content-Type': 'application/adrl+xml' },
      'x',
      415,
      ['Accept-Encoding', 'identity'],
    ],
    [
      'a body as it is',
      { 'Content-Encoding': 'identity', 'Content-Type': 'application/adrl+xml' },
      '<x',
      400,
      null,
    ],
    [
      'a body of another kind',
      { 'Content-Type': 'application/simple-filter+xml' },
      '<x/>',
      415,
      ['Accept', 'application/msrtc-adrl-categorylist+xml, application/adrl+xml'],
    ],
    ['a body of no kind', {}, 'x', 415, null],
    [
      'a body that may be left unread',
      { 'Content-Type': 'text/plain', 'Content-Disposition': 'render;handling=optional' },
      'x',
      200,
      null,
    ],
    ['a Contact of another scheme', { Contact: '<mailto:a@b>' }, '', 400, null],
    ['a Contact that could not be written', { Contact: '<sip:ü@h>' }, '', 400, null],
    ['a sender who is unknown', { From: '<sip:eve@corp.example>;tag=s' }, '', 403, null],
    ['a sender of another kind', { From: '<tel:+49>;tag=s' }, '', 403, null],
  ])('%s', async (_what, headers, body, status, says) => {
    const answer = await subscribe(headers, undefined, body)
    expect(answer.status).toBe(status)
    if (says) expect(answer.headers.get(says[0])).toBe(says[1])
  })
})

describe('crossing messages', () => {
  it('a late 481 to a NOTIFY does not end a newer subscription', async () => {
    const ok = await subscribe()
    const first = await peer.receives('NOTIFY')
    const dialog = { To: ok.headers.get('To') }
    expect((await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE', Expires: '0' })).status).toBe(200)
    await notified()
    const again = await begin({ 'Call-ID': 's2' })
    peer.answer(first, 481)
    expect((await subscribe({ ...again, CSeq: '11 SUBSCRIBE' })).status).toBe(200)
    // The first is over, and stays so.
    expect((await subscribe({ ...dialog, CSeq: '12 SUBSCRIBE' })).status).toBe(481)
  })

  it('a refresh that crosses the expiry is refused', async () => {
    const dialog = await begin()
    await clock.advance(600_000)
    expect((await notified()).headers.get('subscription-state')).toMatch(/^terminated;.*reason=timeout$/)
    expect((await subscribe({ ...dialog, CSeq: '11 SUBSCRIBE' })).status).toBe(481)
  })
})
