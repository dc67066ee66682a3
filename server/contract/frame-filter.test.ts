import { describe, expect, it } from 'vitest'
import { parseFrameFilter } from './frame-filter.ts'
import { readable } from './frame-filter-keys.ts'
import type { FrameView } from './views.ts'

const facts = { flow: null, step: null, session: null, user: null, callId: null }
const common = {
  ...facts,
  at: 0,
  direction: 'up',
  handheld: 'alice',
  sizeBytes: 200,
  isEncrypted: true,
} as const

const frames: readonly FrameView[] = [
  {
    ...common,
    number: 1,
    hop: 'handheld-dispatcher',
    handheld: null,
    protocol: 'SRP',
    isEncrypted: false,
    sizeBytes: 37,
    summary: 'challenge',
    openedSummary: 'challenge',
  },
  {
    ...common,
    number: 2,
    hop: 'handheld-dispatcher',
    protocol: 'Envelope',
    summary: 'message 1, packet 1/1, AES-256',
    openedSummary: 'login-request alice',
  },
  {
    ...common,
    number: 3,
    hop: 'dispatcher-service',
    protocol: 'JSON',
    isEncrypted: false,
    summary: 'decrypted content, 61 bytes',
    openedSummary: 'login-request alice',
  },
  {
    ...common,
    number: 4,
    hop: 'service-directory',
    protocol: 'LDAP',
    isEncrypted: false,
    summary: 'bindRequest SASL GSS-SPNEGO (NTLM negotiate)',
    openedSummary: 'bindRequest SASL GSS-SPNEGO (NTLM negotiate)',
  },
  {
    ...common,
    number: 5,
    hop: 'service-communications',
    handheld: null,
    protocol: 'TLS',
    sizeBytes: 2_400,
    summary: 'TLS handshake completed, 2400 bytes',
    openedSummary: 'TLS handshake completed: certificate of ocs.corp.example accepted',
  },
  {
    ...common,
    number: 6,
    hop: 'service-communications',
    protocol: 'SIP',
    sizeBytes: 700,
    summary: 'TLS application data, 700 bytes',
    openedSummary: 'REGISTER sip:corp.example',
  },
  {
    ...common,
    number: 7,
    hop: 'service-communications',
    direction: 'down',
    protocol: 'SIP',
    sizeBytes: 500,
    summary: 'TLS application data, 500 bytes',
    openedSummary: '200 OK (REGISTER)',
  },
  {
    ...common,
    number: 8,
    hop: 'dispatcher-service',
    direction: 'down',
    protocol: 'JSON',
    isEncrypted: false,
    summary: 'decrypted content, 90 bytes',
    openedSummary: 'login-accepted sip:alice@corp.example',
  },
]

function numbers(filter: string, isOpened = true): number[] {
  const parsed = parseFrameFilter(filter)
  if (parsed.problem !== null) throw new Error(`column ${parsed.column}: ${parsed.problem}`)
  return frames.filter((frame) => parsed.test(readable(frame, isOpened))).map(({ number }) => number)
}

