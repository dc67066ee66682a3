import { describe, expect, it } from 'vitest'
import {
  checkMessage,
  parseMessage,
  parseUri,
  readContactHeader,
  readSeconds,
  readTags,
  readTo,
  readVia,
  type SipMessage,
  SipParseError,
  SipStream,
  transactionBranch,
  UnreadableMessage,
  uriScheme,
  writeMessage,
} from '../../index.ts'
import { beyondSyntax } from './beyond-syntax.ts'
import { expand, messageBytes, messageNames } from './expand.ts'
import { invalidMessages } from './invalid-messages.ts'
import { outline, type TortureCase } from './outcome.ts'
import { validMessages } from './valid-messages.ts'

/** RFC 4475, "Session Initiation Protocol (SIP) Torture Test Messages": every message of section 3, in its order. */
const cases = [...validMessages, ...invalidMessages, ...beyondSyntax]

/** What the element in these tests speaks: enough that only the RFC's own unknown methods are unknown. */
const methods = new Set(['REGISTER', 'INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'MESSAGE'])

/** Reads and checks a datagram, as an element does that will act on it. */
function receive(bytes: Uint8Array, known: ReadonlySet<string> | null): SipMessage {
  const message = parseMessage(bytes)
  checkMessage(message, known)
  return message
}

function errorOf(run: () => unknown): SipParseError {
  try {
    run()
  } catch (error) {
    if (error instanceof SipParseError) return error
    throw error
  }
  throw new Error('it was accepted')
}

function outcomeInWords({ ours }: TortureCase): string {
  if (ours.kind === 'accepted') return ours.application ? `accepted, then ${ours.application}` : 'accepted'
  return ours.kind === 'rejected' ? `${ours.status} ${ours.code}` : `dropped, ${ours.code}`
}

describe('RFC 4475', () => {
  it('has all its messages here', () => {
    expect(cases.map(({ name }) => name).sort()).toEqual([...messageNames].sort())
    expect(new Set(cases.map(({ section }) => section)).size).toBe(49)
  })

  for (const each of cases) {
    const { section, name, title, asks, ours } = each
    describe(`${section} ${name}: ${title}. ${asks}`, () => {
      const bytes = messageBytes(name)

      if (ours.kind === 'accepted') {
        it(outcomeInWords(each), () => {
          const message = receive(bytes, null)
          const { target, ...exact } = ours.reads
          const got = outline(message, Object.keys(exact.headers ?? {}))
          if (target !== undefined) expect(got).toMatchObject({ target })
          for (const [key, value] of Object.entries(exact)) expect(got).toHaveProperty(key, value)
        })

        it('is the same after writing and parsing', () => {
          const message = receive(bytes, null)
          const names = [...message.headers].map((header) => header.name).filter(isNotLength)
          const again = parseMessage(writeMessage(message))
          expect(outline(again, names)).toEqual(outline(message, names))
          expect(again.body).toEqual(message.body)
        })
      } else {
        it(outcomeInWords(each), () => {
          const error = errorOf(() => receive(bytes, methods))
          expect(error.code).toBe(ours.code)
          expect(error instanceof UnreadableMessage && error.isRequest).toBe(ours.kind === 'rejected')
          if (ours.kind !== 'rejected') return
          expect(error.status).toBe(ours.status)
          // The answer needs the way back.
          expect(error instanceof UnreadableMessage && error.headers.get('Via')).toMatch(/^SIP/)
        })
      }
    })
  }
})

function isNotLength(name: string): boolean {
  return !/^(?:l|content-length)$/i.test(name)
}

describe('cases that RFC 4475 leaves to the application can be recognised', () => {
  const read = (name: string) => receive(messageBytes(name), null)
  const uriOf = (message: SipMessage) => (message.kind === 'request' ? message.uri : '')

  it.each(['intmeth', 'esc02'])('%s: 501, given the known methods', (name) => {
    expect(errorOf(() => receive(messageBytes(name), methods)).status).toBe(501)
  })

  it.each([
    ['unkscm', 'nobodyknowsthisscheme'],
    ['novelsc', 'soap.beep'],
  ])('%s: 416, since the scheme is %s', (name, scheme) => {
    expect(uriScheme(uriOf(read(name)))).toBe(scheme)
  })

  it('unksm2: 400 from a registrar, since To is not a SIP address', () => {
    const { headers } = read('unksm2')
    expect(errorOf(() => parseUri(readTo(headers).uri)).status).toBe(400)
  })

  it('bext01: 420, since the extensions are required', () => {
    const { headers } = read('bext01')
    expect([...readTags(headers, 'Require')]).toEqual(['nothingsupportsthis', 'nothingsupportsthiseither'])
    expect([...readTags(headers, 'Proxy-Require')]).toEqual([
      'noproxiessupportthis',
      'nordoanyproxiessupportthis',
    ])
  })

  it('badbranch: matched as in RFC 2543, since the branch is empty', () => {
    expect(transactionBranch(readVia(read('badbranch').headers))).toBeNull()
    expect(transactionBranch(readVia(read('inv2543').headers))).toBeNull()
    expect(transactionBranch(readVia(read('esc02').headers))).toBe('z9hG4bK209%fzsnel234')
  })

  it('esc01, escnull, regescrt: escapes in an address are resolved once', () => {
    const addresses = (name: string) => {
      const contacts = readContactHeader(read(name).headers)
      return contacts === '*' ? [] : contacts.map(({ uri }) => parseUri(uri))
    }
    expect(addresses('esc01')).toMatchObject([
      {
        user: 'caller',
        parameters: new Map([
          ['lr', null],
          ['name', 'value%41'],
        ]),
      },
    ])
    expect(parseUri(readTo(read('esc01').headers).uri).user).toBe('user')
    expect(addresses('escnull').map(({ user }) => user)).toEqual(['\0', '\0\0'])
    expect(parseUri(readTo(read('escnull').headers).uri).user).toBe('null-\0-null')
    expect(addresses('regescrt')).toMatchObject([{ headers: new Map([['Route', '<sip:sip.example.com>']]) }])
  })

  it('scalar02: with a valid CSeq, its expiry values would count as the default', () => {
    const { headers } = parseMessage(messageBytes('scalar02'))
    expect(readSeconds(headers.get('Expires'))).toBeNull()
    expect(readSeconds('280297596632815')).toBeNull()
    expect(readSeconds('4294967295')).toBe(4_294_967_295)
  })

  it('mismatch02: 400 from an element that lists no methods', () => {
    const error = errorOf(() => receive(messageBytes('mismatch02'), null))
    expect([error.code, error.status]).toEqual(['method-mismatch', 400])
  })
})

describe('RFC 4475 on a stream', () => {
  const kinds = (name: string, size = Number.POSITIVE_INFINITY) => {
    const stream = new SipStream()
    const bytes = messageBytes(name)
    const step = Math.min(size, bytes.length)
    const items = []
    for (let start = 0; start < bytes.length; start += step) {
      for (const item of stream.push(bytes.subarray(start, start + step))) {
        if (item.kind === 'message') items.push(item.message)
        else items.push('error' in item ? `${item.kind} ${item.error.code}` : item.kind)
      }
    }
    return { items, isWithinMessage: stream.isWithinMessage }
  }
  const framed = cases.filter(({ name }) => !['clerr', 'ncl', 'mcl01', 'dblreq', 'inv2543'].includes(name))

  it.each(framed)('$section $name ends where its Content-Length says, in any chunks', ({ name, ours }) => {
    for (const size of [1, 7, 64, undefined]) {
      const { items, isWithinMessage } = kinds(name, size)
      expect(items).toHaveLength(1)
      expect(isWithinMessage).toBe(false)
      if (ours.kind === 'accepted') expect(items).toEqual([parseMessage(messageBytes(name))])
    }
  })

  it('3.1.2.2 clerr: waits for the rest', () => {
    expect(kinds('clerr')).toEqual({ items: [], isWithinMessage: true })
  })

  it.each([
    ['3.1.2.3', 'ncl', 'broken bad-content-length'],
    ['3.3.9', 'mcl01', 'broken bad-content-length'],
    ['3.4.1', 'inv2543', 'broken missing-content-length'],
  ])('%s %s: %s, and the connection cannot be used further', (_section, name, item) => {
    expect(kinds(name).items).toEqual([item])
  })

  it('3.1.1.8 dblreq: two messages with keep-alives between them, since a stream has no noise', () => {
    // The second one's Content-Length is 150, where 155 octets follow: what is left is no message.
    const { items } = kinds('dblreq')
    expect(items).toMatchObject([
      { method: 'REGISTER' },
      'pong',
      { method: 'INVITE' },
      'broken missing-content-length',
    ])
  })
})

describe('the notation of RFC 4475 section 2', () => {
  it('is expanded', () => {
    const notation =
      '<allOneLine>\nA: b\n c<repeat count=3>de</repeat>\n<hex>0A00\nFF</hex>\n</allOneLine>\n\nx\n'
    expect(expand(notation).toString('latin1')).toBe('A: b cdedede\n\x00\xff\r\n\r\nx\r\n')
  })
})
