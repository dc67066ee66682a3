import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseMessage,
  readCallId,
  readContactHeader,
  readFrom,
  readSequence,
  readTo,
  readVias,
  type SipMessage,
  SipParseError,
  SipStream,
  writeMessage,
} from './index.ts'
import { choices, type Meaning, meaning, spell } from './testing/spelling.ts'

function meaningOf(message: SipMessage): Meaning {
  const { headers } = message
  const contacts = readContactHeader(headers)
  return {
    start:
      message.kind === 'request'
        ? `${message.method} ${message.uri} SIP/2.0`
        : `SIP/2.0 ${message.status} ${message.reason}`,
    from: readFrom(headers),
    to: readTo(headers),
    callId: readCallId(headers),
    sequence: readSequence(headers),
    vias: readVias(headers),
    contacts: contacts === '*' ? [] : contacts,
    subject: headers.get('Subject') ?? '',
    body: new Uint8Array(message.body),
  }
}

describe('a message', () => {
  it('has the same meaning in every spelling: folded, compact, comma-joined, quoted, escaped, in any language', () => {
    fc.assert(
      fc.property(meaning, choices, (each, numbers) => {
        expect(meaningOf(parseMessage(spell(each, numbers)))).toEqual(each)
      }),
      { numRuns: 500 },
    )
  })

  it('is the same after writing and parsing, and is written the same again', () => {
    fc.assert(
      fc.property(meaning, choices, (each, numbers) => {
        const read = parseMessage(spell(each, numbers))
        const written = writeMessage(read)
        const again = parseMessage(written)
        expect([...again.headers]).toEqual([...read.headers])
        expect(meaningOf(again)).toEqual(each)
        expect(writeMessage(again)).toEqual(written)
      }),
      { numRuns: 300 },
    )
  })

  it('parses from a stream as from a datagram, whatever precedes and follows it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(meaning, choices), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 400 }),
        (several, step) => {
          const bytes = Buffer.concat(several.map(([each, numbers]) => spell(each, numbers)))
          const stream = new SipStream()
          const got: Meaning[] = []
          for (let start = 0; start < bytes.length; start += step) {
            for (const item of stream.push(bytes.subarray(start, start + step))) {
              if (item.kind === 'message') got.push(meaningOf(item.message))
            }
          }
          expect(got).toEqual(several.map(([each]) => each))
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('limits', () => {
  const head = 'OPTIONS sip:a SIP/2.0\r\n'
  /** What a datagram and a stream make of it. */
  const outcomes = (
    text: string,
    limits: { maxHeaderBytes: number; maxHeaders: number; maxBodyBytes: number },
  ) => {
    const bytes = Buffer.from(text)
    let alone = 'message'
    try {
      parseMessage(bytes, limits)
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
      alone = error.code
    }
    const streamed = new SipStream(limits)
      .push(bytes)
      .map((item) => ('error' in item ? item.error.code : item.kind))
    return [alone, ...streamed]
  }
  const wide = { maxHeaderBytes: 10_000, maxHeaders: 100, maxBodyBytes: 10_000 }

  it('accept messages up to their size, and none larger', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 900 }), fc.integer({ min: -3, max: 3 }), (limit, over) => {
        const expected = (code: string) => (over > 0 ? [code, code] : ['message', 'message'])

        const frame = `${head}l: 0\r\nx: `
        const filled = `${frame}${'y'.repeat(limit + over - frame.length)}`
        expect(outcomes(`${filled}\r\n\r\n`, { ...wide, maxHeaderBytes: limit })).toEqual(
          expected('headers-too-large'),
        )

        const size = Math.max(0, limit + over)
        expect(
          outcomes(`${head}l: ${size}\r\n\r\n${'z'.repeat(size)}`, { ...wide, maxBodyBytes: limit }),
        ).toEqual(expected('body-too-large'))

        const headers = 'x: y\r\n'.repeat(limit + over - 1)
        expect(outcomes(`${head}l: 0\r\n${headers}\r\n`, { ...wide, maxHeaders: limit })).toEqual(
          expected('headers-too-large'),
        )
      }),
    )
  })

  it('refuse endless headers before they exceed the limit, and an oversized length before its body arrives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 500 }), fc.integer({ min: 1, max: 60 }), (limit, step) => {
        const stream = new SipStream({ ...wide, maxHeaderBytes: limit, maxBodyBytes: limit })
        let sent = 0
        let broken = false
        while (!broken) {
          broken = stream.push(Buffer.from('A'.repeat(step))).some((item) => item.kind === 'broken')
          sent += step
          expect(sent).toBeLessThanOrEqual(limit + step)
        }
        expect(sent).toBeGreaterThan(limit)
      }),
    )
    const items = new SipStream({ ...wide, maxBodyBytes: 9 }).push(Buffer.from(`${head}l: 10\r\n\r\n`))
    expect(items).toMatchObject([{ kind: 'malformed', error: { code: 'body-too-large', status: 513 } }])
  })
})
