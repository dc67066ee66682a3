import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkMessage,
  parseMessage,
  type SipMessage,
  SipParseError,
  UnreadableMessage,
  writeMessage,
} from './index.ts'

const lines = (...text: string[]) => Buffer.from(`${text.join('\r\n')}\r\n\r\n`)

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof SipParseError) return error.code
    throw error
  }
  return 'none'
}

describe('parseMessage', () => {
  it('parses a request', () => {
    const message = parseMessage(
      lines('REGISTER sip:corp.example SIP/2.0', 'To: <sip:alice@corp.example>', 'CSeq: 1 REGISTER'),
    )
    expect(message).toMatchObject({ kind: 'request', method: 'REGISTER', uri: 'sip:corp.example' })
    expect(message.headers.get('to')).toBe('<sip:alice@corp.example>')
    expect(message.body).toHaveLength(0)
  })

  it('parses a response, whose reason may be empty or in any language', () => {
    expect(parseMessage(lines('SIP/2.0 200 OK', 'l: 0'))).toMatchObject({ status: 200, reason: 'OK' })
    expect(parseMessage(lines('SIP/2.0 100 ', 'l: 0'))).toMatchObject({ status: 100, reason: '' })
    expect(parseMessage(lines('SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять'))).toMatchObject({
      reason: '= 2**3 * 5**2 но сто девяносто девять',
    })
  })

  it('finds a header by any spelling of its name', () => {
    const { headers } = parseMessage(lines('OPTIONS sip:a SIP/2.0', 'i: one', 'CALL-ID : two', 'v:three'))
    expect(headers.all('Call-ID')).toEqual(['one', 'two'])
    expect(headers.get('I')).toBe('one')
    expect(headers.get('Via')).toBe('three')
    expect(headers.get('Subject')).toBeUndefined()
  })

  it('unfolds a header that continues on further lines', () => {
    const { headers } = parseMessage(
      lines(
        'OPTIONS sip:a SIP/2.0',
        'Subject: I know',
        '  you are there,',
        '\tpick up',
        ' ',
        'To:',
        ' sip:b',
      ),
    )
    expect(headers.get('Subject')).toBe('I know you are there, pick up')
    expect(headers.get('To')).toBe('sip:b')
  })

  it('splits comma-separated values, but not within quotes and angle brackets', () => {
    const { headers } = parseMessage(
      lines(
        'OPTIONS sip:a SIP/2.0',
        'Contact: "Bell, A \\" Graham" <sip:a,b@c>;q=1 , <sip:d@e>',
        'Contact: <sip:f@g>',
      ),
    )
    expect(headers.list('Contact')).toEqual([
      '"Bell, A \\" Graham" <sip:a,b@c>;q=1',
      '<sip:d@e>',
      '<sip:f@g>',
    ])
  })

  it('reads as much body as Content-Length says, and all of it without a Content-Length', () => {
    const head = 'MESSAGE sip:a SIP/2.0\r\n'
    const text = (message: SipMessage) => Buffer.from(message.body).toString()
    expect(text(parseMessage(Buffer.from(`${head}Content-Length: 5\r\n\r\nhello, world`)))).toBe('hello')
    expect(text(parseMessage(Buffer.from(`${head}\r\nhello, world`)))).toBe('hello, world')
  })

  it.each([
    ['a message cut in half', Buffer.from('REGISTER sip:corp.example SIP/2.0\r\nVia: SIP/2'), 'truncated'],
    ['a body that is cut', Buffer.from('OPTIONS sip:a SIP/2.0\r\nl: 9\r\n\r\nhello'), 'truncated'],
    ['a line without colon', lines('OPTIONS sip:a SIP/2.0', 'Via'), 'bad-header'],
    ['a name that is no token', lines('OPTIONS sip:a SIP/2.0', 'Vi a: x'), 'bad-header'],
    ['a fold of nothing', lines('OPTIONS sip:a SIP/2.0', ' Via: x'), 'bad-header'],
    ['a bare LF', lines('OPTIONS sip:a SIP/2.0', 'Via: x\nTo: y'), 'bad-header'],
    ['a bare CR', lines('OPTIONS sip:a SIP/2.0', 'Via: x\rTo: y'), 'bad-header'],
    ['two spaces in the request line', lines('OPTIONS  sip:a SIP/2.0'), 'bad-start-line'],
    ['a space after the request line', lines('OPTIONS sip:a SIP/2.0 '), 'bad-start-line'],
    ['a space in the Request-URI', lines('OPTIONS sip:a; b SIP/2.0'), 'bad-start-line'],
    ['brackets around the Request-URI', lines('OPTIONS <sip:a> SIP/2.0'), 'bad-start-line'],
    ['a Request-URI that is not ASCII', lines('OPTIONS sip:grüße@a SIP/2.0'), 'bad-start-line'],
    ['a Request-URI with a control character', lines('OPTIONS sip:\x00a SIP/2.0'), 'bad-start-line'],
    ['a method that is no token', lines('OPT(IONS sip:a SIP/2.0'), 'bad-start-line'],
    ['another version', lines('OPTIONS sip:a SIP/7.0'), 'unsupported-version'],
    ['a huge status code', lines('SIP/2.0 4294967301 better not'), 'bad-status'],
    ['a status code out of range', lines('SIP/2.0 700 no'), 'bad-status'],
    ['a negative length', lines('OPTIONS sip:a SIP/2.0', 'l: -9'), 'bad-content-length'],
    ['two lengths', lines('OPTIONS sip:a SIP/2.0', 'l: 0', 'Content-Length: 1'), 'bad-content-length'],
    ['one length twice', lines('OPTIONS sip:a SIP/2.0', 'l: 0', 'Content-Length: 0'), 'repeated-header'],
    [
      'headers without end',
      Buffer.from(`OPTIONS sip:a SIP/2.0\r\nTo: ${'x'.repeat(40_000)}\r\n\r\n`),
      'headers-too-large',
    ],
    ['too many headers', lines('OPTIONS sip:a SIP/2.0', ...Array(300).fill('a: b')), 'headers-too-large'],
    ['too large a body', lines('OPTIONS sip:a SIP/2.0', 'l: 999999'), 'body-too-large'],
  ])('refuses %s', (_what, bytes, code) => {
    expect(codeOf(() => parseMessage(bytes))).toBe(code)
  })

  it('passes octets outside UTF-8 unchanged (RFC 3261 section 16.3, step 1)', () => {
    const every = Buffer.from([...Array(0x81).keys()].map((index) => index + 0x7f).slice(1))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...every), fc.integer({ min: 0x21, max: 0x7e }))),
        (octets) => {
          const bytes = Buffer.concat([
            Buffer.from('SIP/2.0 200 r\xfcck\r\nSubject: gr\xfc\xdf\xff; ', 'latin1'),
            Buffer.from('ü€😀', 'utf8'),
            Buffer.from(octets),
            Buffer.from('\r\nContent-Length: 0\r\n\r\n'),
          ])
          expect(writeMessage(parseMessage(bytes))).toEqual(bytes)
        },
      ),
    )
  })

  it('refuses octets outside UTF-8 in addresses and identifiers', () => {
    for (const [name, value] of [
      ['To', '<sip:b\xff@h>'],
      ['To', '<sip:b@h;x=\xff>'],
      ['From', '<sip:b@h>;tag=\xff'],
      ['Call-ID', 'a\xff'],
      ['CSeq', '1\xff OPTIONS'],
      ['Via', 'SIP/2.0/TCP h\xff;branch=z9hG4bK1'],
      ['Contact', '<sip:b@h\xff>'],
    ] as const) {
      const all: Record<string, string> = {
        Via: 'SIP/2.0/TCP h;branch=z9hG4bK1',
        From: '"J\xfcrgen" <sip:a@h>;tag=1',
        To: '<sip:b@h>',
        'Call-ID': 'a',
        CSeq: '1 OPTIONS',
      }
      const texts = (headers: Record<string, string>) =>
        Object.entries(headers).map(([key, each]) => `${key}: ${each}\r\n`)
      const read = (headers: Record<string, string>) =>
        checkMessage(
          parseMessage(Buffer.from(`OPTIONS sip:h SIP/2.0\r\n${texts(headers).join('')}\r\n`, 'latin1')),
        )
      expect(() => read(all)).not.toThrow()
      expect(() => read({ ...all, [name]: value }), value).toThrow(SipParseError)
    }
  })

  it('returns the readable part of an invalid message, for the answer', () => {
    try {
      parseMessage(lines('OPTIONS <sip:a> SIP/2.0', 'Via: SIP/2.0/TCP a;branch=z9hG4bK1'))
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error
      expect(error.isRequest).toBe(true)
      expect(error.headers.get('Via')).toBe('SIP/2.0/TCP a;branch=z9hG4bK1')
    }
  })
})
