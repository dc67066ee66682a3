import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClosely } from './check-message.ts'
import type { SipHeaders } from './headers.ts'
import { defaultLimits } from './message.ts'
import { decodeOctets } from './octets.ts'
import { parseAnyHead, parseMessage, parseUsualHead } from './parse-message.ts'
import { messageBytes, messageNames } from './testing/torture/expand.ts'
import { isUsualMessage } from './usual-message.ts'

const register = [
  'REGISTER sip:corp.example SIP/2.0',
  'Via: SIP/2.0/TLS 127.0.0.1:56756;branch=z9hG4bK2741373.86ef6beeb1aa',
  'From: "Alice Archer" <sip:alice@corp.example>;tag=8578a85d47;epid=e0fd23725b',
  'To: <sip:alice@corp.example>',
  'Call-ID: 5a7063aafb892e0cc0287934578b6a8a',
  'CSeq: 1 REGISTER',
  'Contact: <sip:127.0.0.1:56756;transport=tls;ms-opaque=335c6decff>;methods="INVITE, BYE";proxy=replace;+sip.instance="<urn:uuid:1>"',
  'Max-Forwards: 70',
  'Route: <sip:ocs.corp.example:5061;transport=tls;lr;opaque=state:F.1.2>',
]
const invite = [
  'SIP/2.0 200 OK',
  'Via: SIP/2.0/TLS ocs.corp.example:5061;branch=z9hG4bK1;received=10.0.0.1;ms-received-port=56756;ms-received-cid=2A00',
  'From: <sip:bob@corp.example>;tag=1',
  'To: <sip:alice@corp.example;transport=tls>;tag=2;epid=3',
  'Call-ID: 1@host',
  'CSeq: 17 INVITE',
]
const originals = [
  ...[register, invite].map((lines) => Buffer.from(lines.join('\r\n'))),
  ...messageNames.map(messageBytes),
]

/** Real messages in which something is removed, doubled, or replaced by what the grammar is made of. */
const mutated = fc
  .tuple(
    fc.constantFrom(...originals),
    fc.nat(),
    fc.oneof(fc.constantFrom(0, 1), fc.nat(30)),
    fc.oneof(
      fc.constantFrom(
        '',
        '"',
        '\\',
        '<',
        '>',
        ';',
        ',',
        ':',
        '@',
        '%',
        '?',
        '=',
        ' ',
        '.',
        '-',
        '9',
        ';lr',
        ';tag=1',
        '\r\n ',
        '\n',
        '\0',
        'ü',
      ),
      fc.constantFrom(...[...register, ...invite].map((line) => `\r\n${line}`)),
    ),
  )
  .map(([bytes, start, removed, patch]) => {
    const at = start % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(patch), bytes.subarray(at + removed)])
  })

/** What a header says, without the place from which its line is written. */
const parts = (headers: SipHeaders) =>
  headers.entries.map(({ name, value, isParsed }) => ({ name, value, isParsed }))

describe('a message in the usual form', () => {
  it.each([register, invite])('is recognised quickly: %s', (...lines) => {
    expect(isUsualMessage(parseMessage(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)), null)).toBe(true)
  })

  it.each(['', ' ', '  ', '\t', ' \t'])('has no white space around a value, such as %j', (around) => {
    const head = Buffer.from(`OPTIONS sip:b SIP/2.0\r\nSubject:${around}a b${around}\r\nTo: c${around}`)
    const usual = parseUsualHead(head.toString(), head, 0, head.length, defaultLimits)
    expect([...(usual?.headers ?? [])].map(({ value }) => value)).toEqual(['a b', 'c'])
  })

  it('is split like any other message', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const text = decodeOctets(bytes)
        const usual = parseUsualHead(text, bytes, 0, bytes.length, defaultLimits)
        if (usual === null) return
        const any = parseAnyHead(text, defaultLimits)
        expect({ ...usual, headers: parts(usual.headers) }).toEqual({ ...any, headers: parts(any.headers) })
      }),
      { numRuns: 2_000 },
    )
  })

  it('is valid by the full parser too', () => {
    fc.assert(
      fc.property(mutated, fc.constantFrom(null, new Set(['REGISTER'])), (bytes, methods) => {
        const head = parseUsualHead(decodeOctets(bytes), bytes, 0, bytes.length, defaultLimits)
        if (head === null) return
        let message: ReturnType<typeof parseMessage>
        try {
          message = parseMessage(Buffer.concat([bytes, Buffer.from('\r\n\r\n')]))
        } catch {
          return
        }
        if (isUsualMessage(message, methods)) expect(() => checkClosely(message, methods)).not.toThrow()
      }),
      { numRuns: 5_000 },
    )
  })
})
