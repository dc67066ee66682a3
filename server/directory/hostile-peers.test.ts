import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock/index.ts'
import { encodeMessage } from '../protocols/ldap/index.ts'
import type { Directory } from '../stand-ins/directory/index.ts'
import {
  password,
  startTestDirectory,
  testCertificate,
  testClient,
} from '../stand-ins/directory/testing/fixtures.ts'
import { noticeInEnglish } from '../words/testing/in-english.ts'

let clock: VirtualClock
let directory: Directory
let problems: string[]
const peers: Socket[] = []
const certificate = testCertificate('dc.corp.example')

beforeEach(async () => {
  clock = createVirtualClock()
  problems = []
  directory = await startTestDirectory(clock, {
    certificate,
    onProblem: (notice) => problems.push(noticeInEnglish(notice)),
  })
})

afterEach(async () => {
  for (const peer of peers.splice(0)) peer.destroy()
  await directory.stop()
})

/** A peer from outside the lab, which counts nothing. */
function peer(): { socket: Socket; received: Promise<Buffer> } {
  const socket = connect({ host: '127.0.0.1', port: directory.port })
  peers.push(socket)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  return {
    socket,
    received: new Promise((resolve) => socket.on('close', () => resolve(Buffer.concat(chunks)))),
  }
}

/** Real I/O with somebody outside: a few turns of the event loop until `condition` holds. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000 && !condition(); turn += 1)
    await new Promise((resolve) => setImmediate(resolve))
  expect(condition()).toBe(true)
}

async function stillServes(): Promise<void> {
  const client = testClient(clock, directory.port)
  expect(
    await clock.runUntil(client.authenticate({ user: 'alice', password, pin: '2100000A' })),
  ).toMatchObject({
    isAuthenticated: true,
  })
}

const whoAmI = encodeMessage({
  id: 1,
  operation: { kind: 'extendedRequest', oid: '1.3.6.1.4.1.4203.1.11.3', value: null },
})
const startTls = encodeMessage({
  id: 1,
  operation: { kind: 'extendedRequest', oid: '1.3.6.1.4.1.1466.20037', value: null },
})

/** A search of the root DSE with something wrong in it. */
function searchOf(wrong: {
  scope?: number
  dereference?: number
  sizeLimit?: number
  filter?: string
}): Buffer {
  const { scope = 0, dereference = 0, sizeLimit = 0, filter = '870b6f626a656374436c617373' } = wrong
  const body = Buffer.concat([
    Buffer.from([0x04, 0, 0x0a, 1, scope, 0x0a, 1, dereference, 0x02, 1, sizeLimit, 0x02, 1, 0, 0x01, 1, 0]),
    Buffer.from(filter, 'hex'),
    Buffer.from('3000', 'hex'),
  ])
  return Buffer.concat([Buffer.from([0x30, body.length + 5, 0x02, 1, 1, 0x63, body.length]), body])
}

test.each([
  ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['a message that is too long', Buffer.from('3084ffffffff', 'hex')],
  ['a message that claims more inside than it has', Buffer.from('3005020101607f', 'hex')],
  ['an operation that does not exist', Buffer.from('30050201017f00', 'hex')],
  // RFC 4511 section 4.1.1.1: 0 is the number of notices, and no number is negative.
  [
    'a request with the message ID 0',
    Buffer.from('30250201006320040' + '00a01000a0100020100020100010100870b6f626a656374436c6173733000', 'hex'),
  ],
  ['a request with a negative message ID', Buffer.from('30050201ff4200', 'hex')],
  ['a message ID of five bytes', Buffer.from('3009020500ffffffff4200', 'hex')],
  ['an empty message ID', Buffer.from('300402004200', 'hex')],
  ['an answer where a request should be', Buffer.from('300c02010161070a010004000400', 'hex')],
  ['an entry of an answer', Buffer.from('3009020101640404003000', 'hex')],
  ['a search with an unknown scope', searchOf({ scope: 3 })],
  ['a search with an unknown way of following aliases', searchOf({ dereference: 4 })],
  ['a search with a negative limit', searchOf({ sizeLimit: 0xff })],
  ['a search without a filter', searchOf({ filter: '' })],
  ['a substring filter without substrings', searchOf({ filter: 'a4060402636e3000' })],
  ['a substring filter that goes on behind its end', searchOf({ filter: 'a40c0402636e3006820161810162' })],
  ['a filter that does not exist', searchOf({ filter: 'aa00' })],
  ['something hidden behind StartTLS', Buffer.concat([startTls, whoAmI.subarray(0, 5)])],
])('%s gets a notice of disconnection', async (_, bytes) => {
  const { socket, received } = peer()
  socket.write(bytes)
  expect((await received).includes('1.3.6.1.4.1.1466.20036')).toBe(true)
  expect(problems).toHaveLength(1)
  await stillServes()
})

test('an abandon request gets no answer, and the next request does', async () => {
  const { socket, received } = peer()
  const abandon = Buffer.from('3006020102500101', 'hex')
  socket.end(Buffer.concat([abandon, Buffer.from('30060201035001ff', 'hex'), whoAmI]))
  const answer = await received
  expect(answer).toHaveLength(16)
  expect(answer.subarray(0, 7).toString('hex')).toBe('300e0201017809')
  expect(problems).toEqual([])
})

test('requests after an unbind get no answer', async () => {
  const { socket, received } = peer()
  socket.write(Buffer.concat([whoAmI, Buffer.from('30050201024200', 'hex'), whoAmI]))
  expect(await received).toHaveLength(16)
  expect(problems).toEqual([])
})

test('a failed TLS handshake does not disturb other connections', async () => {
  const { socket, received } = peer()
  socket.write(Buffer.from('16030100050100000100', 'hex'))
  await received
  expect(problems).toEqual([expect.stringContaining('TLS failed')])
  await stillServes()
})

test('the server drops a peer that sends a message too slowly, by the lab clock', async () => {
  const { socket, received } = peer()
  for (const byte of whoAmI.subarray(0, 10)) {
    socket.write(Uint8Array.of(byte))
    await clock.advance(15_000)
  }
  await received
  await stillServes()
})

test('the server drops a peer that never reads', async () => {
  const { socket } = peer()
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.pause()
  const search = Buffer.from(
    '30250201016320040' + '00a01000a0100020100020100010100870b6f626a656374436c6173733000',
    'hex',
  )
  const many = Buffer.concat(Array.from({ length: 200 }, () => search))
  for (let sent = 0; sent < 400 && problems.length === 0; sent += 1) {
    socket.write(many)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => problems.length > 0)
  expect(problems[0]).toContain('does not read its answers')
  socket.destroy()
  await closed
  await stillServes()
})

test('a connection that closes in the middle of a message does not disturb the server', async () => {
  for (let cut = 1; cut < whoAmI.length; cut += 3) {
    const { socket, received } = peer()
    socket.end(whoAmI.subarray(0, cut))
    await received
  }
  await stillServes()
})

test('no input stops the server', async () => {
  const inputs = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 100 }),
    fc.tuple(fc.nat(40), fc.nat(255)).map(([at, value]) => {
      const copy = Buffer.from(whoAmI)
      if (at < copy.length) copy[at] = value
      return copy
    }),
  )
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const { socket, received } = peer()
      socket.end(input)
      await received
    }),
    { numRuns: 150 },
  )
  await stillServes()
})

test('suspending the directory closes its connections', async () => {
  const { socket, received } = peer()
  socket.write(whoAmI)
  await until(() => socket.bytesRead > 0)
  await directory.suspend()
  await received
})
