import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import type { SipPhone } from '../../../stand-ins/communications/testing/sip-phone.ts'
import { openOffice, type TestDevice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice
let alice: TestDevice
let phone: SipPhone

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'

beforeEach(async () => {
  office = await openOffice()
  alice = await office.logIn('alice')
  phone = await office.phone('bob')
})

afterEach(() => office.stop())

const bodyOf = ({ body }: { body: Uint8Array }) => Buffer.from(body).toString()
const session = 'v=0\r\nm=message 5060 sip null\r\na=accept-types:text/plain\r\n'

function page(text: string, contentType = 'text/plain') {
  return office.clock.runUntil(phone.ask('MESSAGE', { target: alices, contentType, body: text }).final())
}

/** The phone opens a conversation with alice. */
async function invite(headers: readonly (readonly [string, string])[] = [], body = session) {
  const asked = phone.ask('INVITE', {
    target: alices,
    callId: 'conversation',
    sequence: 1,
    headers: [['Contact', `<${phone.contact}>`], ...headers],
    contentType: 'application/sdp',
    body,
  })
  const answer = await office.clock.runUntil(asked.final())
  const within = (
    method: string,
    sequence: number,
    contentType = 'text/plain',
    text = '',
    more: readonly (readonly [string, string])[] = [],
  ) =>
    phone.ask(method, {
      target: /<([^>]+)>/.exec(answer.headers.get('Contact') ?? '')?.[1] ?? alices,
      to: answer.headers.get('To') ?? '',
      callId: 'conversation',
      sequence,
      headers: [...answer.headers.all('Record-Route').map((route) => ['Route', route] as const), ...more],
      contentType,
      body: text,
    })
  if (answer.status === 200) within('ACK', 1)
  await office.settle()
  return { answer, within }
}

/** Lets the phone answer the next request of a method. */
async function answered(method: string, status: number, reason: string): Promise<SipRequest> {
  const request = await office.clock.runUntil(phone.receives(method))
  phone.answer(request, status, reason)
  await office.settle()
  return request
}

describe('a phone without session support', () => {
  it('exchanges single MESSAGEs', async () => {
    expect((await page('Hello from a phone.')).status).toBe(200)
    expect(alice.took('message')).toMatchObject([{ from: bobs, text: 'Hello from a phone.' }])
    alice.write(1, bobs, 'Hello, phone.')
    const request = await answered('MESSAGE', 200, 'OK')
    expect(bodyOf(request)).toBe('Hello, phone.')
    expect(request.headers.get('To')).not.toContain('tag=')
    expect(alice.took('receipt')).toMatchObject([{ id: 1, state: 'delivered' }])
  })

  it('gets single MESSAGEs after it has refused an INVITE', async () => {
    alice.write(1, bobs, 'One')
    alice.write(2, bobs, 'Two')
    await answered('INVITE', 488, 'Not Acceptable Here')
    expect(bodyOf(await answered('MESSAGE', 202, 'Accepted'))).toBe('One')
    expect(bodyOf(await answered('MESSAGE', 200, 'OK'))).toBe('Two')
    expect(alice.took('receipt').map(({ id, state }) => [id, state])).toEqual([
      [1, 'accepted'],
      [2, 'delivered'],
    ])
  })

  it('gets no single MESSAGE after it has declined the call', async () => {
    alice.write(1, bobs, 'One')
    await answered('INVITE', 603, 'Decline')
    expect(alice.took('receipt')).toMatchObject([{ state: 'rejected', why: { code: 'declined' } }])
  })
})

describe('another vendor’s client', () => {
  it('may put its first message into the INVITE', async () => {
    const first = `text/plain; charset=UTF-8; ms-body=${Buffer.from('Hi, Älice').toString('base64')}`
    const { answer, within } = await invite([['ms-text-format', first]])
    expect(answer.status).toBe(200)
    expect(answer.headers.all('Supported')).toContain('ms-text-format')
    expect(bodyOf(answer)).toContain('m=message')
    await office.clock.runUntil(within('MESSAGE', 2, 'text/plain', 'Second').final())
    expect(alice.took('message').map(({ id, text }) => [id, text])).toEqual([
      [1, 'Hi, Älice'],
      [2, 'Second'],
    ])
    alice.write(1, bobs, 'Third')
    const request = await answered('MESSAGE', 200, 'OK')
    expect(request.headers.get('Call-ID')).toBe('conversation')
    expect((await office.clock.runUntil(within('BYE', 3).final())).status).toBe(200)
    expect((await office.clock.runUntil(within('MESSAGE', 4, 'text/plain', 'Late').final())).status).toBe(481)
  })

  it.each([
    [
      'application/xml',
      '<?xml version="1.0"?><KeyboardActivity><status status="type" /></KeyboardActivity>',
      true,
    ],
    [
      'application/im-iscomposing+xml',
      '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>idle</state></isComposing>',
      false,
    ],
  ])('may send typing notices as %s', async (type, body, isTyping) => {
    const { within } = await invite()
    expect((await office.clock.runUntil(within('INFO', 2, type, body).final())).status).toBe(200)
    expect(alice.took('typing')).toMatchObject([{ from: bobs, isTyping }])
  })

  it('gets no late receipts without the option tag', async () => {
    const { within } = await invite()
    alice.confirms = false
    const asked = within('MESSAGE', 2, 'text/plain', 'Are you there?')
    await office.clock.advance(10_000)
    expect((await asked.final()).status).toBe(202)
    alice.say({ type: 'receipt', session: alice.session, id: 1 })
    await office.settle()
    expect(phone.waiting()).toEqual([])
  })

  it('gets one new INVITE after it has forgotten the conversation', async () => {
    await invite()
    alice.write(1, bobs, 'Still there?')
    await answered('MESSAGE', 481, 'Call/Transaction Does Not Exist')
    const request = await answered('INVITE', 200, 'OK')
    expect(request.headers.get('Ms-Conversation-ID')).toMatch(/^[0-9a-f]{32}$/)
    expect(bodyOf(request)).toContain('m=message')
    await answered('MESSAGE', 481, 'Call/Transaction Does Not Exist')
    expect(alice.took('receipt')).toMatchObject([{ state: 'rejected' }])
    expect(phone.waiting()).toEqual(['ACK'])
  })

  it('is given up within a minute if it never answers', async () => {
    alice.write(1, bobs, 'Hello?')
    await office.clock.advance(60_000)
    expect(alice.took('receipt')).toMatchObject([{ why: { code: 'no-answer' } }])
  })

  it('leaves a message unconfirmed when it stops answering, and the next one opens a new dialog', async () => {
    await invite()
    alice.write(1, bobs, 'Still there?')
    await office.clock.runUntil(phone.receives('MESSAGE'))
    await office.clock.advance(32_000)
    expect(alice.took('receipt')).toMatchObject([{ state: 'unconfirmed', why: { code: 'not-confirmed' } }])
    alice.write(2, bobs, 'Hello?')
    await answered('INVITE', 200, 'OK')
    expect(bodyOf(await answered('MESSAGE', 200, 'OK'))).toBe('Hello?')
    expect(alice.took('receipt')).toMatchObject([{ id: 2, state: 'delivered' }])
  })

  it('gets one message at a time', async () => {
    await invite()
    alice.write(1, bobs, 'One')
    alice.write(2, bobs, 'Two')
    alice.say({ type: 'typing', session: alice.session, to: bobs, isTyping: true })
    await office.settle()
    expect(phone.waiting()).toEqual(['MESSAGE'])
    await answered('MESSAGE', 200, 'OK')
    expect(bodyOf(await answered('MESSAGE', 200, 'OK'))).toBe('Two')
    expect(phone.waiting()).toEqual([])
  })

  it('is refused if it offers no messages or names no dialog', async () => {
    const audio = await invite([], 'v=0\r\nm=audio 5004 RTP/AVP 0\r\n')
    expect(audio.answer.status).toBe(488)
    const ask = async (method: string, details = {}) =>
      (await office.clock.runUntil(phone.ask(method, { target: alices, ...details }).final())).status
    expect(await ask('MESSAGE', { to: `<${alices}>;tag=unknown` })).toBe(481)
    expect(await ask('BYE', { to: `<${alices}>;tag=unknown` })).toBe(481)
    expect(await ask('NOTIFY', { to: `<${alices}>;tag=unknown` })).toBe(481)
    expect(await ask('UPDATE')).toBe(405)
    expect(await ask('PRACK')).toBe(405)
    expect(await ask('OPTIONS')).toBe(200)
  })

  it('may refresh its session with or without a Contact', async () => {
    const { within } = await invite()
    const again = (sequence: number, headers: readonly (readonly [string, string])[]) =>
      office.clock.runUntil(within('INVITE', sequence, 'application/sdp', session, headers).final())
    expect((await again(2, [['Contact', `<${phone.contact}>`]])).status).toBe(200)
    within('ACK', 2)
    expect((await again(3, [])).status).toBe(400)
    expect((await office.clock.runUntil(within('MESSAGE', 4, 'text/plain', 'Alive').final())).status).toBe(
      200,
    )
  })

  it('may send formatted text, which arrives as plain text', async () => {
    await page('<html><body><b>Bold</b> &amp; brave<br>next</body></html>', 'text/html; charset=utf-8')
    await page(
      String.raw`{\rtf1\ansi{\fonttbl{\f0 Segoe UI;}}{\colortbl;\red0\green0\blue0;}\f0\fs20 Caf\'e9 \u8364? 5\par}`,
      'text/rtf',
    )
    const parts = ['text/html', 'text/plain'].map(
      (type) => `--b\r\nContent-Type: ${type}\r\n\r\n${type === 'text/plain' ? 'plain' : '<i>html</i>'}\r\n`,
    )
    await page(`${parts.join('')}--b--\r\n`, 'multipart/alternative; boundary=b')
    expect(alice.took('message').map(({ text }) => text)).toEqual(['Bold & brave\nnext', 'Café € 5', 'plain'])
    expect((await page('GIF89a', 'image/gif')).status).toBe(415)
    expect((await page('x'.repeat(8_001))).status).toBe(413)
  })
})
