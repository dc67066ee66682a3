import { arch, platform, release } from 'node:os'
import { stepOfFrame } from '#contract'
import packageJson from '../../../package.json' with { type: 'json' }
import type { CaptureSink, CrossingFrame } from '../capture.ts'
import type { WireConnection } from '../wire.ts'
import type { BlockFile } from './block-file.ts'
import {
  decryptionSecrets,
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from './blocks.ts'
import type { CaptureContext, CaptureFileOptions } from './capture-context.ts'
import { OncePerTurn } from './once-per-turn.ts'
import { contentPacket, lonePacket, messageOf } from './packets-without-bytes.ts'
import { Pairing, type ReportedFrame } from './pairing.ts'
import { TcpStream } from './tcp-stream.ts'

interface Interface {
  number: number
  received: number
  dropped: number
}

type Direction = 'up' | 'down'

/** A packet that is written at the end of its turn. */
interface Packet {
  on: Interface
  atMs: number
  direction: Direction
  bytes: Uint8Array
  /** Frames that describe the packet, added until the turn ends. */
  frames: ReportedFrame[]
}

/** Traffic as pcapng, for Wireshark. The comment of each packet describes its frame. */
export class Pcapng {
  readonly sink: CaptureSink
  readonly #file: BlockFile
  readonly #context: CaptureContext
  readonly #reveal: boolean
  readonly #isClear: boolean
  readonly #hasSecrets: boolean
  readonly #turn = new OncePerTurn(() => this.#flush())
  readonly #interfaces = new Map<string, Interface>()
  readonly #connections = new Map<WireConnection, Pairing<Packet>>()
  /** Invented streams of messages outside TLS, removed with their connections. */
  readonly #clearStreams = new WeakMap<WireConnection, TcpStream>()
  /** Connections with traffic in this turn. */
  readonly #touched = new Set<Pairing<Packet>>()
  #packets: Packet[] = []
  #keyLog: Buffer[] = []

  constructor(
    file: BlockFile,
    context: CaptureContext,
    { clear, reveal, secrets }: Required<CaptureFileOptions>,
  ) {
    this.#file = file
    this.#context = context
    this.#reveal = reveal
    this.#isClear = clear
    this.#hasSecrets = secrets
    file.write(
      sectionHeader({
        comment: 'Traffic of a Bramble lab, by lab time. Outbound is from the handheld towards the servers.',
        application: `Bramble ${packageJson.version}`,
        os: `${platform()} ${release()} ${arch()}`,
      }),
    )
    this.sink = {
      frame: (frame) => this.#frame(frame),
      wire: {
        opened: (connection) => this.#opened(connection),
        passed: (connection, direction, bytes) => this.#passed(connection, direction, bytes),
        keyLog: (connection, line) => this.#keys(connection, line),
        closed: (connection) => this.#closed(connection),
      },
    }
  }

  /** Write the header with the first packet, when the environment is known. */
  #describeHops(): void {
    if (this.#interfaces.size > 0) return
    const { hops } = this.#context.processFlow()
    for (const { description, id } of hops) this.#describe(id, description)
    if (!this.#isClear) return
    for (const { id } of hops.filter(({ protocol }) => protocol === 'SIP')) {
      this.#describe(clearName(id), 'The SIP of that hop outside TLS, over TCP that is made up')
    }
  }

  finish(): void {
    for (const connection of this.#connections.keys()) this.#closed(connection)
    this.#flush()
    this.#describeHops()
    const atMs = this.#context.clock.now()
    for (const { number, received, dropped } of this.#interfaces.values()) {
      this.#file.write(interfaceStatistics({ interfaceNumber: number, atMs, received, dropped }))
    }
  }

  #opened(connection: WireConnection): void {
    const pairing = this.#pairingOf(connection)
    for (const { direction, packet } of pairing.stream.handshake())
      this.#add(connection.hop, direction, packet)
  }

  #passed(connection: WireConnection, direction: Direction, bytes: Uint8Array): void {
    if (!this.#isHeard(connection)) return
    const pairing = this.#pairingOf(connection)
    this.#touched.add(pairing)
    for (const message of pairing.cut(direction, bytes)) this.#message(pairing, direction, message)
  }

  #closed(connection: WireConnection): void {
    const pairing = this.#connections.get(connection)
    if (!pairing) return
    for (const direction of ['up', 'down'] as const) {
      const rest = pairing.rest(direction)
      if (rest) this.#message(pairing, direction, rest)
      for (const told of pairing.untold(direction)) this.#withoutBytes(told)
    }
    this.#connections.delete(connection)
  }

  #message(pairing: Pairing<Packet>, direction: Direction, message: Uint8Array): void {
    for (const [index, bytes] of pairing.stream.carry(direction, message).entries()) {
      const packet = this.#add(pairing.connection.hop, direction, bytes)
      // A message in several packets has its comments at the first one.
      if (index === 0) pairing.sawMessage(direction, message.length, packet)
    }
  }

  #frame(frame: CrossingFrame): void {
    const login = this.#context.loginUnderWay(frame.pin)
    const told: ReportedFrame = { frame, login: login === null ? null : this.#loginText(login, frame) }
    const { connection } = frame
    if (frame.hop === 'dispatcher-service') {
      const packet = this.#add(
        frame.hop,
        frame.direction,
        contentPacket(frame, this.#portsOf(frame.hop).port, this.#reveal),
      )
      packet.frames.push(told)
    } else if (connection && this.#isHeard(connection)) {
      if (!this.#pairingOf(connection).sawFrame(told)) this.#withoutBytes(told)
      if (this.#isClear && frame.isEncrypted && frame.protocol === 'SIP') {
        this.#inClear(told, clearName(frame.hop))
      }
    } else {
      this.#withoutBytes(told)
    }
  }

  /** Writes a frame without its bytes. */
  #withoutBytes(told: ReportedFrame): void {
    const name = `${told.frame.hop} (messages)`
    this.#describeHops()
    this.#describe(name, 'Messages whose bytes on the wire were not heard.')
    this.#inClear(told, name)
  }

  /** Writes a frame's message in the clear, over an invented TCP connection between the same ends. */
  #inClear(told: ReportedFrame, name: string): void {
    const { frame } = told
    const { at, connection, direction } = frame
    const message = messageOf(frame, this.#reveal)
    const packets =
      connection && message
        ? this.#clearStreamOf(connection).carry(direction, message)
        : [lonePacket(frame, this.#portsOf(frame.hop).port, message ?? new Uint8Array())]
    for (const [index, bytes] of packets.entries()) {
      const packet = this.#add(name, direction, bytes, at)
      if (index === 0) packet.frames.push(told)
    }
  }

  #clearStreamOf(connection: WireConnection): TcpStream {
    const known = this.#clearStreams.get(connection)
    if (known) return known
    const { client, hop, server } = connection
    const made = new TcpStream({ client, server: { ...server, port: this.#portsOf(hop).plainPort } })
    this.#clearStreams.set(connection, made)
    return made
  }

  #keys(connection: WireConnection, line: Buffer): void {
    if (!this.#hasSecrets) return
    // A simple bind sends the password itself to the directory.
    if (this.#hop(connection.hop)?.carriesPasswords && !this.#reveal) return
    this.#keyLog.push(line)
    this.#turn.schedule()
  }

  #hop(hop: string) {
    return this.#context.processFlow().hops.find(({ id }) => id === hop)
  }

  #portsOf(hop: string): { port: number; plainPort: number } {
    return this.#hop(hop) ?? { port: 0, plainPort: 0 }
  }

  #loginText(login: string, frame: CrossingFrame): string | null {
    const step = stepOfFrame(this.#context.processFlow(), frame)
    return step === null ? null : `login ${login}, step ${step}`
  }

  #add(name: string, direction: Direction, bytes: Uint8Array, atMs = this.#context.clock.now()): Packet {
    this.#describeHops()
    const on = this.#interfaces.get(name) ?? this.#describe(name, '')
    const packet: Packet = { on, atMs, direction, bytes, frames: [] }
    this.#packets.push(packet)
    this.#turn.schedule()
    return packet
  }

  #describe(name: string, description: string): Interface {
    const known = this.#interfaces.get(name)
    if (known) return known
    this.#file.write(interfaceDescription({ name, description }))
    const made = { number: this.#interfaces.size, received: 0, dropped: 0 }
    this.#interfaces.set(name, made)
    return made
  }

  /** TLS is only useful from its beginning: otherwise it cannot be decrypted. */
  #isHeard(connection: WireConnection): boolean {
    if (connection.framing !== 'TLS') return true
    return !connection.isSealed && this.#connections.has(connection)
  }

  #pairingOf(connection: WireConnection): Pairing<Packet> {
    const known = this.#connections.get(connection)
    if (known) return known
    const made = new Pairing<Packet>(connection)
    this.#connections.set(connection, made)
    return made
  }

  #flush(): void {
    // Write the keys first, since a reader that reads the file once needs them before the packets.
    if (this.#keyLog.length > 0) this.#file.write(decryptionSecrets(Buffer.concat(this.#keyLog)))
    this.#keyLog = []
    for (const pairing of this.#touched) pairing.endTurn()
    this.#touched.clear()
    const packets = this.#packets
    this.#packets = []
    for (const { on, atMs, direction, bytes, frames } of packets) {
      on.received += 1
      const block = enhancedPacket({
        interfaceNumber: on.number,
        atMs,
        bytes,
        direction: direction === 'up' ? 'outbound' : 'inbound',
        comments: frames.map((told) => this.#comment(told)),
      })
      if (!this.#file.write(block)) on.dropped += 1
    }
  }

  /** Such as `frame 12, up, alice (2100000A), login 2100000A-1, step 5: REGISTER sip:corp.example`. */
  #comment({ frame, login }: ReportedFrame): string {
    const { direction, number, pin } = frame
    const whose = pin === null ? [] : [`${this.#context.nameOf(pin)} (${pin})`]
    const place = [`frame ${number}`, direction, ...whose, ...(login === null ? [] : [login])].join(', ')
    return `${place}: ${frame.openedSummary()}`
  }
}

function clearName(hop: string): string {
  return `${hop} (clear)`
}
