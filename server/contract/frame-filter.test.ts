import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FilterOptions, longestFilter, parseFrameFilter } from './frame-filter.ts'
import { writeFilter } from './frame-filter-tree.ts'
import { type ReadableFrame, readable } from './readable-frame.ts'
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

function numbersOf(filter: string, own: readonly ReadableFrame[], options: FilterOptions = {}): number[] {
  const parsed = parseFrameFilter(filter, options)
  if (parsed.problem !== null) throw new Error(`column ${parsed.column}: ${parsed.problem}`)
  return own.filter((frame) => parsed.test(frame)).map(({ number }) => number)
}

function numbers(filter: string, isOpened = true): number[] {
  const own = frames.map((frame) => readable(frame, isOpened))
  return numbersOf(filter, own)
}

function fail(): never {
  throw new Error('there is no such frame')
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
    const parsed = parseFrameFilter('handheld:$handheld REGISTER', {
      spell: (word) => word.replace('$handheld', 'a (b) or c'),
    })
    const own = frames.map((frame) => ({ ...frame, handheld: frame.handheld && 'a (b) or c' }))
    expect(
      parsed.problem === null
        ? own.filter((frame) => parsed.test(readable(frame, true))).map(({ number }) => number)
        : parsed,
    ).toEqual([6, 7])
  })

  it('asks for login, step, session and user', () => {
    const login = { flow: '2100000A-1', session: 's-1', user: 'CORP\\alice' }
    const own = [
      { ...frames[1], ...login, step: '2', session: null },
      { ...frames[3], ...login, step: '4d' },
      { ...frames[4], ...login, step: '4e' },
      { ...frames[5], ...login, step: '5', callId: 'f00d1234' },
      { ...frames[6], ...login, flow: null, step: null, callId: 'f00d1234', user: 'alice' },
    ].map((frame, index): FrameView => ({ ...(frames[0] ?? fail()), ...frame, number: index + 1 }))
    const found = (filter: string) =>
      numbersOf(
        filter,
        own.map((frame) => readable(frame, true)),
      )
    expect(found('flow:2100000a-1')).toEqual([1, 2, 3, 4])
    expect(found('login:none')).toEqual([5])
    expect(found('step:4D')).toEqual([2])
    expect(found('step:4')).toEqual([2, 3])
    expect(found('step:4 or step:5 -flow:none')).toEqual([2, 3, 4])
    expect(found('session:S-1')).toEqual([2, 3, 4, 5])
    expect(found('session:none')).toEqual([1])
    expect(found('session:any flow:none')).toEqual([5])
    expect(found('user:alice')).toEqual([1, 2, 3, 4, 5])
    expect(found('user:alice@corp.example')).toEqual([1, 2, 3, 4, 5])
    expect(found('user:bob')).toEqual([])
    expect(found('call:f00d')).toEqual([4, 5])
    expect(found('call:00d')).toEqual([])
  })

  it('asks for what is inside the layers, for SIP headers and how long an answer took', () => {
    const own = frames.map((frame, index) => ({
      ...readable(frame, true),
      tookMs: frame.number === 7 ? 250 : null,
      body: frame.number === 6 ? 'register sip:corp.example\\nexpires: 7200' : '',
      headers:
        index === 5
          ? [
              { name: 'f', value: '"alice smith" <sip:alice@corp.example>' },
              { name: 'expires', value: '7200' },
            ]
          : [],
    }))
    const found = (filter: string) => numbersOf(filter, own)
    expect(found('body:"Expires: 7200"')).toEqual([6])
    expect(found('header:Expires')).toEqual([6])
    expect(found('header:EXPIRES=72')).toEqual([6])
    expect(found('header:expires=300')).toEqual([])
    expect(found('header:From="alice smith"')).toEqual([6])
    expect(found('header:"from=alice smith"')).toEqual([6])
    expect(found('header:To')).toEqual([])
    expect(found('took>200ms')).toEqual([7])
    expect(found('took>=0.25')).toEqual([7])
    expect(found('took<250ms')).toEqual([])
    expect(found('not (took>1s)')).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('asks for times of day, on the clock of whoever asks', () => {
    const times = [
      '09:59:59.999',
      '10:00:00.000',
      '10:05:00.000',
      '10:05:30.500',
      '23:59:00.000',
      '00:01:00.000',
    ]
    const own = times.map((time, index) => ({
      ...readable(frames[0] ?? fail(), true),
      number: index + 1,
      at: Date.parse(`2011-03-01T${time}+02:00`),
    }))
    const found = (filter: string) => numbersOf(filter, own, { zoneOffsetMs: 7_200_000 })
    expect(found('time:10:00..10:05')).toEqual([2, 3])
    expect(found('time:10:05')).toEqual([3, 4])
    expect(found('time:10:05:30')).toEqual([4])
    expect(found('time:10:05:30.5')).toEqual([4])
    expect(found('time>10:05')).toEqual([5])
    expect(found('time>=10:05')).toEqual([3, 4, 5])
    expect(found('time<10:00')).toEqual([1, 6])
    expect(found('time<=10:00')).toEqual([1, 2, 6])
    expect(found('time:23:00..00:30')).toEqual([5, 6])
    expect(found('time:10:05..')).toEqual([3, 4, 5])
    expect(found('time:..10:00')).toEqual([1, 2, 6])
  })

  it('tells what it is without pauses, which depend on the other frames', () => {
    const at = (gapMs: number | null): ReadableFrame => ({ ...readable(frames[5] ?? fail(), true), gapMs })
    const parsed = parseFrameFilter('sip gap>5s')
    if (parsed.problem !== null) throw new Error(parsed.problem)
    expect([parsed.test(at(5_001)), parsed.test(at(5_000)), parsed.test(at(null))]).toEqual([
      true,
      false,
      false,
    ])
    expect([parsed.base?.(at(null)), parsed.base?.({ ...at(null), protocol: 'TLS' })]).toEqual([true, false])
    for (const relative of ['not (gap>5s)', 'sip or gap>5', 'not (sip gap>5s)']) {
      const filter = parseFrameFilter(relative)
      expect(filter.problem === null && filter.base?.({ ...at(null), protocol: 'TLS' }), relative).toBe(true)
    }
    expect(parseFrameFilter('sip')).toMatchObject({ base: null, needsLab: false })
    for (const filter of ['gap>1s', '-body:x', 'a or (b header:To)', 'took<1s']) {
      expect(parseFrameFilter(filter), filter).toMatchObject({ needsLab: true })
    }
  })

  it('can be written anew from what was understood', () => {
    const word = fc.constantFrom(
      'sip',
      'alice',
      '"200 OK"',
      'hop:wireless',
      'size>=700',
      'direction!=up',
      'status:2xx',
    )
    const text = fc.letrec<{ filter: string }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4 },
        word,
        tie('filter').map((one) => `-(${one})`),
        fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((all) => `(${all.join(' ')})`),
        fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((any) => `(${any.join(' or ')})`),
      ),
    })).filter
    fc.assert(
      fc.property(text, (filter) => {
        const parsed = parseFrameFilter(filter)
        fc.pre(filter.length < longestFilter / 2)
        if (parsed.problem !== null || !parsed.tree) throw new Error(parsed.problem ?? 'it is empty')
        const again = writeFilter(parsed.tree)
        expect(numbers(again), again).toEqual(numbers(filter))
      }),
    )
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
    ['direction:downn', 11, 'did you mean "down"?'],
    ['step:login', 6, 'such as 4d, or 4 for 4a to 4e, after "step:"; found "login"'],
    ['stepp:4d', 1, 'did you mean "step"?'],
    ['flow>3', 1, 'found ">"'],
    ['time:25:00', 6, 'such as 10:05, 10:00..10:05 or time>10:05:30, after "time:"; found "25:00"'],
    ['time:10:00..11:00..12:00', 6, 'found "10:00..11:00..12:00"'],
    ['time:..', 6, 'found ".."'],
    ['time>10:00..11:00', 6, 'found "10:00..11:00"'],
    ['gap>soon', 5, 'such as gap>5s, after "gap>"; found "soon"'],
    ['gap:5s', 5, 'found "5s"'],
    ['took>', 6, 'such as took>200ms, after "took>"'],
    ['took>5y', 6, 'found "5y"'],
    ['header:=7200', 9, 'after "header:"; found "7200"'],
    ['header:a/b=1', 8, 'found "a/b=1"'],
    ['header>Expires', 1, 'found ">"'],
    ['body:', 6, 'expected text within the layers'],
    ['body:""', 6, 'found ""'],
    ['call:', 6, 'expected the Call-ID'],
    ['not (took>1s', 5, 'expected ")" to close'],
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