describe('a filter for frames', () => {
  it.each<[string, number[]]>([
    ['', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['login-request', [2, 3]],
    ['REGISTER', [6, 7]],
    ['register ALICE', [6, 7]],
    ['LDAP', [4]],
    ['ntlm', [4]],
    ['directory', [4]],
    ['wireless', [1, 2]],
    ['"200 OK"', [7]],
    ['200 OK (REGISTER)', [7]],
    ['200', [7]],
    ['sip:alice@corp.example', [8]],
    ['corp.example', [5, 6, 8]],
  ])('finds words and phrases: %s', (filter, found) => expect(numbers(filter)).toEqual(found))

  it('matches the protocol with its name, and text with the same word in quotes', () => {
    expect(numbers('sip')).toEqual([6, 7])
    expect(numbers('"sip"')).toEqual([6, 7, 8])
    expect(numbers('TLS')).toEqual([5])
    expect(numbers('envelope')).toEqual(numbers('GME'))
  })

  it.each<[string, number[]]>([
    ['hop:wireless', [1, 2]],
    ['hop:service-communications', [5, 6, 7]],
    ['hop:"Service – Communications Server"', [5, 6, 7]],
    ['hop:5061', [5, 6, 7]],
    ['handheld:ALICE', [2, 3, 4, 6, 7, 8]],
    ['device:none', [1, 5]],
    ['protocol:sip', [6, 7]],
    ['protocol: sip', [6, 7]],
    ['protocol == "SIP" && direction == up', [6]],
    ['hop != wireless json', [3, 8]],
    ['direction:down', [7, 8]],
    ['encrypted:no hop:wireless', [1]],
    ['size>2000', [5]],
    ['size:>=700', [5, 6]],
    ['size < 100', [1]],
    ['method:register', [6]],
    ['status:200', [7]],
    ['status:2xx', [7]],
    ['status>=400', []],
    ['number>6', [7, 8]],
    ['text:"login-"', [2, 3, 8]],
  ])('takes keys: %s', (filter, found) => expect(numbers(filter)).toEqual(found))

  it.each<[string, number[]]>([
    ['-sip -json', [1, 2, 4, 5]],
    ['not sip and !json', [1, 2, 4, 5]],
    ['srp or ldap', [1, 4]],
    ['srp or ldap ntlm', [1, 4]],
    ['(srp || ldap) -ntlm', [1]],
    ['not (json or sip or envelope)', [1, 4, 5]],
    ['-hop:wireless login', [3, 8]],
    ['"or"', [4, 5, 6, 8]],
  ])('combines: %s', (filter, found) => expect(numbers(filter)).toEqual(found))

  it('does not match encrypted content', () => {
    expect(numbers('login-request', false)).toEqual([])
    expect(numbers('method:REGISTER', false)).toEqual([])
    expect(numbers('sip', false)).toEqual([6, 7])
    expect(numbers('"application data"', false)).toEqual([6, 7])
  })

  it('replaces placeholders in words and values, whatever characters the replacement has', () => {
    const parsed = parseFrameFilter('handheld:$handheld REGISTER', (word) =>
      word.replace('$handheld', 'a (b) or c'),
    )
    const own = frames.map((frame) => ({ ...frame, handheld: frame.handheld && 'a (b) or c' }))
    expect(
      parsed.problem === null
        ? own.filter((frame) => parsed.test(readable(frame, true))).map(({ number }) => number)
        : parsed,
    ).toEqual([6, 7])
  })

  it.each([
    ['protocl:sip', 1, 'unknown key "protocl"; did you mean "protocol"?'],
    ['sip hopp:wireless', 5, 'unknown key "hopp"; did you mean "hop"?'],
    ['colour:red', 1, 'unknown key "colour"; known: hop, handheld, '],
    ['sip hop:', 9, 'expected the hop, such as wireless or service-communications, after "hop:"'],
    ['hop:wirless', 5, 'service-communications, after "hop:"; found "wirless"'],
    ['protocol:spi', 10, 'found "spi"'],
    [
      'direction:left',
      11,
      'expected up (from the handheld) or down (to it), after "direction:"; found "left"',
    ],
    ['size>big', 6, 'expected bytes on the wire, such as size>2000, after "size>"; found "big"'],
    ['hop>wireless', 1, 'found ">"'],
    ['sip (a or b', 5, 'expected ")" to close this "("'],
    ['a)', 2, 'found ")"'],
    ['()', 2, 'expected a word, found ")"'],
    ['a "b c', 3, 'expected another " to end this phrase'],
    ['a or', 5, 'expected a word, found the end'],
    ['or a', 1, 'expected a word before "or"'],
    ['not', 4, 'expected a word, found the end'],
  ])('places what is wrong in %s', (filter, column, words) => {
    expect(parseFrameFilter(filter)).toEqual({ column, problem: expect.stringContaining(words) })
  })

  it('has a maximum length', () => {
    expect(parseFrameFilter('a'.repeat(1_001))).toEqual({
      column: 1_001,
      problem: 'expected at most 1000 characters',
    })
  })

  it('parses any text quickly and without an exception', () => {
    for (const piece of [
      '(',
      '!',
      '-',
      'a or ',
      'a(',
      '"',
      "'",
      'hop:',
      'size>',
      ')',
      'sip:',
      '\u{1F4F1} ',
    ]) {
      const parsed = parseFrameFilter(piece.repeat(Math.floor(1_000 / piece.length)))
      expect(parsed.problem === null || parsed.column >= 1).toBe(true)
    }
  })
})
