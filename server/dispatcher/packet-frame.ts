import type { FrameSummary } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import { type DeviceContent, type ServiceContent, tellContent, writeContent } from '../collaboration/index.ts'
import {
  type FrameContent,
  type FrameExchange,
  type FrameForm,
  type FrameLayer,
  type FrameOrigin,
  type FrameRecord,
  type PackedFrame,
  summaryText,
  type WireConnection,
} from '../traffic/index.ts'
import { openPayload, suiteNumbered } from './cipher.ts'
import { loginExchange, readerOf } from './content-frame.ts'
import { contentLayer } from './content-layer.ts'
import { contentTypes, type Envelope, readEnvelope } from './envelope.ts'
import { envelopeLayer, errorText, payloadRange, suiteOf } from './envelope-layer.ts'
import { inflateMessage } from './message.ts'
import { srpHeaderBytes, srpKinds, writeSrpFrame } from './srp.ts'

type Content = DeviceContent | ServiceContent

/**
 * What a frame shows of a packet. One is made for each packet, so it holds only what the rest can be made from when somebody looks:
 * the more objects a frame holds, the longer garbage collection takes.
 */
abstract class PacketContent implements FrameContent {
  protected readonly bytes: Uint8Array
  /** Null if no key decrypted it. */
  protected readonly messageKey: Uint8Array | null
  /** The reason why the message was dropped, or null. */
  protected readonly problem: string | null

  constructor(bytes: Uint8Array, messageKey: Uint8Array | null, problem: string | null) {
    this.bytes = bytes
    this.messageKey = messageKey
    this.problem = problem
  }

  /** The content of the packet's message. Null if the message is not complete or could not be parsed. */
  protected abstract content(): Content | null

  summary(): string {
    const told = this.told(false)
    return told ? summaryText(told) : errorText(readEnvelope(this.bytes))
  }

  openedSummary(): string {
    const told = this.told(true)
    return told ? summaryText(told) : (this.problem ?? errorText(readEnvelope(this.bytes)))
  }

  /** @returns null for an error, which says in its own words what is wrong */
  told(isOpened: boolean): FrameSummary | null {
    const envelope = readEnvelope(this.bytes)
    if (isError(envelope)) return null
    const { messageId: message, packetCount: packets, packetIndex } = envelope
    const place = { message, packet: packetIndex + 1, packets }
    if (!isOpened) return { code: 'packet', facts: { ...place, cipher: suiteOf(envelope) } }
    const content = this.content()
    if (content) return tellContent(content)
    return this.problem === null ? { code: 'packet-unread', facts: place } : null
  }

  layers({ reveal }: { reveal: boolean }): FrameLayer[] {
    const envelope = readEnvelope(this.bytes)
    const content = this.content()
    const layers = [envelopeLayer(envelope, this.bytes)]
    if (this.problem) {
      layers.push({
        title: 'Dropped',
        note: this.problem,
        fields: [],
        bytes: null,
        text: this.problem,
        side: 'inside',
      })
    }
    let origin: FrameLayer['origin'] = null
    if (this.messageKey) {
      const compressed = openPart(envelope, this.messageKey)
      // The compressed bytes of a login request contain its password, so mask them, too.
      const isMasked = content?.type === 'login-request' && !reveal
      layers.push({
        title: 'Compressed',
        note: { code: 'compressed', facts: {} },
        fields: [
          {
            name: 'Message key',
            value: reveal ? hex(this.messageKey) : '•••••••• (secret)',
            about: 'envelope.messageKey',
          },
        ],
        bytes: isMasked ? null : compressed,
        text: null,
        side: 'inside',
        origin: { layer: 0, range: payloadRange(envelope), how: 'decrypted' },
      })
      origin = {
        layer: layers.length - 1,
        range: { start: 0, end: compressed.length },
        how: envelope.packetCount === 1 ? 'decompressed' : 'joined',
      }
    }
    if (content) layers.push(contentLayer(content, reveal, origin))
    return layers
  }

  framed(): Uint8Array {
    return writeSrpFrame(srpKinds.packet, this.bytes)
  }
}

/** A packet that crosses the hop between handheld and Dispatcher. */
export class PacketFrame extends PacketContent implements FrameRecord {
  readonly hop = 'handheld-dispatcher'
  readonly direction: 'up' | 'down'
  readonly pin: string
  readonly protocol = 'Envelope'
  readonly sizeBytes: number
  readonly isEncrypted: boolean
  readonly connection: WireConnection | undefined
  readonly origin: FrameOrigin | undefined
  readonly #content: Content | null
  readonly #isAlone: boolean

  constructor(options: {
    direction: 'up' | 'down'
    envelope: Envelope
    bytes: Uint8Array
    /** Null if no key decrypted the packet. */
    messageKey: Uint8Array | null
    /** The content of the message that a received packet completed, if it could be parsed; of a sent packet, that of its message. */
    content: Content | null
    /** The reason why the message was dropped, or null. */
    problem: string | null
    connection: WireConnection | undefined
    origin: FrameOrigin | undefined
  }) {
    const { bytes, connection, content, direction, envelope, messageKey, origin, problem } = options
    super(bytes, messageKey, problem)
    this.direction = direction
    this.pin = envelope.pin
    this.sizeBytes = bytes.length + srpHeaderBytes
    this.isEncrypted = !isError(envelope)
    this.connection = connection
    this.origin = origin
    this.#content = content
    this.#isAlone = envelope.packetCount === 1
  }

  protected content(): Content | null {
    return this.#content
  }

  exchange(): FrameExchange | null {
    return loginExchange(this.origin)
  }

  pack(): PackedFrame {
    const content = this.#content && (this.#isAlone ? inPacket : writeContent(this.#content))
    return { form: packetForm, parts: [this.bytes, this.messageKey, content, this.problem] }
  }
}

/** Stands for content that can be read from the packet itself. */
const inPacket = ''

const packetForm: FrameForm = {
  read: ([bytes, messageKey, content, problem], { direction, origin }) =>
    new PackedPacket(bytes ?? Buffer.alloc(0), messageKey ?? null, problem?.toString() ?? null, {
      direction,
      content: content ?? null,
      origin,
    }),
}

interface Packed {
  direction: 'up' | 'down'
  content: Uint8Array | null
  origin: FrameOrigin | undefined
}

class PackedPacket extends PacketContent {
  readonly #packed: Packed

  constructor(bytes: Uint8Array, messageKey: Uint8Array | null, problem: string | null, packed: Packed) {
    super(bytes, messageKey, problem)
    this.#packed = packed
  }

  exchange(): FrameExchange | null {
    return loginExchange(this.#packed.origin)
  }

  protected content(): Content | null {
    const { content, direction } = this.#packed
    if (!content || !this.messageKey) return null
    const isInPacket = content.length === 0
    const bytes = isInPacket ? inflateMessage(openPart(readEnvelope(this.bytes), this.messageKey)) : content
    return readerOf(direction)(bytes)
  }
}

function isError({ contentType }: Envelope): boolean {
  return contentType === contentTypes.error
}

/** Decrypts the payload of a packet with the key that opened it before. */
function openPart({ iv, payload, suiteId }: Envelope, messageKey: Uint8Array): Uint8Array {
  const suite = suiteNumbered(suiteId)
  return suite ? openPayload(suite, messageKey, iv, payload) : new Uint8Array()
}

function hex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}
