import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SipPhone } from '../../../stand-ins/communications/testing/sip-phone.ts'
import { openOffice, type TestDevice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice
let alice: TestDevice
let phone: SipPhone

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'
const session = 'v=0\r\nm=message 5060 sip null\r\na=accept-types:text/plain\r\n'

type Headers = readonly (readonly [string, string])[]

beforeEach(async () => {
  office = await openOffice()
  alice = await office.logIn('alice')
  phone = await office.phone('bob')
})

afterEach(async () => {
  // Long enough for every timer of a transaction: nothing is kept, and nothing went wrong in the program.
  await office.clock.advance(120_000)
  expect(office.pair.connector.kept).toEqual({ dialogs: 0, asked: 0, toAnswer: 0 })
  expect(office.pair.complaints).toEqual([])
  await office.stop()
})

async function ask(method: string, details: Parameters<SipPhone['ask']>[1] = {}): Promise<number> {
  return (await office.clock.runUntil(phone.ask(method, { target: alices, ...details }).final())).status
}

/** The phone opens a conversation with alice, and says what it likes within it. */
async function converse({ acknowledges = true } = {}) {
  const contact = ['Contact', `<${phone.contact}>`] as const
  const asked = phone.ask('INVITE', {
    target: alices,
    callId: 'conversation',
    sequence: 1,
    headers: [contact],
    contentType: 'application/sdp',
    body: session,
  })
  const answer = await office.clock.runUntil(asked.final())
  expect(answer.status).toBe(200)
  let sequence = 1
  const within = (method: string, details: Parameters<SipPhone['ask']>[1] = {}) => {
    if (method !== 'ACK' && method !== 'CANCEL') sequence += 1
    return phone.ask(method, {
      target: /<([^>]+)>/.exec(answer.headers.get('Contact') ?? '')?.[1] ?? alices,
      to: answer.headers.get('To') ?? '',
      callId: 'conversation',
      sequence,
      ...details,
      headers: [
        ...answer.headers.all('Record-Route').map((route) => ['Route', route] as const),
        ...(details?.headers ?? []),
      ],
    })
  }
  if (acknowledges) within('ACK', { sequence: 1 })
  await office.settle()
  return {
    within,
    contact,
    status: async (method: string, details: Parameters<SipPhone['ask']>[1] = {}) =>
      (await office.clock.runUntil(within(method, details).final())).status,
    hangUp: async () => expect((await office.clock.runUntil(within('BYE').final())).status).toBe(200),
  }
}

describe('an INVITE', () => {
  it.each<[string, Headers, number]>([
    ['no Content-Type', [], 400],
    ['an empty Content-Type', [['Content-Type', '']], 400],
    ['a Content-Type that is none', [['Content-Type', 'sdp']], 400],
    [
      'two of them',
      [
        ['Content-Type', 'application/sdp'],
        ['Content-Type', 'text/plain'],
      ],
      400,
    ],
    ['another Content-Type', [['Content-Type', 'text/plain']], 415],
    [
      'another Content-Disposition',
      [
        ['Content-Type', 'application/sdp'],
        ['Content-Disposition', 'render'],
      ],
      415,
    ],
    [
      'a Content-Encoding',
      [
        ['Content-Type', 'application/sdp'],
        ['Content-Encoding', 'gzip'],
      ],
      415,
    ],
    [
      'an extension that is required',
      [
        ['Content-Type', 'application/sdp'],
        ['Require', '100rel'],
      ],
      420,
    ],
  ])('with a body and %s is refused, and the lab goes on', async (_what, headers, status) => {
    const contact = ['Contact', `<${phone.contact}>`] as const
    expect(await ask('INVITE', { headers: [contact, ...headers], body: session })).toBe(status)
    await office.clock.advance(60_000)
    expect(await ask('MESSAGE', { contentType: 'text/plain', body: 'Still there?' })).toBe(200)
    expect(alice.took('message')).toHaveLength(1)
  })

  it.each<[string, Headers]>([
    ['no Contact', []],
    ['a Contact of another scheme', [['Contact', '<tel:+1-212-555-0100>']]],
    ['two Contacts', [['Contact', '<sip:bob@127.0.0.1>, <sip:bob@127.0.0.2>']]],
    ['Contact: *', [['Contact', '*']]],
    [
      'a Record-Route that cannot be read',
      [
        ['Contact', '<sip:bob@127.0.0.1>'],
        ['Record-Route', '<sip:@:'],
      ],
    ],
  ])('with %s is refused', async (_what, headers) => {
    expect(await ask('INVITE', { headers, contentType: 'application/sdp', body: session })).toBe(400)
  })

  it('without an ACK is answered again by the lab clock, and ended after 32 s', async () => {
    await converse({ acknowledges: false })
    const answers = () => office.crossed('200 OK (INVITE)')
    const before = answers()
    await office.clock.advance(499)
    expect(answers()).toBe(before)
    await office.clock.advance(31_000)
    // 0.5 s, 1.5 s, 3.5 s, and then every 4 s.
    expect(answers() - before).toBe(9)
    expect(phone.waiting()).not.toContain('BYE')
    await office.clock.advance(501)
    const bye = await office.clock.runUntil(phone.receives('BYE'))
    expect(bye.headers.get('Call-ID')).toBe('conversation')
    phone.answer(bye, 200, 'OK')
    await office.settle()
  })
})

describe('within a conversation', () => {
  it.each<[string, string, Parameters<SipPhone['ask']>[1], number]>([
    ['a re-INVITE without a Contact', 'INVITE', { contentType: 'application/sdp', body: session }, 400],
    [
      'a re-INVITE whose body has no type',
      'INVITE',
      { headers: [['Contact', '<sip:bob@127.0.0.1>']], body: session },
      400,
    ],
    ['a PRACK with a body of no type', 'PRACK', { headers: [['RAck', '1 1 INVITE']], body: session }, 405],
    ['an UPDATE', 'UPDATE', { contentType: 'application/sdp', body: session }, 405],
    ['a REFER', 'REFER', { headers: [['Refer-To', '<sip:carol@corp.example>']] }, 405],
    [
      'a NOTIFY',
      'NOTIFY',
      { headers: [['Event', 'refer']], contentType: 'message/sipfrag', body: 'SIP/2.0 200 OK' },
      481,
    ],
    ['a method that nobody knows', 'DANCE', {}, 501],
    ['an INFO of another type', 'INFO', { contentType: 'application/dtmf', body: '1' }, 415],
    ['an INFO whose body has no type', 'INFO', { body: '1' }, 415],
    [
      'a MESSAGE that is packed',
      'MESSAGE',
      { headers: [['Content-Encoding', 'gzip']], contentType: 'text/plain', body: 'x' },
      415,
    ],
    ['OPTIONS', 'OPTIONS', {}, 200],
  ])(
    '%s is answered as it should be, and the conversation goes on',
    async (_what, method, details, status) => {
      const { status: asked, hangUp } = await converse()
      expect(await asked(method, details)).toBe(status)
      expect(await asked('MESSAGE', { contentType: 'text/plain', body: 'On we go.' })).toBe(200)
      expect(alice.took('message').map(({ text }) => text)).toEqual(['On we go.'])
      await hangUp()
    },
  )

  it('an ACK may have any content', async () => {
    const { within, status, hangUp } = await converse({ acknowledges: false })
    within('ACK', { sequence: 1, body: session })
    await office.clock.advance(40_000)
    expect(await status('MESSAGE', { contentType: 'text/plain', body: 'Acknowledged.' })).toBe(200)
    await hangUp()
  })

  it('a refresh without an ACK ends the conversation', async () => {
    const { status, contact } = await converse()
    expect(
      await status('INVITE', { headers: [contact], contentType: 'application/sdp', body: session }),
    ).toBe(200)
    await office.clock.advance(32_000)
    phone.answer(await office.clock.runUntil(phone.receives('BYE')), 200, 'OK')
    await office.settle()
    expect(await status('MESSAGE', { contentType: 'text/plain', body: 'Too late.' })).toBe(481)
  })
})

describe("sip.js's timers", () => {
  it('never fire, except at the end of the turn', async () => {
    const delays = new Set<unknown>()
    const own = globalThis.setTimeout
    const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation((task, delay, ...rest) => {
      if (/sip\.js[/\\]lib/.test(new Error().stack ?? '')) delays.add(delay)
      return own(task, delay, ...rest)
    })
    const { status, contact, hangUp, within } = await converse()
    expect(
      await status('INVITE', { headers: [contact], contentType: 'application/sdp', body: session }),
    ).toBe(200)
    within('ACK')
    expect(await ask('INVITE', { headers: [contact], contentType: 'application/sdp', body: 'v=0' })).toBe(488)
    expect(await status('MESSAGE', { contentType: 'text/plain', body: 'Hello.' })).toBe(200)
    alice.write(1, bobs, 'Hello.')
    phone.answer(await office.clock.runUntil(phone.receives('MESSAGE')), 200, 'OK')
    await office.settle()
    await hangUp()
    alice.write(2, bobs, 'Again.')
    phone.answer(await office.clock.runUntil(phone.receives('INVITE')), 486, 'Busy Here')
    await office.settle()
    spy.mockRestore()
    expect(delays).toEqual(new Set([0, 2 ** 31 - 1]))
  })
})
