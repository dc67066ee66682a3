import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  noBody,
  parseMessage,
  SipHeaders,
  type SipMessage,
  SipParseError,
  UnwritableSipError,
  writeMessage,
} from './index.ts'

const token = fc.stringMatching(/^[A-Za-z0-9\-.!%*_+`'~]{1,12}$/)
/** Any text of one line, without white space around it, which a value does not keep. */
const value = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((text) => !/[\r\n]/.test(text))
  .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''))
const headers = fc.array(
  fc.tuple(fc.oneof(token, fc.constantFrom('Via', 'v', 'From', 'f', 'Call-ID', 'Contact')), value),
  { maxLength: 12 },
)
const body = fc.uint8Array({ maxLength: 200 })

const message: fc.Arbitrary<SipMessage> = fc
  .record({
    start: fc.oneof(
      fc.record({
        kind: fc.constant('request' as const),
        method: token,
        uri: fc.stringMatching(/^sip:[!-;=?-~]{0,30}$/),
      }),
      fc.record({
        kind: fc.constant('response' as const),
        status: fc.integer({ min: 100, max: 699 }),
        reason: value,
      }),
    ),
    headers: headers.map((all) => all.filter(([name]) => !/^(?:l|content-length)$/i.test(name))),
    body,
  })
  .map(({ start, ...rest }) => ({
    ...start,
    headers: SipHeaders.from([...rest.headers, ['Content-Length', String(rest.body.length)]]),
    body: rest.body,
  }))

const plain = (each: SipMessage) => ({ ...each, headers: [...each.headers], body: [...each.body] })

describe('writeMessage', () => {
  it('writes what parseMessage parses to the same message', () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(plain(parseMessage(writeMessage(each)))).toEqual(plain(each))
      }),
      { numRuns: 500 },
    )
  })

  it('writes lines as they came, in any order and among others, as it writes each alone', () => {
    const sender = parseMessage(
      Buffer.from(
        'MESSAGE sip:b SIP/2.0\r\nVia: SIP/2.0/TLS a;branch=z9hG4bK1\r\nf:  <sip:a> \r\nTo:<sip:b>\r\nSubject: two  words\r\n' +
          'X-A: 1\r\nContent-Length: 2\r\nMax-Forwards: 70\r\nSupported:\ta, b\r\nRoute: <sip:c>\r\n\r\nhi',
      ),
    )
    const change = fc.oneof(
      fc.record({
        does: fc.constantFrom('add', 'prepend', 'set'),
        name: fc.constantFrom('Via', 'To', 'Route', 'X-B'),
        value,
      }),
      fc.record({
        does: fc.constant('remove' as const),
        name: fc.constantFrom('Via', 'From', 'Content-Length', 'Route'),
      }),
      fc.record({
        does: fc.constant('addOthers' as const),
        name: fc.constantFrom('via', 'to', 'max-forwards'),
      }),
    )
    fc.assert(
      fc.property(message, fc.array(change, { maxLength: 6 }), body, (each, changes, newBody) => {
        for (const original of [sender, parseMessage(writeMessage(each))]) {
          const headers = SipHeaders.from(original.headers)
          for (const step of changes) {
            if (step.does === 'remove') headers.remove(step.name)
            else if (step.does === 'addOthers') headers.addOthers(sender.headers, new Set([step.name]))
            else headers[step.does](step.name, step.value)
          }
          const changed = { ...original, headers, body: newBody }
          const alone = {
            ...changed,
            headers: SipHeaders.from([...headers].map((header) => ({ ...header }))),
          }
          expect(writeMessage(changed)).toEqual(writeMessage(alone))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('adds a Content-Length, and corrects a wrong one', () => {
    const made = (list: [string, string][]): string =>
      writeMessage({
        kind: 'request',
        method: 'MESSAGE',
        uri: 'sip:a',
        headers: SipHeaders.from(list),
        body: Buffer.from('grüße'),
      }).toString()
    expect(made([])).toBe('MESSAGE sip:a SIP/2.0\r\nContent-Length: 7\r\n\r\ngrüße')
    expect(
      made([
        ['l', '99'],
        ['To', 'b'],
        ['Content-Length', '3'],
      ]),
    ).toBe('MESSAGE sip:a SIP/2.0\r\nl: 7\r\nTo: b\r\n\r\ngrüße')
  })

  it('refuses values with line breaks', () => {
    const request = {
      kind: 'request',
      method: 'OPTIONS',
      uri: 'sip:a',
      headers: new SipHeaders(),
      body: noBody,
    } as const
    const bad = [
      { ...request, headers: SipHeaders.from([['To', 'a\r\nVia: b']]) },
      { ...request, headers: SipHeaders.from([['To\r\nVia', 'a']]) },
      { ...request, method: 'OPTIONS sip:b' },
      { ...request, uri: 'sip:a SIP/2.0\r\n' },
      {
        kind: 'response',
        status: 200,
        reason: 'OK\r\nVia: b',
        headers: new SipHeaders(),
        body: noBody,
      } as const,
    ]
    for (const each of bad) expect(() => writeMessage(each)).toThrow(UnwritableSipError)
  })
})

describe('parseMessage', () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        '\r\n',
        '\r\n ',
        'SIP/2.0 200 ',
        'OPTIONS sip:a SIP/2.0\r\n',
        'Via: ',
        'l: 4',
        '"',
        '<',
        ',',
        ';',
      )
      .map((text) => Buffer.from(text)),
  )

  it('throws only SipParseError, for any input', () => {
    fc.assert(
      fc.property(fc.array(pieces), (chunks) => {
        try {
          const parsed = parseMessage(Buffer.concat([...chunks, Buffer.from('\r\n\r\n')]))
          for (const { name } of parsed.headers) parsed.headers.list(name)
        } catch (error) {
          if (!(error instanceof SipParseError)) throw error
        }
      }),
      { numRuns: 1000 },
    )
  })
})
