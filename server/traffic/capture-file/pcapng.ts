import { arch, platform, release } from 'node:os'
import packageJson from '../../../package.json' with { type: 'json' }
import { type Hop, hops } from '../../lab/vocabulary.ts'
import type { CapturedFrame, CaptureSink } from '../capture.ts'
import type { WireConnection } from '../wire.ts'
import type { BlockFile } from './block-file.ts'
import {
  decryptionSecrets,
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  linkTypes,
  sectionHeader,
} from './blocks.ts'
import type { CaptureContext } from './capture-file.ts'
import { flowStepOf } from './flow-step.ts'
import { contentPacket, upperPacket } from './packets-without-bytes.ts'
import { Pairing, type Told } from './pairing.ts'
import { Turn } from './turn.ts'

interface Interface {
  number: number
  received: number
  dropped: number
}

type Direction = 'up' | 'down'

/** A packet that waits for the end of its turn. */
interface Packet {
  on: Interface
  atMs: number
  direction: Direction
  bytes: Uint8Array
  /** What is told of it; filled in until the turn ends. */
  frames: Told[]
}

/** Traffic as pcapng, for Wireshark. What each frame means stands in the comment of its packet. */
export class Pcapng {
  readonly sink: CaptureSink
  readonly #file: BlockFile
  readonly #context: CaptureContext
  readonly #reveal: boolean
  readonly #turn = new Turn(() => this.#flush())
  readonly #interfaces = new Map<string, Interface>()
  readonly #connections = new Map<WireConnection, Pairing<Packet>>()
  /** Those on which something passed in this turn. */
  readonly #touched = new Set<Pairing<Packet>>()
  #packets: Packet[] = []
  #keyLog: Buffer[] = []

  constructor(file: BlockFile, context: CaptureContext, reveal: boolean) {
    this.#file = file
    this.#context = context
    this.#reveal = reveal
    file.write(
      sectionHeader({
        comment: 'Traffic of a Bramble lab, by lab time. Outbound is from the handheld towards the servers.',
        application: `Bramble ${packageJson.version}`,
        os: `${platform()} ${release()} ${arch()}`,
      }),
    )
    for (const hop of hops) {
      const isContent = hop === 'dispatcher-service'
      this.#describe(hop, descriptions[hop], isContent ? linkTypes.user0 : linkTypes.raw)
    }
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

  finish(): void {
    for (const connection of this.#connections.keys()) this.#closed(connection)
    this.#flush()
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
      // What is told of a message that took several packets stands at the first.
      if (index === 0) pairing.sawMessage(direction, message.length, packet)
    }
  }

  #frame(frame: CapturedFrame): void {
    const login = this.#context.loginUnderWay(frame.pin)
    const told: Told = { frame, login: login === null ? null : loginText(login, frame) }
    const { connection } = frame
    if (frame.hop === 'dispatcher-service') {
      const packet = this.#add(frame.hop, frame.direction, contentPacket(frame, this.#reveal))
      packet.frames.push(told)
    } else if (connection && this.#isHeard(connection)) {
      if (!this.#pairingOf(connection).sawFrame(told)) this.#withoutBytes(told)
    } else {
      this.#withoutBytes(told)
    }
  }

  /** A frame whose bytes were not heard: its message, as Wireshark exports messages of higher layers. */
  #withoutBytes(told: Told): void {
    const { frame } = told
    const name = `${frame.hop} (messages)`
    this.#describe(name, 'Messages whose bytes on the wire were not heard.', linkTypes.upperPdu)
    this.#add(name, frame.direction, upperPacket(frame, this.#reveal), frame.at).frames.push(told)
  }

  #keys(connection: WireConnection, line: Buffer): void {
    // A directory may have to be sent the password itself, in a simple bind.
    if (connection.hop === 'service-directory' && !this.#reveal) return
    this.#keyLog.push(line)
    this.#turn.ask()
  }

  #add(name: string, direction: Direction, bytes: Uint8Array, atMs = this.#context.clock.now()): Packet {
    const on = this.#interfaces.get(name) ?? this.#describe(name, '', linkTypes.raw)
    const packet: Packet = { on, atMs, direction, bytes, frames: [] }
    this.#packets.push(packet)
    this.#turn.ask()
    return packet
  }

  #describe(name: string, description: string, linkType: number): Interface {
    const known = this.#interfaces.get(name)
    if (known) return known
    this.#file.write(interfaceDescription({ name, description, linkType }))
    const made = { number: this.#interfaces.size, received: 0, dropped: 0 }
    this.#interfaces.set(name, made)
    return made
  }

  /** TLS is of use from its beginning only: nobody can decrypt the rest. */
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
    // The keys first: a reader that goes through the file once needs them at the packets.
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
  #comment({ frame, login }: Told): string {
    const { direction, number, pin } = frame
    const whose = pin === null ? [] : [`${this.#context.nameOf(pin)} (${pin})`]
    const place = [`frame ${number}`, direction, ...whose, ...(login === null ? [] : [login])].join(', ')
    return `${place}: ${frame.openedSummary()}`
  }
}

const descriptions: Record<Hop, string> = {
  'handheld-dispatcher': 'Wireless network to Dispatcher: SRP on port 3101, with the handhelds’ envelopes',
  'dispatcher-service': 'Dispatcher to Collaboration Service: in process, content as JSON',
  'service-directory': 'Collaboration Service to Active Directory: LDAP',
  'service-communications': 'Collaboration Service to Communications Server: SIP',
}

function loginText(login: string, frame: CapturedFrame): string | null {
  const step = flowStepOf(frame)
  return step === null ? null : `login ${login}, step ${step}`
}
