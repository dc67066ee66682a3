import { createServer, type Server, type Socket } from 'node:net'
import { causeOf, type Notice } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { listen } from '../base/node/index.ts'
import type { Clock } from '../clock/index.ts'
import {
  type DeviceContent,
  readDeviceContent,
  type ServiceContent,
  type ServicePort,
  writeContent,
} from '../collaboration/index.ts'
import type { FaultGate } from '../faults/index.ts'
import { type FlowReporter, type Tap, type WireConnection, wireConnection } from '../traffic/index.ts'
import { ContentFrame } from './content-frame.ts'
import { DeviceOrigins } from './device-origins.ts'
import { contentTypes, type Envelope, errorEnvelope, readEnvelope, writeEnvelope } from './envelope.ts'
import { reportHandedOver, reportSentDown } from './login-steps.ts'
import { inflateMessage, openPacket, packMessage } from './message.ts'
import { PacketFrame } from './packet-frame.ts'
import { Reassembly, replayed } from './reassembly.ts'
import { type SrpIdentity, srpKinds } from './srp.ts'
import { SrpConnection } from './srp-connection.ts'
import { srpFrame } from './srp-frame.ts'
import { KeyRing, makeKeyGeneration } from './transport-keys.ts'

export interface DispatcherOptions {
  clock: Clock
  tap: Tap
  flow: FlowReporter
  listen: { host: string; port: number }
  srp: SrpIdentity
  /** The service's copies of the transport keys. */
  keyRing(pin: string): KeyRing | undefined
  /** The instances of the Collaboration Service. */
  services: readonly ServicePort[]
  /** The instance that serves a device; the same one for as long as the device has a session. */
  serviceOf(pin: string): ServicePort
  /** The faults at the Dispatcher. */
  faults: FaultGate
  /** Called when the Dispatcher dropped or refused something. */
  onProblem(notice: Notice): void
}

/** Maximum number of connections, including those whose SRP exchange is not complete. A further one is closed at once. */
const connectionLimit = 64
/** A connection with more unsent bytes than this is closed, since its peer does not read. */
const unreadLimitBytes = 32 * 1_024 * 1_024

/** The result of decrypting a packet. */
interface Opened {
  /** Null if no key decrypted it. */
  messageKey: Uint8Array | null
  /** Null unless the packet completed a message that could be parsed. */
  content: DeviceContent | null
  /** Bytes of the complete message before decompression. */
  compressedBytes: number
  /** Why the packet was dropped, or null. */
  problem: string | null
}

/**
 * Router and Dispatcher in one: receives packets from the wireless network on port 3101, decrypts and decompresses them, and
 * hands their content to the instance of the Collaboration Service that serves the device; and the other way round. A packet
 * that cannot be decrypted, or is a replay, is dropped, counted and answered with an error to the device.
 */
export class Dispatcher {
  /** Number of packets that were dropped because they could not be decrypted. */
  droppedPackets = 0
  readonly #options: DispatcherOptions
  readonly #server: Server
  /** The port on which it listens. Before it listens, the configured port. */
  #port: number
  /** Open connections, each with its name in captures. */
  readonly #connections = new Map<SrpConnection, WireConnection>()
  /** By PIN, the connection that carries a device: the one over which its latest packet or notice of coverage came. */
  readonly #routes = new Map<string, SrpConnection>()
  /** By the device's keys, so that a device that is added again with the same PIN starts without old packets. */
  readonly #reassemblies = new WeakMap<KeyRing, Reassembly>()
  /** By PIN: keys that the fault `keys-renewed` made and that the device does not have. */
  readonly #renewed = new Map<string, KeyRing>()
  /** Knows to which login or session a device's content belongs. */
  readonly #origins = new DeviceOrigins()
  /** Removes the listeners at the services. */
  readonly #endListening: readonly (() => void)[]

  private constructor(options: DispatcherOptions) {
    this.#options = options
    this.#port = options.listen.port
    this.#server = createServer((socket) => this.#accept(socket))
    this.#endListening = options.services.map((service) =>
      service.onSend((pin, content) => this.#sendDown(pin, content)),
    )
  }

  /** Starts a Dispatcher. Resolves once it accepts connections. */
  static async start(options: DispatcherOptions): Promise<Dispatcher> {
    const dispatcher = new Dispatcher(options)
    await dispatcher.#listen()
    return dispatcher
  }

