import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressOfRecord,
  formatNameAddress,
  formatUri,
  formatVia,
  parseNameAddress,
  parseUri,
  parseVia,
  readContactHeader,
  readSequence,
  SipHeaders,
  SipParseError,
} from './index.ts'

describe('addresses', () => {
  it('are parsed into user, password, host, port, parameters and headers, with escapes resolved', () => {
    expect(parseUri('sip:al%69ce:se%20cret@Corp.Example:5061;transport=TLS;lr?Subject=hi%20there')).toEqual({
      scheme: 'sip',
      user: 'alice',
      password: 'se cret',
      host: 'corp.example',
      port: 5061,
      parameters: new Map([
        ['transport', 'TLS'],
        ['lr', null],
      ]),
      headers: new Map([['Subject', 'hi there']]),
    })
  })

  it('may have parameters in the user part (RFC 4475 section 3.1.1.2)', () => {
    const uri = parseUri(
      "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
    )
    expect(uri.user).toBe("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*")
    expect(uri.host).toBe('example.com')
    expect(parseUri('sip:user;par=u%40example.net@example.com').user).toBe('user;par=u@example.net')
    expect(parseUri('sip:[2001:db8::1]:5060')).toMatchObject({ host: '[2001:db8::1]', port: 5060 })
  })

  it.each([
    'mailto:a@b',
    'sip:',
    'sip:@b',
    'sip:a@',
    'sip:a@b@c',
    'sip:a b@c',
    'sip:a@b:x',
    'sip:a%zz@b',
    'sip:a@b;;',
    'sip:a@-b',
    'alice',
  ])('refuses %s', (text) => {
    expect(() => parseUri(text)).toThrow(SipParseError)
  })

  it('with several spellings of one user are equal', () => {
    expect(addressOfRecord(parseUri('sip:Alice@CORP.example:5061;transport=tls'))).toBe(
      addressOfRecord(parseUri('sip:al%69ce@corp.example')),
    )
  })

  it('are parsed and written without change', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    const uri = fc.record({
      scheme: fc.constantFrom('sip' as const, 'sips' as const),
      user: fc.option(text),
      password: fc.option(text),
      host: fc.constantFrom('corp.example', '127.0.0.1', '[::1]', 'a-b.c'),
      port: fc.option(fc.integer({ min: 0, max: 65_535 })),
      parameters: fc
        .dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.option(text))
        .map((each) => new Map(Object.entries(each))),
      headers: fc.dictionary(text, text).map((each) => new Map(Object.entries(each))),
    })
    fc.assert(
      fc.property(uri, (made) => {
        // Nobody has a password without a user.
        const each = made.user === null ? { ...made, password: null } : made
        expect(parseUri(formatUri(each))).toEqual(each)
      }),
    )
  })
})

describe('names and addresses', () => {
  it('are parsed into a quoted name, an address and parameters', () => {
    const address = parseNameAddress(
      '"A \\"quoted\\" name" <sip:a@b;lr>;tag=1; epid=2 ;+sip.instance="<urn:uuid:x>"',
    )
    expect(address.displayName).toBe('A "quoted" name')
    expect(address.uri).toBe('sip:a@b;lr')
    expect([...address.parameters]).toEqual([
      ['tag', '1'],
      ['epid', '2'],
      ['+sip.instance', '<urn:uuid:x>'],
    ])
  })

  it('assign the parameters of a bare address to the header', () => {
    expect(parseNameAddress('sip:a@b;tag=1')).toEqual({
      displayName: '',
      uri: 'sip:a@b',
      parameters: new Map([['tag', '1']]),
    })
    expect(parseNameAddress('Anna Belle <sip:a@b>').displayName).toBe('Anna Belle')
  })

  it.each([
    '"never closed <sip:a@b>',
    '"name" sip:a@b',
    'Bell, Alexander <sip:a@b>',
    '< sip:a@b >',
    '<sip:a@b',
    'sip:a@b?Route=c',
    '<sip:a@b>;tag=1;tag=2',
    '<sip:a@b>;;,;',
    '',
  ])('refuses %s', (text) => {
    expect(() => parseNameAddress(text)).toThrow(SipParseError)
  })

  it('are parsed and written without change', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((each) => !/[\r\n]/.test(each))
    const address = fc.record({
      displayName: text,
      uri: fc.constant('sip:alice@corp.example;lr'),
      parameters: fc
        .dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.option(text))
        .map((each) => new Map(Object.entries(each))),
    })
    fc.assert(
      fc.property(address, (each) => {
        expect(parseNameAddress(formatNameAddress(each))).toEqual(each)
      }),
    )
  })
})

describe('other values', () => {
  it('parse a Via, with white space where the grammar allows it', () => {
    const via = parseVia('SIP / 2.0 /TLS   bcs.corp.example : 5061;branch=z9hG4bK1;rport')
    expect(via).toMatchObject({ transport: 'TLS', host: 'bcs.corp.example', port: 5061 })
    expect(formatVia(via)).toBe('SIP/2.0/TLS bcs.corp.example:5061;branch=z9hG4bK1;rport')
    for (const text of [
      'SIP/2.0/TLS',
      'SIP/2.0 host',
      'SIP/3.0/TCP a',
      'SIP/2.0/TCP a b',
      'SIP/2.0/UDP a;;,;,,',
    ]) {
      expect(() => parseVia(text)).toThrow(SipParseError)
    }
  })

  it('parse a CSeq', () => {
    const sequence = (value: string) => readSequence(SipHeaders.from([['CSeq', value]]))
    expect(sequence('0009  REGISTER')).toEqual({ number: 9, method: 'REGISTER' })
    for (const value of ['36893488147419103232 REGISTER', '1REGISTER', '1', 'REGISTER', '-1 REGISTER']) {
      expect(() => sequence(value)).toThrow(SipParseError)
    }
  })

  it('parse contacts', () => {
    expect(readContactHeader(SipHeaders.from([['m', '*']]))).toBe('*')
    expect(readContactHeader(new SipHeaders())).toEqual([])
    expect(() => readContactHeader(SipHeaders.from([['Contact', '<sip:a>,,<sip:b>']]))).toThrow(SipParseError)
  })

  it('throw only SipParseError, for any input', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(
          fc.constantFrom(
            'sip:',
            'a',
            '@',
            '"',
            '<',
            '>',
            ';',
            '=',
            ',',
            '%',
            '%41',
            '?',
            '&',
            ' ',
            '\\',
            '[',
            ']',
            ':',
            '/',
            'SIP/2.0/TCP',
          ),
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(odd, (text) => {
        for (const parse of [parseUri, parseNameAddress, parseVia]) {
          try {
            parse(text)
          } catch (error) {
            if (!(error instanceof SipParseError)) throw error
          }
        }
      }),
      { numRuns: 1000 },
    )
  })
})
