import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CollaborationService, type DeviceContent, writeContent } from '../collaboration/index.ts'
import { FaultGate } from '../faults/index.ts'
import { createRealClock } from '../lab/clock/index.ts'
import { Capture } from '../traffic/index.ts'
import { Dispatcher } from './dispatcher.ts'
import { contentTypes, readEnvelope, writeEnvelope } from './envelope.ts'
import { packMessage } from './message.ts'
import { createSrpIdentity, writeSrpFrame } from './srp.ts'
import { SrpConnection } from './srp-connection.ts'
import { KeyRing, makeKeyGeneration } from './transport-keys.ts'

const clock = createRealClock()
const pin = '2100000A'
const srp = createSrpIdentity()
const flow = { began() {}, step() {}, ended() {} }

/** What the Dispatcher handed over, instead of a whole service behind it. */
class ListeningService extends CollaborationService {
  readonly heard: DeviceContent[] = []
  onHeard: () => void = () => {}

  override receive(_pin: string, content: DeviceContent): void {
    this.heard.push(content)
    this.onHeard()
  }
}

function createService(): ListeningService {
  const refuse = () => Promise.reject(new Error('not part of this test'))
  return new ListeningService({
    clock,
    settings: () => {
      throw new Error('not part of this test')
    },
    flow,
    hasDevice: () => true,
    nextSessionId: () => 'session',
    backends: {
      findUser: refuse,
      authenticate: refuse,
      asksDirectory: () => true,
      connect: refuse,
      register: refuse,
      unregister: refuse,
      messaging: {
        start: refuse,
        publishPresence() {},
        changeContacts() {},
        send: refuse,
        sendTyping() {},
        closeConversation() {},
      },
    },
    events: { sessionChanged() {}, sessionClosed() {}, problem() {} },
  })
}

let capture: Capture
let service: ListeningService
let dispatcher: Dispatcher
let problems: string[]
let ring: KeyRing

beforeEach(async () => {
  capture = new Capture(clock)
  service = createService()
  problems = []
  ring = new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))
  const serviceCopy = ring.copy()
  dispatcher = await Dispatcher.start({
    clock,
    tap: capture,
    flow,
    listen: { host: '127.0.0.1', port: 0 },
    srp,
    keyRing: (asked) => (asked === pin ? serviceCopy : undefined),
    service,
    faults: new FaultGate(clock),
    onProblem: (text) => problems.push(text),
  })
})
afterEach(() => dispatcher.stop())

interface Peer {
  connection: SrpConnection
  /** The next envelope from the Dispatcher. */
  nextPacket(): Promise<ReturnType<typeof readEnvelope>>
  closed: Promise<string | null>
}

function join(identity = srp): Promise<Peer> {
  return new Promise((resolve, reject) => {
    const socket = connect(dispatcher.endpoint.port, '127.0.0.1')
    const packets: Buffer[] = []
    let wanted: ((packet: Buffer) => void) | null = null
    let close: (why: string | null) => void = () => {}
    const closed = new Promise<string | null>((done) => {
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
        onClose: (why) => {
          close(why)
          reject(new Error(why ?? 'closed'))
        },
      })
    })
  })
}

const status: DeviceContent = { type: 'status', session: 'x' }
const packed = (keys: KeyRing, asPin = pin) =>
  packMessage(writeContent(status), keys, asPin, 1)[0]?.bytes ?? Buffer.alloc(0)

/** The Dispatcher still does its work for those who behave. */
async function expectService(peer: Peer): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    service.onHeard = resolve
  })
  peer.connection.sendPacket(packed(ring))
  await heard
  expect(service.heard.at(-1)).toEqual(status)
}

describe('the Dispatcher', () => {
  it('hands decrypted content over, and answers through the connection that carries the device', async () => {
    const peer = await join()
    await expectService(peer)
    expect(capture.latest(10).map((frame) => [frame.protocol, frame.direction])).toContainEqual([
      'JSON',
      'up',
    ])
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
    expect(service.heard).toEqual([content])
  })

  it('drops garbage, counts it, and goes on', async () => {
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

  it('closes a connection whose SRP authentication key is wrong, or whose ID is unknown', async () => {
    await expect(join({ id: srp.id, key: Buffer.alloc(20) })).rejects.toThrow(/key/)
    await expect(join({ id: 'S0', key: srp.key })).rejects.toThrow(/unknown/)
  })

  it('drops the first connection when a second one claims the same SRP ID', async () => {
    const first = await join()
    const second = await join()
    expect(await first.closed).toMatch(/claimed by another/)
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

  it('names the port when another program has it', async () => {
    const { port } = dispatcher.endpoint
    const second = Dispatcher.start({
      clock,
      tap: capture,
      flow,
      listen: { host: '127.0.0.1', port },
      srp,
      keyRing: () => undefined,
      service: createService(),
      faults: new FaultGate(clock),
      onProblem() {},
    })
    await expect(second).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    })
  })
})