  get endpoint(): { host: string; port: number } {
    return { host: this.#options.listen.host, port: this.#port }
  }

  /** Stops listening, so that new connections are refused. Open ones are cut by the fault itself. */
  async suspend(): Promise<void> {
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** Listens again, on the same port. */
  async resume(): Promise<void> {
    if (!this.#server.listening) await this.#listen()
  }

  async #listen(): Promise<void> {
    const { listen: at, onProblem } = this.#options
    this.#port = await listen(this.#server, {
      part: 'dispatcher',
      host: at.host,
      port: this.#port,
      onError: (error) => onProblem({ code: 'listener-failed', facts: { cause: causeOf(error) } }),
    })
  }

  /** Forgets a device that was removed from the lab. */
  forget(pin: string): void {
    this.#renewed.delete(pin)
    this.#routes.delete(pin)
    this.#origins.forget(pin)
  }

  async stop(): Promise<void> {
    for (const end of this.#endListening) end()
    for (const connection of this.#connections.keys()) connection.end()
    await this.suspend()
  }

  #accept(socket: Socket): void {
    if (this.#connections.size >= connectionLimit) {
      this.#options.onProblem({ code: 'too-many-connections', facts: { most: connectionLimit } })
      socket.destroy()
      return
    }
    const { clock, faults, srp, tap } = this.#options
    const passage = faults.accept(socket)
    if (!passage) return
    const wire = wireConnection('handheld-dispatcher', 'SRP', socket, 'server')
    tap.wire?.opened(wire)
    const connection = new SrpConnection(socket, {
      clock,
      role: { side: 'listening', findKey: (id) => (id === srp.id ? srp.key : undefined) },
      passage,
      unreadLimitBytes,
      onFrame: (direction, kind, body) => {
        if (kind !== srpKinds.packet) {
          tap.frame(srpFrame(direction === 'in' ? 'up' : 'down', kind, body, wire))
        }
      },
      onBytes: (direction, bytes) => tap.wire?.passed(wire, direction === 'in' ? 'up' : 'down', bytes),
      onOpen: () => this.#dropOlder(connection),
      onPacket: (bytes) => this.#receive(connection, bytes),
      onUnreadable: () => {
        if (faults.hits('lengths-unchecked')) void this.#crash()
      },
      onCoverage: (pin, isReachable) => {
        if (!this.#options.keyRing(pin)) return
        this.#routes.set(pin, connection)
        this.#options.serviceOf(pin).setReachable(pin, isReachable)
      },
      onClose: (end) => {
        this.#connections.delete(connection)
        tap.wire?.closed(wire)
        for (const [pin, route] of this.#routes) if (route === connection) this.#routes.delete(pin)
        if (end) this.#options.onProblem({ code: 'connection-closed', facts: { end } })
      },
    })
    this.#connections.set(connection, wire)
  }

  /** Stops listening for good, as the Router of 2005 did at a crafted length: the fault `lengths-unchecked`. */
  async #crash(): Promise<void> {
    this.#options.onProblem({ code: 'router-stopped', facts: {} })
    const release = this.#options.clock.hold()
    const closed = this.suspend()
    for (const connection of this.#connections.keys()) connection.end()
    await closed
    release()
  }

  /** The keys that decrypt the packets of a device and encrypt the packets to it. */
  #keysOf(pin: string): KeyRing | undefined {
    const { clock, faults, keyRing } = this.#options
    const ring = keyRing(pin)
    if (!ring || !faults.hits('keys-renewed')) return ring
    const renewed =
      this.#renewed.get(pin) ?? new KeyRing(clock, ring.cipher, makeKeyGeneration(clock, ring.cipher, ring))
    this.#renewed.set(pin, renewed)
    return renewed
  }

  /** Closes the other connections: as in the original, the latest to claim the SRP ID has it. */
  #dropOlder(newest: SrpConnection): void {
    for (const connection of this.#connections.keys()) {
      if (connection !== newest && connection.isOpen) connection.refuse('srp-id-claimed')
    }
  }

  #receive(connection: SrpConnection, bytes: Buffer): void {
    let envelope: Envelope
    try {
      envelope = readEnvelope(bytes)
    } catch (error) {
      this.droppedPackets += 1
      const facts = { sizeBytes: bytes.length, cause: causeOf(error) }
      this.#options.onProblem({ code: 'packet-unreadable', facts })
      return
    }
    const { compressedBytes, content, messageKey, problem } = this.#open(connection, envelope)
    this.#options.tap.frame(
      new PacketFrame({
        direction: 'up',
        envelope,
        bytes,
        messageKey,
        content,
        problem,
        connection: this.#connections.get(connection),
        origin: this.#origins.ofPacketUp(envelope.pin, content, messageKey !== null),
      }),
    )
    if (content) this.#handOver(envelope.pin, content, compressedBytes)
  }

  /** Decrypts a packet. If it completes a message, also decompresses and parses the message. */
  #open(connection: SrpConnection, envelope: Envelope): Opened {
    const result: Opened = { messageKey: null, content: null, compressedBytes: 0, problem: null }
    try {
      const ring = this.#keysOf(envelope.pin)
      if (!ring) throw new Failure('unknown-device', { pin: envelope.pin })
      if (envelope.contentType !== contentTypes.instantMessaging) {
        throw new Failure('unknown-content-type', { contentType: envelope.contentType })
      }
      const wrong = this.#options.faults.wrongAnswer()
      if (wrong !== null) throw new Failure('dispatcher-fault', { answer: String(wrong) })
      const { messageKey, part } = openPacket(envelope, ring)
      result.messageKey = messageKey
      // Judge replays before the route is set: whoever replays recorded packets must not get the device's traffic.
      if (ring.messageIds.isReceived(envelope.messageId)) throw replayed(envelope)
      this.#routes.set(envelope.pin, connection)
      const compressed = this.#reassemblyOf(ring).add(envelope, part)
      if (compressed) {
        result.compressedBytes = compressed.length
        result.content = readDeviceContent(inflateMessage(compressed))
        ring.messageIds.markReceived(envelope.messageId)
      }
    } catch (error) {
      const failure =
        error instanceof Failure ? error : new Failure('dispatcher-error', { cause: describeFailure(error) })
      result.problem = `dropped: ${failure.message}`
      this.droppedPackets += 1
      const facts = { pin: envelope.pin, cause: causeOf(failure) }
      this.#options.onProblem({ code: 'packet-dropped', facts })
      this.#answerError(connection, envelope, failure)
    }
    return result
  }

  #handOver(pin: string, content: DeviceContent, compressedBytes: number): void {
    const { flow, serviceOf, tap } = this.#options
    const origin = this.#origins.ofContentUp(pin, content)
    tap.frame(new ContentFrame({ direction: 'up', pin, content, sizeBytes: compressedBytes, origin }))
    reportHandedOver(flow, pin, content)
    serviceOf(pin).receive(pin, content)
  }

  #sendDown(pin: string, content: ServiceContent): void {
    const { flow, onProblem, tap } = this.#options
    const bytes = writeContent(content)
    const origin = this.#origins.ofContentDown(pin, content)
    tap.frame(new ContentFrame({ direction: 'down', pin, content, sizeBytes: bytes.length, origin }))
    const ring = this.#keysOf(pin)
    const connection = this.#routes.get(pin)
    if (!ring || !connection) {
      const code = ring ? 'no-route' : 'device-unknown'
      onProblem({ code, facts: { content: content.type, pin } })
      return
    }
    const messageId = ring.messageIds.next()
    for (const packet of packMessage(bytes, ring, pin, messageId)) {
      tap.frame(
        new PacketFrame({
          direction: 'down',
          envelope: packet.envelope,
          bytes: packet.bytes,
          messageKey: packet.messageKey,
          content,
          problem: null,
          connection: this.#connections.get(connection),
          origin,
        }),
      )
      connection.sendPacket(packet.bytes)
    }
    reportSentDown(flow, pin, content)
  }

  #answerError(connection: SrpConnection, received: Envelope, failure: Failure): void {
    const envelope = errorEnvelope(received, failure)
    const bytes = writeEnvelope(envelope)
    this.#options.tap.frame(
      new PacketFrame({
        direction: 'down',
        envelope,
        bytes,
        messageKey: null,
        content: null,
        problem: null,
        connection: this.#connections.get(connection),
        origin: undefined,
      }),
    )
    connection.sendPacket(bytes)
  }

  #reassemblyOf(ring: KeyRing): Reassembly {
    const known = this.#reassemblies.get(ring)
    if (known) return known
    const made = new Reassembly(this.#options.clock)
    this.#reassemblies.set(ring, made)
    return made
  }
}
