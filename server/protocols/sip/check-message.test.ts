import { describe, expect, it } from 'vitest'
import { checkMessage, parseMessage, UnreadableMessage } from './index.ts'

const good = {
  Via: 'SIP/2.0/TLS a.example;branch=z9hG4bK1',
  From: '<sip:a@example.com>;tag=1',
  To: '<sip:b@example.com>',
  'Call-ID': '1@a.example',
  CSeq: '1 MESSAGE',
}

/** The code and status of what is wrong, or null. */
function check(start: string, headers: Record<string, string>, methods?: ReadonlySet<string>) {
  const lines = Object.entries({ ...good, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const message = parseMessage(Buffer.from(`${start}\r\n${lines.join('')}\r\n`))
  try {
    checkMessage(message, methods)
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error
    expect(error.headers).toBe(message.headers)
    expect(error.isRequest).toBe(message.kind === 'request')
    return [error.code, error.status]
  }
  return null
}

describe('checkMessage', () => {
  const start = 'MESSAGE sip:b@example.com SIP/2.0'

  it('accepts well-formed messages of any meaning', () => {
    expect(check(start, {})).toBeNull()
    expect(check('SIP/2.0 200 OK', { 'Max-Forwards': 'beside the point' })).toBeNull()
    expect(check('MESSAGE tel:+1-201-555-0123 SIP/2.0', { To: '<tel:+1-201-555-0123>' })).toBeNull()
    expect(check(start, { Contact: '*', Route: '<sip:p;lr>, <sip:q;lr>', Date: 'yesterday' })).toBeNull()
    expect(check(start, {}, new Set(['MESSAGE']))).toBeNull()
  })

  it.each([
    ['a Via further down', { Via: 'SIP/2.0/TLS a, SIP/2.0/TLS' }, 'bad-value'],
    ['no Via at all', { Via: '' }, 'missing-header'],
    ['an address in From', { From: '<sip:a@-b>;tag=1' }, 'bad-uri'],
    ['an escape in To', { To: '<sip:%zz@example.com>' }, 'bad-uri'],
    ['a Contact', { Contact: '<sip:a>, sip:b?c=d' }, 'bad-value'],
    ['a star among Contacts', { Contact: '*, <sip:a>' }, 'bad-value'],
    ['a Route', { Route: '<sip:p;lr' }, 'bad-value'],
    ['a Record-Route', { 'Record-Route': '<sip:p;;lr>' }, 'bad-uri'],
    ['a Call-ID', { 'Call-ID': 'a b' }, 'bad-value'],
    ['a Max-Forwards', { 'Max-Forwards': '256' }, 'bad-value'],
    ['a CSeq beyond its range', { CSeq: '2147483648 MESSAGE' }, 'bad-value'],
    ['a CSeq of another method', { CSeq: '1 message' }, 'method-mismatch'],
  ])('refuses an invalid %s', (_what, headers, code) => {
    expect(check(start, headers)).toEqual([code, 400])
  })

  it.each([
    ['without a scheme', 'MESSAGE b SIP/2.0'],
    ['with headers', 'MESSAGE sip:b@example.com?Subject=x SIP/2.0'],
    ['with an empty parameter', 'MESSAGE sip:b@example.com;; SIP/2.0'],
  ])('refuses a Request-URI %s', (_what, line) => {
    expect(check(line, {})).toEqual(['bad-uri', 400])
  })

  it('distinguishes an unknown method from a CSeq that does not match', () => {
    expect(check(start, { CSeq: '1 INVITE' }, new Set(['INVITE']))).toEqual(['unknown-method', 501])
  })
})
