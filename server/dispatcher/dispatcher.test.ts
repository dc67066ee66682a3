import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionEnd } from '#contract'
import { createPacedClock } from '../clock/index.ts'
import {
  type DeviceContent,
  type SendListener,
  type ServicePort,
  writeContent,
} from '../collaboration/index.ts'
import { FaultGate } from '../faults/index.ts'
import { Capture } from '../traffic/index.ts'
import { noticeInEnglish } from '../words/testing/in-english.ts'
import { Dispatcher } from './dispatcher.ts'
import { contentTypes, readEnvelope, readError, writeEnvelope } from './envelope.ts'
import { packMessage } from './message.ts'
import { createSrpIdentity, writeSrpFrame } from './srp.ts'
import { SrpConnection } from './srp-connection.ts'
import { KeyRing, makeKeyGeneration } from './transport-keys.ts'

const clock = createPacedClock()
const pin = '2100000A'
/** A device that another instance of the service serves. */
const otherPin = '2100000B'
const srp = createSrpIdentity()
const flow = { began() {}, step() {}, ended() {} }

/** Stands in for the Collaboration Service: records the content that the Dispatcher hands over. */
interface ListeningService extends ServicePort {
  readonly heard: { pin: string; content: DeviceContent }[]
  onHeard(): void
  /** Sends content to a device, as the service would. */
  send: SendListener
}

function createService(): ListeningService {
  const listeners = new Set<SendListener>()
  const service: ListeningService = {
    heard: [],
    onHeard() {},
    receive(pin, content) {
      service.heard.push({ pin, content })
      service.onHeard()
    },
    setReachable() {},
    onSend(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send(pin, content) {
      for (const listener of listeners) listener(pin, content)
    },
  }
  return service
}

let capture: Capture
let service: ListeningService
let otherService: ListeningService
let dispatcher: Dispatcher
let problems: string[]
/** The device's keys, and the service's copy. */
let ring: KeyRing
let serviceRing: KeyRing
let otherRing: KeyRing

beforeEach(async () => {
  capture = new Capture(clock)
  service = createService()
  otherService = createService()
  problems = []
  ring = new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))
  serviceRing = ring.copy()
  otherRing = new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))
  dispatcher = await Dispatcher.start({
    clock,
    tap: capture,
    flow,
    listen: { host: '127.0.0.1', port: 0 },
    srp,
    keyRing: (asked) => (asked === pin ? serviceRing : asked === otherPin ? otherRing.copy() : undefined),
    services: [service, otherService],
    serviceOf: (asked) => (asked === otherPin ? otherService : service),
    faults: new FaultGate(clock),
    onProblem: (notice) => problems.push(noticeInEnglish(notice)),
  })
})
afterEach(() => dispatcher.stop())

interface Peer {
  connection: SrpConnection
  /** Waits for the next envelope from the Dispatcher. */
  nextPacket(): Promise<ReturnType<typeof readEnvelope>>
  closed: Promise<ConnectionEnd | null>
}

function join(identity = srp): Promise<Peer> {
  return new Promise((resolve, reject) => {
    const socket = connect(dispatcher.endpoint.port, '127.0.0.1')
    const packets: Buffer[] = []
    let wanted: ((packet: Buffer) => void) | null = null
    let close: (end: ConnectionEnd | null) => void = () => {}
    const closed = new Promise<ConnectionEnd | null>((done) => {
      close = done
    })
    socket.once('error', reject)
    socket.once('connect', () => {
      const connection = new SrpConnection(socket, {
        clock,
        role: { side: 'connecting', identity },
        passage: null,
        unreadLimitBytes: 1_000_000,
        onOpen: () =>
          resolve({
            connection,
            closed,
            nextPacket: async () =>
              readEnvelope(
                packets.shift() ??
                  (await new Promise<Buffer>((done) => {
                    wanted = done
                  })),
              ),
          }),
        onPacket: (bytes) => {
          if (wanted) wanted(bytes)
          else packets.push(bytes)
          wanted = null
        },
        onClose: (end) => {
          close(end)
          reject(new Error(end?.cause ?? end?.code ?? 'closed'))
        },
      })
    })
  })
}

const status: DeviceContent = { type: 'status', session: 'x' }
const packed = (keys: KeyRing, asPin = pin) =>
  packMessage(writeContent(status), keys, asPin, 1)[0]?.bytes ?? Buffer.alloc(0)

/** Expects that the Dispatcher still serves a correct device. */
async function expectService(peer: Peer): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    service.onHeard = resolve
  })
  peer.connection.sendPacket(packed(ring))
  await heard
  expect(service.heard.at(-1)?.content).toEqual(status)
}

