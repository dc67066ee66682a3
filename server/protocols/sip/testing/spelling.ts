import fc from 'fast-check'
import type { NameAddress, SipParameters, Via } from '../index.ts'

/** What a generated message means, apart from how it is spelled. */
export interface Meaning {
  readonly start: string
  readonly from: NameAddress
  readonly to: NameAddress
  readonly callId: string
  readonly sequence: { readonly number: number; readonly method: string }
  readonly vias: readonly Via[]
  readonly contacts: readonly NameAddress[]
  readonly subject: string
  readonly body: Uint8Array
}

/** RFC 3261 section 25.1, and RFC 2234's white space: every name that has a short form, with it. */
const spellings = {
  From: ['From', 'f', 'F', 'FROM', 'from'],
  To: ['To', 't', 'T', 'TO'],
  'Call-ID': ['Call-ID', 'i', 'I', 'call-id', 'CALL-id'],
  CSeq: ['CSeq', 'cseq', 'CSEQ'],
  Via: ['Via', 'v', 'V', 'VIA', 'vIa'],
  Contact: ['Contact', 'm', 'M', 'contact'],
  Subject: ['Subject', 's', 'S', 'sUBJECT'],
  'Content-Length': ['Content-Length', 'l', 'L', 'content-length'],
} as const

const token = fc.stringMatching(/^[A-Za-z0-9\-.!%*_+`'~]{1,10}$/)
/** Any characters, quotes and backslashes among them; runs of white space are one, as folding cannot tell them apart. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 24 }),
    fc
      .array(fc.constantFrom('"', '\\', ',', ';', '<', '>', ':', ' ', 'a', 'ü', '大', '\u2028', '%41'), {
        maxLength: 16,
      })
      .map((parts) => parts.join('')),
  )
  .map((each) =>
    each
      .replace(/[\r\n\0]/g, '')
      .replace(/[ \t]+/g, ' ')
      .replace(/^ | $/g, ''),
  )

const parameters = fc
  .dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.option(fc.oneof(token, text)), { maxKeys: 4 })
  .map((each) => new Map(Object.entries(each)))
const uri = fc.constantFrom(
  'sip:alice@corp.example',
  'sips:b@[::1]:5061;transport=tls;lr',
  'sip:a,b;c@d?Route=%3Ce%3E',
  'tel:+1',
)
const person = fc.record({ displayName: text, uri, parameters })
const via = fc.record({
  transport: fc.constantFrom('UDP', 'TCP', 'TLS', 'X-NEW'),
  host: fc.constantFrom('a.example', '192.0.2.1', '[2001:db8::1]'),
  port: fc.option(fc.integer({ min: 0, max: 65_535 })),
  parameters,
})

export const meaning: fc.Arbitrary<Meaning> = fc.record({
  start: fc.oneof(
    token.map((method) => `${method} sip:a@b;lr SIP/2.0`),
    fc
      .tuple(fc.integer({ min: 100, max: 699 }), text)
      .map(([status, reason]) => `SIP/2.0 ${status} ${reason}`),
  ),
  from: person,
  to: person,
  callId: fc.stringMatching(/^[!-~]{1,20}$/),
  sequence: fc.record({ number: fc.integer({ min: 0, max: 2 ** 31 - 1 }), method: token }),
  vias: fc.array(via, { minLength: 1, maxLength: 4 }),
  contacts: fc.array(person, { maxLength: 4 }),
  subject: text,
  body: fc.uint8Array({ maxLength: 60 }),
})

/** Numbers that decide, one after the other and over again, how a message is spelled. */
export const choices = fc.array(fc.nat(10_000), { minLength: 150, maxLength: 150 })

/** Writes a message in one of the many ways that RFC 3261 section 7.3.1 allows. */
export function spell(each: Meaning, numbers: readonly number[]): Buffer {
  let next = 0
  function pick<T>(from: readonly [T, ...T[]]): T {
    const number = numbers[next % numbers.length] ?? 0
    next += 1
    return from[number % from.length] ?? from[0]
  }
  const folds = [' ', '\r\n ', ' \r\n\t ', '  \r\n  \r\n '] as const
  const maybeSpace = () => pick(['', '', '\t', ...folds])
  /** Any space may be a fold, in a quoted string too. */
  const folded = (value: string) => value.replaceAll(' ', () => pick([' ', ' ', ...folds]))
  const line = (name: keyof typeof spellings, value: string) =>
    `${pick(spellings[name])}${pick(['', '', ' ', '\t '])}:${maybeSpace()}${value}${pick(['', '', ' ', '\r\n '])}`
  /** Every character of ASCII may stand behind a backslash, whether it needs to or not. */
  const quotedText = (value: string) =>
    `"${folded(value).replace(/[!-~]/g, (each) => (/["\\]/.test(each) || pick([false, false, true]) ? `\\${each}` : each))}"`
  const isPlain = (value: string) => /^[A-Za-z0-9\-.!%*_+`'~]+$/.test(value)
  const parameterList = (all: SipParameters) => {
    let list = ''
    for (const [name, value] of all) {
      list += `${maybeSpace()};${maybeSpace()}${pick([name, name.toUpperCase()])}`
      if (value === null) continue
      list += `${maybeSpace()}=${maybeSpace()}`
      list += isPlain(value) && pick([true, false]) ? value : quotedText(value)
    }
    return list
  }
  const address = ({ displayName, uri, parameters }: NameAddress) => {
    const isTokens = displayName === '' || displayName.split(' ').every(isPlain)
    const name = isTokens && pick([true, false]) ? folded(displayName) : quotedText(displayName)
    return `${name}${maybeSpace()}<${uri}>${parameterList(parameters)}`
  }
  const viaValue = ({ transport, host, port, parameters }: Via) => {
    const [first, second] = [
      `SIP${maybeSpace()}/${maybeSpace()}2.0`,
      `${maybeSpace()}/${maybeSpace()}${transport}`,
    ]
    const at = port === null ? '' : `${maybeSpace()}:${maybeSpace()}${port}`
    return `${first}${second}${pick(folds)}${host}${at}${parameterList(parameters)}`
  }
  /** On lines of their own or joined by commas. */
  const lines = (name: keyof typeof spellings, values: readonly string[]) => {
    const joined: string[][] = []
    for (const value of values) {
      const last = joined.at(-1)
      if (last && pick([true, false])) last.push(value)
      else joined.push([value])
    }
    return joined.map((group) => line(name, group.join(pick([',', ', ', ' ,\r\n ']))))
  }
  const groups = [
    ...lines('Via', each.vias.map(viaValue)),
    line('From', address(each.from)),
    line('To', address(each.to)),
    line('Call-ID', each.callId),
    line('CSeq', `${each.sequence.number}${pick(folds)}${each.sequence.method}`),
    ...lines('Contact', each.contacts.map(address)),
    line('Subject', folded(each.subject)),
    line('Content-Length', String(each.body.length)),
  ]
  return Buffer.concat([Buffer.from(`${each.start}\r\n${groups.join('\r\n')}\r\n\r\n`), each.body])
}
