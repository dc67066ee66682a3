import { arch, platform, release } from 'node:os'
import packageJson from '../../../package.json' with { type: 'json' }
import { enhancedPacket, interfaceDescription, sectionHeader } from '../capture-file/blocks.ts'
import { contentPacket, lonePacket, messageOf } from '../capture-file/packets-without-bytes.ts'
import { TcpStream } from '../capture-file/tcp-stream.ts'
import type { FrameWriter, FrameWriterContext } from './frame-writer.ts'
import type { KeptFrame } from './kept-frames.ts'

const loopback = '127.0.0.1'
/** The first of the ports that are invented for clients (RFC 6335: dynamic ports). */
const firstClientPort = 49_152
const clientPorts = 65_536 - firstClientPort

const madeUp =
  'Made up from the frames that the lab kept: content and times are real, addresses, ports and TCP are not. TLS is left out.'

/**
 * Kept frames as pcapng. The bytes of connections are recorded only while a capture file is being written, so the packets here
 * are synthesised from the content of the frames: for each hop and handheld one TCP connection, without TLS. Each hop's interface
 * and the first packet of each connection say so.
 */
export class KeptPcapng implements FrameWriter {
  readonly #context: FrameWriterContext
  /** Numbers of the interfaces, by hop. */
  readonly #interfaces = new Map<string, number>()
  readonly #streams = new Map<string, TcpStream>()

  constructor(context: FrameWriterContext) {
    this.#context = context
  }

  head(): Uint8Array[] {
    const { hops } = this.#context.processFlow
    return [
      sectionHeader({
        comment: `Traffic of a Bramble lab, by lab time. ${madeUp} Outbound is from the handheld towards the servers.`,
        application: `Bramble ${packageJson.version}`,
        os: `${platform()} ${release()} ${arch()}`,
      }),
      ...hops.map(({ id, description }) => this.#describe(id, description)),
    ]
  }

  frame(kept: KeptFrame): Uint8Array[] {
    const { frame, mark } = kept
    const blocks = this.#interfaces.has(frame.hop) ? [] : [this.#describe(frame.hop, '')]
    const comments = [this.#comment(kept), ...(mark === null ? [] : [`mark: ${mark}`])]
    const { opening, packets } = this.#packetsOf(kept)
    opening.forEach(({ direction, packet }, index) => {
      blocks.push(this.#block(kept, direction, packet, index === 0 ? [madeUp] : []))
    })
    packets.forEach((packet, index) => {
      blocks.push(this.#block(kept, frame.direction, packet, index === 0 ? comments : []))
    })
    return blocks
  }

  #packetsOf({ frame }: KeptFrame): {
    opening: { direction: 'up' | 'down'; packet: Uint8Array }[]
    packets: Uint8Array[]
  } {
    const { direction, hop, pin } = frame
    const known = this.#context.processFlow.hops.find(({ id }) => id === hop)
    const port = known?.plainPort ?? 0
    if (hop === 'dispatcher-service') return { opening: [], packets: [contentPacket(frame, port, false)] }
    const message = frame.framed?.() ?? messageOf(frame, false)
    // Without a message there is only what the comment says, as for a handshake.
    if (!message) {
      return { opening: [], packets: [lonePacket(frame, known?.port ?? 0, new Uint8Array())] }
    }
    const key = `${hop} ${pin ?? ''}`
    const stream = this.#streams.get(key) ?? this.#streamTo(port)
    const opening = this.#streams.has(key) ? [] : stream.handshake()
    this.#streams.set(key, stream)
    return { opening, packets: stream.carry(direction, message) }
  }

  #streamTo(port: number): TcpStream {
    const clientPort = firstClientPort + (this.#streams.size % clientPorts)
    return new TcpStream({
      client: { address: loopback, port: clientPort },
      server: { address: loopback, port },
    })
  }

  #describe(hop: string, description: string): Uint8Array {
    this.#interfaces.set(hop, this.#interfaces.size)
    return interfaceDescription({ name: hop, description: `${description}. ${madeUp}` })
  }

  #block(
    { frame }: KeptFrame,
    direction: 'up' | 'down',
    packet: Uint8Array,
    comments: readonly string[],
  ): Uint8Array {
    return enhancedPacket({
      interfaceNumber: this.#interfaces.get(frame.hop) ?? 0,
      atMs: frame.at,
      bytes: packet,
      direction: direction === 'up' ? 'outbound' : 'inbound',
      comments,
    })
  }

  /** Such as `frame 12, up, alice (2100000A), login 2100000A-1, step 5: REGISTER sip:corp.example`. */
  #comment({ frame, view }: KeptFrame): string {
    const { direction, number, pin } = frame
    const whose = pin === null ? [] : [`${this.#context.nameOf(pin)} (${pin})`]
    const login = view.flow === null ? [] : [`login ${view.flow}`]
    const step = view.step === null ? [] : [`step ${view.step}`]
    return `${[`frame ${number}`, direction, ...whose, ...login, ...step].join(', ')}: ${frame.openedSummary()}`
  }
}
