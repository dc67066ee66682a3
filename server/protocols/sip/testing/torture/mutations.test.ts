import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkMessage,
  parseMessage,
  parseUri,
  type SipMessage,
  SipParseError,
  SipStream,
  writeMessage,
} from '../../index.ts'
import { messageBytes, messageNames } from './expand.ts'

const originals = messageNames.map(messageBytes)

/** What stands instead of some bytes: what grammar is made of, a piece of another message, or anything. */
const patch = fc.oneof(
  fc
    .constantFrom(
      '',
      '\r\n',
      '\r\n ',
      '\r',
      '\n',
      ' ',
      '"',
      '\\',
      '<',
      '>',
      ';',
      ',',
      ':',
      '@',
      '%',
      '%00',
      '?',
      '=',
      '\0',
      'l: 3\r\n',
      'ü',
      '\u2028',
    )
    .map((text) => Buffer.from(text)),
  fc
    .tuple(fc.constantFrom(...originals), fc.nat(), fc.nat(80))
    .map(([bytes, start, length]) => bytes.subarray(start % bytes.length, (start % bytes.length) + length)),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
)
const edit = fc.record({ at: fc.nat(), removed: fc.oneof(fc.constantFrom(0, 1), fc.nat(40)), patch })

const mutated = fc
  .tuple(fc.constantFrom(...originals), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([original, edits]) =>
    edits.reduce((bytes, { at, removed, patch: put }) => {
      const start = at % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + removed)])
    }, original),
  )

function orNull<T>(run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

/** All of a message but its length, which is written as it is. */
function plain(message: SipMessage) {
  const headers = [...message.headers].filter(({ name }) => !/^(?:l|content-length)$/i.test(name))
  return { ...message, headers, body: [...message.body] }
}

describe('the messages of RFC 4475, changed at random', () => {
  it('throw only SipParseError, or can be written and parsed to the same message', () => {
    let read = 0
    fc.assert(
      fc.property(mutated, (bytes) => {
        const message = orNull(() => parseMessage(bytes))
        if (message === null) return
        read += 1
        orNull(() => checkMessage(message))
        if (message.kind === 'request') orNull(() => parseUri(message.uri))
        for (const { name } of message.headers) orNull(() => message.headers.list(name))
        expect(plain(parseMessage(writeMessage(message)))).toEqual(plain(message))
      }),
      { numRuns: 3000 },
    )
    // Otherwise nothing was tried.
    expect(read).toBeGreaterThan(300)
  })

  it('parse the same from a stream in any chunks', () => {
    const summary = (bytes: Uint8Array, step: number) => {
      const stream = new SipStream()
      const items: unknown[] = []
      for (let start = 0; start < bytes.length; start += step) {
        for (const item of stream.push(bytes.subarray(start, start + step))) {
          // Which of CRLFs is a ping depends on when they come; that they are there does not.
          if (item.kind === 'message') items.push(plain(item.message))
          else if ('error' in item) items.push(item.kind, item.error.code)
        }
      }
      return items
    }
    fc.assert(
      fc.property(
        fc.array(mutated, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 200 }),
        (all, step) => {
          const bytes = Buffer.concat(all)
          expect(summary(bytes, step)).toEqual(summary(bytes, bytes.length + 1))
        },
      ),
      { numRuns: 500 },
    )
  })
})
