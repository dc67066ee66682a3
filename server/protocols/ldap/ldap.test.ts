import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMessage } from './decode.ts'
import { encodeMessage } from './encode.ts'
import { ldapFrame } from './frame.ts'
import { createMessageSplitter } from './framing.ts'
import { LdapError } from './ldap-error.ts'
import type { LdapOperation } from './messages.ts'
import { readSpnego, writeSpnegoInit, writeSpnegoResponse } from './spnego.ts'

const octets = fc.uint8Array({ maxLength: 300 })
const result = fc.record({ code: fc.nat(100), matchedDn: fc.string(), diagnostic: fc.string() })
const operations: fc.Arbitrary<LdapOperation> = fc.oneof(
  fc.record({
    kind: fc.constant('bindRequest' as const),
    version: fc.constant(3),
    name: fc.string({ unit: 'grapheme' }),
    authentication: fc.oneof(
      fc.record({ kind: fc.constant('simple' as const), password: octets }),
      fc.record({
        kind: fc.constant('sasl' as const),
        mechanism: fc.string(),
        credentials: fc.option(octets),
      }),
    ),
  }),
  fc.record({ kind: fc.constant('bindResponse' as const), result, serverSaslCreds: fc.option(octets) }),
  fc.record({ kind: fc.constant('extendedRequest' as const), oid: fc.string(), value: fc.option(octets) }),
  fc.record({
    kind: fc.constant('extendedResponse' as const),
    result,
    oid: fc.option(fc.string()),
    value: fc.option(octets),
  }),
  fc.constant({ kind: 'unbindRequest' as const }),
)
const messages = fc.record({ id: fc.nat(2 ** 31 - 1), operation: operations })

/** Buffers and byte arrays compare as what they hold. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner) =>
      isBytes(inner) ? Buffer.from(toBytes(inner)).toString('hex') : inner,
    ),
  )
const isBytes = (value: unknown) =>
  value instanceof Uint8Array ||
  (typeof value === 'object' && value !== null && 'type' in value && 'data' in value)
const toBytes = (value: unknown): Uint8Array => {
  if (value instanceof Uint8Array) return value
  return Buffer.from(
    typeof value === 'object' && value && 'data' in value && Array.isArray(value.data) ? value.data : [],
  )
}

test('every written message parses to the same message', () => {
  fc.assert(
    fc.property(messages, (message) => {
      expect(plain(decodeMessage(encodeMessage(message)))).toEqual(plain({ ...message, controls: [] }))
    }),
  )
})

test('the decoders throw only their own error, for any input', () => {
  const mutated = fc
    .tuple(
      messages.map(encodeMessage),
      fc.nat(400),
      fc.array(fc.tuple(fc.nat(100), fc.nat(255)), { maxLength: 6 }),
    )
    .map(([sample, length, changes]) => {
      const copy = Buffer.from(sample.subarray(0, length))
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value
      return copy
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (input) => {
      for (const read of [decodeMessage, readSpnego, createMessageSplitter({ maxBytes: 1000 }).push]) {
        try {
          read(input)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(LdapError)
        }
      }
      const frame = ldapFrame({ bytes: input, direction: 'up', isEncrypted: false, pin: null })
      expect(frame.summary()).not.toBe('')
      frame.layers({ reveal: false })
    }),
    { numRuns: 3000 },
  )
})

describe('the message splitter', () => {
  const sent = [1, 2, 3].map((id) =>
    encodeMessage({
      id,
      operation: { kind: 'extendedRequest', oid: '1.2.3', value: new Uint8Array(200 * id) },
    }),
  )

  test('finds the messages in any chunks of bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (sizes) => {
        const stream = Buffer.concat(sent)
        const splitter = createMessageSplitter({ maxBytes: 2000 })
        const found: Uint8Array[] = []
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          found.push(...splitter.push(stream.subarray(at, at + size)))
          at += size
        }
        expect(found.map((one) => Buffer.from(one))).toEqual(sent)
        expect(splitter.hasRest).toBe(false)
      }),
    )
  })

  test('refuses an oversized message before all of it has arrived', () => {
    const splitter = createMessageSplitter({ maxBytes: 1000 })
    expect(() => splitter.push(Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff))).toThrow('4294967301 bytes')
  })

  test('refuses bytes that are not LDAP', () => {
    expect(() => createMessageSplitter({ maxBytes: 1000 }).push(Buffer.from('GET / HTTP/1.1'))).toThrow(
      '0x47',
    )
  })
})

test('a filter that is nested too deeply is refused', () => {
  let filter = Buffer.from('870161', 'hex')
  for (let depth = 0; depth < 60; depth += 1) filter = Buffer.concat([Buffer.of(0xa2, filter.length), filter])
  const body = Buffer.concat([
    Buffer.from('04000a01020a0100020100020100010100', 'hex'),
    filter,
    Buffer.from('3000', 'hex'),
  ])
  const operation = Buffer.concat([Buffer.of(0x63, 0x81, body.length), body])
  const message = Buffer.concat([Buffer.of(0x30, 0x81, operation.length + 3, 0x02, 0x01, 0x01), operation])
  expect(() => decodeMessage(message)).toThrow('nested deeper')
})

test('SPNEGO wraps and unwraps a token', () => {
  const token = Buffer.from('NTLMSSP\0 and the rest', 'latin1')
  expect(readSpnego(token)).toMatchObject({ kind: 'raw' })
  expect(plain(readSpnego(writeSpnegoInit(token)))).toEqual(plain({ kind: 'init', offersNtlm: true, token }))
  expect(plain(readSpnego(writeSpnegoResponse({ state: 1, namesNtlm: true, token })))).toEqual(
    plain({ kind: 'response', state: 1, token }),
  )
})

test('a frame shows a password only on request', () => {
  const bytes = encodeMessage({
    id: 1,
    operation: {
      kind: 'bindRequest',
      version: 3,
      name: 'alice@corp.example',
      authentication: { kind: 'simple', password: Buffer.from('hunter2') },
    },
  })
  const frame = ldapFrame({ bytes, direction: 'up', isEncrypted: true, pin: '2100000A' })
  const shown = (reveal: boolean) =>
    frame
      .layers({ reveal })
      .map(
        ({ fields, bytes: raw }) => `${JSON.stringify(fields)} ${Buffer.from(raw ?? []).toString('latin1')}`,
      )
      .join()
  expect(shown(true).match(/hunter2/g)).toHaveLength(2)
  expect(shown(false)).not.toContain('hunter2')
  expect(frame.summary()).not.toContain('alice')
  expect(frame.openedSummary()).toBe('bindRequest simple alice@corp.example')
})