describe('the Dispatcher', () => {
  it('hands decrypted content over, and sends answers over the connection that carries the device', async () => {
    const peer = await join()
    await expectService(peer)
    const numbers = Array.from({ length: capture.kept }, (_, index) => capture.first + index)
    expect(numbers.map((number) => capture.find(number))).toContainEqual(
      expect.objectContaining({ protocol: 'JSON', direction: 'up' }),
    )
  })

  it.each<DeviceContent>([
    { type: 'message', session: 'x', id: 1, to: 'sip:bob@corp.example', text: 'hello' },
    { type: 'presence', session: 'x', presence: 'busy' },
  ])('hands over $type', async (content) => {
    const peer = await join()
    const heard = new Promise<void>((resolve) => {
      service.onHeard = resolve
    })
    for (const { bytes } of packMessage(writeContent(content), ring, pin, 1))
      peer.connection.sendPacket(bytes)
    await heard
    expect(service.heard).toEqual([{ pin, content }])
  })

  it('hands the content of each device to the instance that serves it, and sends the answers of both', async () => {
    const peer = await join()
    await expectService(peer)
    const heard = new Promise<void>((resolve) => {
      otherService.onHeard = resolve
    })
    peer.connection.sendPacket(packed(otherRing, otherPin))
    await heard
    expect(service.heard).toEqual([{ pin, content: status }])
    expect(otherService.heard).toEqual([{ pin: otherPin, content: status }])

    const loggedOut = { type: 'logged-out', session: 'x', reason: 'idle' } as const
    otherService.send(otherPin, loggedOut)
    expect((await peer.nextPacket()).pin).toBe(otherPin)
    service.send(pin, loggedOut)
    expect((await peer.nextPacket()).pin).toBe(pin)
  })

  it('drops and counts garbage, and keeps working', async () => {
    const peer = await join()
    peer.connection.sendPacket(Buffer.from('garbage that is no envelope'))
    peer.connection.sendPacket(packed(ring).subarray(0, 10))
    await expectService(peer)
    expect(dispatcher.droppedPackets).toBe(2)
    expect(problems.join('\n')).toMatch(/not an envelope/)
  })

  it.each([
    ['of an unknown PIN', () => packed(ring, '2FFFFFFF'), 'unknown-device'],
    [
      'under an unknown key',
      () => packed(new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))),
      'unknown-key',
    ],
    [
      'under a generation that nobody has',
      () => writeEnvelope({ ...readEnvelope(packed(ring)), keyGeneration: 9 }),
      'unknown-key',
    ],
    [
      'of an unknown suite',
      () => writeEnvelope({ ...readEnvelope(packed(ring)), suiteId: 9 }),
      'unknown-suite',
    ],
    ['cut in the middle of its payload', () => packed(ring).subarray(0, -5), 'bad-payload'],
    [
      'whose content is no message of the client',
      () => packMessage(Buffer.from('{"type":"format-disk"}'), ring, pin, 1)[0]?.bytes ?? Buffer.alloc(0),
      'bad-content',
    ],
  ])('answers a packet %s with an error to the device, and never passes it on', async (_what, make, code) => {
    const peer = await join()
    peer.connection.sendPacket(make())
    const answer = await peer.nextPacket()
    expect(answer.contentType).toBe(contentTypes.error)
    expect(Buffer.from(answer.payload).toString('utf8')).toContain(code)
    expect(service.heard).toEqual([])
    expect(dispatcher.droppedPackets).toBe(1)
    await expectService(peer)
  })

  describe('that receives a replayed packet', () => {
    const login: DeviceContent = { type: 'login-request', id: 1, user: 'alice', password: 'p' }
    // Random content, which does not compress and needs several packets.
    const long: DeviceContent = {
      type: 'message',
      session: 'x',
      id: 1,
      to: 'sip:bob@corp.example',
      text: randomBytes(4_000).toString('base64'),
    }

    const pack = (content: DeviceContent, messageId: number) =>
      packMessage(writeContent(content), ring, pin, messageId).map(({ bytes }) => bytes)

    /** Sends packets and expects that each is refused as a replay. */
    async function expectRefused(peer: Peer, packets: readonly Uint8Array[]): Promise<void> {
      const before = { heard: service.heard.length, dropped: dispatcher.droppedPackets }
      for (const packet of packets) {
        peer.connection.sendPacket(packet)
        const answer = await peer.nextPacket()
        expect(answer).toMatchObject({
          contentType: contentTypes.error,
          messageId: readEnvelope(packet).messageId,
        })
        expect(readError(answer).code).toBe('replayed-message')
      }
      expect(service.heard).toHaveLength(before.heard)
      expect(dispatcher.droppedPackets).toBe(before.dropped + packets.length)
    }

    async function expectAccepted(peer: Peer, packets: readonly Uint8Array[], content: DeviceContent) {
      const heard = new Promise<void>((resolve) => {
        service.onHeard = resolve
      })
      for (const packet of packets) peer.connection.sendPacket(packet)
      await heard
      expect(service.heard.at(-1)?.content).toEqual(content)
    }

    it.each([
      ['a login', login],
      ['a message', { type: 'message', session: 'x', id: 1, to: 'sip:bob@corp.example', text: 'hello' }],
      ['a status message', status],
    ] as const)('accepts %s once, and not again, however much later', async (_what, content) => {
      const peer = await join()
      const packets = pack(content, 1)
      await expectAccepted(peer, packets, content)
      await expectRefused(peer, packets)
      await expectAccepted(peer, pack(status, 900), status)
      await expectRefused(peer, packets)
      expect(problems.at(-1)).toMatch(/message 1 has come before/)
    })

    it('accepts each packet of a long message once, before and after the message is complete', async () => {
      const peer = await join()
      const packets = pack(long, 1)
      expect(packets.length).toBeGreaterThan(1)
      const [first, ...others] = packets
      if (!first) throw new Error('no packet')
      peer.connection.sendPacket(first)
      await expectRefused(peer, [first])
      await expectAccepted(peer, others, long)
      for (const packet of packets.toReversed()) await expectRefused(peer, [packet])
      expect(service.heard).toHaveLength(1)
    })

    it('accepts messages out of order, once each', async () => {
      const peer = await join()
      const late = pack(login, 3)
      await expectAccepted(peer, pack(status, 5), status)
      await expectAccepted(peer, late, login)
      await expectRefused(peer, [...late, ...pack(status, 5)])
      await expectAccepted(peer, pack(status, 4), status)
    })

    it('accepts each message once across a change of keys, also with the previous key', async () => {
      const peer = await join()
      const recorded = pack(login, 1)
      const queued = pack(status, 2)
      await expectAccepted(peer, recorded, login)
      const next = makeKeyGeneration(clock, 'aes-256', ring)
      ring.rotate(next)
      serviceRing.rotate(next)
      await expectRefused(peer, recorded)
      await expectAccepted(peer, queued, status)
      await expectAccepted(peer, pack(login, 3), login)
      await expectRefused(peer, [...queued, ...recorded])
    })

    it('refuses it on another connection, too, which does not become the route to the device', async () => {
      const peer = await join()
      const recorded = pack(login, 1)
      await expectAccepted(peer, recorded, login)
      const other = await join()
      await peer.closed
      await expectRefused(other, recorded)
      service.send(pin, { type: 'logged-out', session: 'x', reason: 'idle' })
      expect(problems.at(-1)).toMatch(/no connection carries it/)
    })

    it('accepts the messages of a device that was added again with its PIN and new keys', async () => {
      const peer = await join()
      await expectAccepted(peer, pack(login, 1), login)
      ring = new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))
      serviceRing = ring.copy()
      await expectAccepted(peer, pack(login, 1), login)
    })
  })

  it('closes a connection whose SRP authentication key is wrong, or whose ID is unknown', async () => {
    await expect(join({ id: srp.id, key: Buffer.alloc(20) })).rejects.toThrow(/key/)
    await expect(join({ id: 'S0', key: srp.key })).rejects.toThrow(/unknown/)
  })

  it('drops the first connection when a second one claims the same SRP ID', async () => {
    const first = await join()
    const second = await join()
    expect(await first.closed).toMatchObject({ code: 'srp-id-claimed' })
    await expectService(second)
  })

  it.each([
    ['a frame of an absurd length', Buffer.from([0xff, 0xff, 0xff, 0xff, 1])],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a packet before the exchange', writeSrpFrame(5, Buffer.from('x'))],
  ])('closes a connection that sends %s, and goes on', async (_what, bytes) => {
    const socket = connect(dispatcher.endpoint.port, '127.0.0.1')
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    socket.resume()
    socket.write(bytes)
    await closed
    await expectService(await join())
    expect(problems.join('\n')).toMatch(/SRP/)
  })

  it('reports the port if another program uses it', async () => {
    const { port } = dispatcher.endpoint
    const second = Dispatcher.start({
      clock,
      tap: capture,
      flow,
      listen: { host: '127.0.0.1', port },
      srp,
      keyRing: () => undefined,
      services: [],
      serviceOf: () => service,
      faults: new FaultGate(clock),
      onProblem() {},
    })
    await expect(second).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    })
  })
})
