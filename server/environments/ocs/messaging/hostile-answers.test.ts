import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reasonInEnglish } from '../../../words/testing/in-english.ts'
import { answerTo, type RogueRegistrar, startRogueRegistrar } from '../testing/rogue-registrar.ts'
import { openOffice, type TestDevice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice
let rogue: RogueRegistrar
let alice: TestDevice

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'
const session = 'v=0\r\nm=message 5060 sip null\r\n'

beforeEach(async () => {
  office = await openOffice()
  rogue = await startRogueRegistrar(office.clock)
  office.pair.target.port = rogue.port
  alice = await office.logIn('alice')
})

afterEach(async () => {
  // Long enough for every timer of a transaction.
  await office.clock.advance(120_000)
  alice.say({ type: 'conversation-closed', session: alice.session, with: bobs })
  await office.clock.advance(120_000)
  expect(office.pair.connector.kept).toEqual({ dialogs: 0, asked: 0, toAnswer: 0 })
  expect(office.pair.complaints.filter((text) => text.startsWith('unexpected'))).toEqual([])
  await office.clock.runUntil(office.service.stop())
  rogue.close()
  await office.stop()
})

type Changes = Parameters<typeof answerTo>[2]

/** Answers one method as told, each time. */
function answers(method: string, ...all: (readonly [status: number, changes?: Changes])[]): void {
  rogue.handleRequest = (request) => {
    if (request.method !== method) return false
    for (const [status, changes] of all) rogue.send(answerTo(request, status, changes))
    return true
  }
}

async function outcome(): Promise<readonly [state: string, why: string] | undefined> {
  alice.write(1, bobs, 'Hello?')
  await office.settle()
  await office.clock.advance(70_000)
  return alice.took('receipt').map(({ state, why }) => [state, reasonInEnglish(why)] as const)[0]
}

const broken: readonly (readonly [string, Changes])[] = [
  ['no From', { headers: { From: null } }],
  ['a To that cannot be read', { headers: { To: '<sip:@:' } }],
  ['two To', { headers: { To: ['<sip:a@b>;tag=1', '<sip:a@b>;tag=2'] } }],
  ['no Call-ID', { headers: { 'Call-ID': null } }],
  ['a CSeq that cannot be read', { headers: { CSeq: 'one' } }],
  ['a Contact that cannot be read', { headers: { Contact: '<sip:a@b>;expires=390,: (as sent)' } }],
  ['a Record-Route that cannot be read', { headers: { 'Record-Route': '<sip:@:' } }],
]

describe('an answer to an INVITE', () => {
  it.each<readonly [string, Changes]>([
    ...broken,
    ['no tag in To', { headers: { To: `<${bobs}>` } }],
    ['no Contact', { headers: { Contact: null } }],
    ['a Contact of another scheme', { headers: { Contact: '<tel:+1-212-555-0100>' } }],
    ['a body of no type', { body: session }],
    [
      'a body of two types',
      { headers: { 'Content-Type': ['text/plain', 'application/sdp'] }, body: session },
    ],
  ])('with %s rejects the message and reports why', async (_what, changes) => {
    answers('INVITE', [200, changes])
    expect(await outcome()).toEqual(['rejected', 'What bob@corp.example answered cannot be read.'])
  })

  it('may be broken if it is provisional', async () => {
    answers(
      'INVITE',
      [180, { headers: { Contact: null } }],
      [183, { body: session }],
      [199, { headers: { To: 'x' } }],
      [200],
    )
    expect(await outcome()).toEqual(['delivered', ''])
  })

  it('with an untyped body is acknowledged, and the call ended', async () => {
    answers('INVITE', [200, { body: session }])
    await outcome()
    expect(rogue.requests.map(({ method }) => method).slice(-2)).toEqual(['ACK', 'BYE'])
  })

  it('may come from several endpoints: the first is used, the others are hung up', async () => {
    const forks = Array.from(
      { length: 20 },
      (_, index) => [200, { headers: { To: `<${bobs}>;tag=${index}` } }] as const,
    )
    answers('INVITE', ...forks)
    expect(await outcome()).toEqual(['delivered', ''])
    expect(rogue.requests.filter(({ method }) => method === 'BYE')).toHaveLength(19)
  })

  it('may be followed by a message at once', async () => {
    rogue.handleRequest = (request) => {
      if (request.method !== 'INVITE') return false
      const swapped = [
        `MESSAGE ${/<([^>]+)>/.exec(request.headers.get('Contact') ?? '')?.[1]} SIP/2.0`,
        'Via: SIP/2.0/TCP rogue.example;branch=z9hG4bKbehind',
        `From: <${bobs}>;tag=rogue`,
        `To: ${request.headers.get('From')}`,
        `Call-ID: ${request.headers.get('Call-ID')}`,
        'CSeq: 1 MESSAGE',
        'Content-Type: text/plain',
        'Content-Length: 6',
        '',
        'Behind',
      ]
      rogue.send(Buffer.concat([answerTo(request), Buffer.from(swapped.join('\r\n'))]))
      return true
    }
    expect(await outcome()).toEqual(['delivered', ''])
    expect(alice.took('message').map(({ text }) => text)).toEqual(['Behind'])
    expect(rogue.responses.map(({ status }) => status)).toEqual([200])
  })
})

describe('an answer to a MESSAGE', () => {
  it.each<readonly [string, Changes]>([...broken, ['two Vias', { headers: { Via: 'two' } }]])(
    'with %s leaves the message unconfirmed and reports why',
    async (what, changes) => {
      rogue.handleRequest = (request) => {
        if (request.method !== 'MESSAGE') return false
        const vias = [...request.headers.all('Via'), 'SIP/2.0/TCP other.example;branch=z9hG4bKother']
        rogue.send(answerTo(request, 200, what === 'two Vias' ? { headers: { Via: vias } } : changes))
        return true
      }
      expect(await outcome()).toEqual(['unconfirmed', 'What bob@corp.example answered cannot be read.'])
    },
  )
})

describe('the service itself', () => {
  it.each([
    ['OPTIONS', 'sip:corp.example', 200],
    ['MESSAGE', 'sip:corp.example', 404],
    ['INVITE', 'sip:nobody@corp.example', 404],
    ['SUBSCRIBE', 'sip:corp.example', 405],
    ['NOTIFY', 'sip:corp.example', 489],
    ['DANCE', 'sip:corp.example', 501],
    ['MESSAGE', 'sips:corp.example', 416],
  ])('answers %s for %s with %d', async (method, uri, status) => {
    const lines = [
      `${method} ${uri} SIP/2.0`,
      'Via: SIP/2.0/TCP rogue.example;branch=z9hG4bKstranger',
      `From: <${bobs}>;tag=rogue`,
      `To: <${uri}>`,
      'Contact: <sip:rogue@127.0.0.1>',
      'Call-ID: stranger',
      `CSeq: 1 ${method}`,
      'Content-Length: 0',
    ]
    rogue.send(`${lines.join('\r\n')}\r\n\r\n`)
    await office.settle()
    expect(rogue.responses.map((response) => response.status)).toEqual([status])
  })

  it.each([
    ['tel:+1-212-555-0100', 'MESSAGE', 400],
    ['mailto:bob@corp.example', 'INVITE', 400],
    ['tel:+1-212-555-0100', 'INFO', 481],
  ])('answers a request from %s (%s) with %d', async (from, method, status) => {
    const lines = [
      `${method} ${alices} SIP/2.0`,
      'Via: SIP/2.0/TCP rogue.example;branch=z9hG4bKtel',
      `From: <${from}>;tag=rogue`,
      `To: <${alices}>`,
      'Contact: <sip:rogue@127.0.0.1>',
      'Call-ID: tel',
      `CSeq: 1 ${method}`,
      'Content-Type: application/sdp',
      `Content-Length: ${session.length}`,
    ]
    rogue.send(`${lines.join('\r\n')}\r\n\r\n${session}`)
    await office.settle()
    expect(rogue.responses.map((response) => response.status)).toEqual([status])
  })

  it.each([
    [`MESSAGE ${alices} SIP/2.0`, 400],
    [`MESSAGE not an address SIP/2.0`, 400],
  ])('answers %s with a malformed header line with %d', async (start, status) => {
    rogue.send(
      `${start}\r\nVia: SIP/2.0/TCP rogue.example;branch=z9hG4bKx\r\nFrom: <${bobs}>;tag=x\r\nTo: <${alices}>\r\nCall-ID: x\r\nCSeq: 1 MESSAGE\r\nno header at all\r\nContent-Length: 0\r\n\r\n`,
    )
    await office.settle()
    expect(rogue.responses.map((response) => response.status)).toEqual([status])
  })

  it('answers an unreadable request if its sender can be read', async () => {
    rogue.send(
      `MESSAGE ${alices} SIP/2.0\r\nVia: SIP/2.0/TCP rogue.example;branch=z9hG4bKx\r\nFrom: <sip:@:\r\nTo: <${alices}>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`,
    )
    await office.settle()
    expect(rogue.responses.map(({ status, reason }) => [status, reason.slice(0, 14)])).toEqual([
      [400, 'Bad Request - '],
    ])
  })
})
