import {
  type DeviceContent,
  displayContent,
  readDeviceContent,
  readServiceContent,
  type ServiceContent,
  summariseContent,
  writeContent,
} from '../collaboration/index.ts'
import type { FrameContent, FrameForm, FrameLayer, FrameRecord, WireConnection } from '../traffic/index.ts'
import { openPayload, suiteNumbered } from './cipher.ts'
import { contentTypes, type Envelope, readEnvelope, readError } from './envelope.ts'
import { inflateMessage } from './message.ts'
import { srpHeaderBytes, srpKinds } from './srp.ts'

/** The fate of a message whose packet crossed the wireless leg. Filled in once it is known. */
export interface MessageTrace {
  compressed: Uint8Array | null
  content: DeviceContent | ServiceContent | null
  /** The reason why the message was dropped, or null. */
  problem: string | null
}

/** What a frame shows of a packet. The functions run only when somebody looks. */
interface PacketContent {
  envelope(): Envelope
  bytes: Uint8Array
  /** Null if no key decrypted it. */
  opened(): { part: Uint8Array; messageKey: Uint8Array } | null
  content(): DeviceContent | ServiceContent | null
  problem(): string | null
}

/** A frame for a packet between handheld and Dispatcher. `opened` is null if no key decrypted it. */
export function packetFrame(options: {
  direction: 'up' | 'down'
  envelope: Envelope
  bytes: Uint8Array
  opened: { part: Uint8Array; messageKey: Uint8Array } | null
  message: MessageTrace
  connection: WireConnection | undefined
}): FrameRecord {
  const { envelope, bytes, opened, message } = options
  return {
    hop: 'handheld-dispatcher',
    direction: options.direction,
    pin: envelope.pin,
    protocol: 'Envelope',
    sizeBytes: bytes.length + srpHeaderBytes,
    isEncrypted: envelope.contentType !== contentTypes.error,
    connection: options.connection,
    ...viewPacket({
      envelope: () => envelope,
      bytes,
      opened: () => opened,
      content: () => message.content,
      problem: () => message.problem,
    }),
    pack() {
      const { content, problem } = message
      // The other packets of this message may still be on their way.
      if (opened && !content && problem === null) return null
      const isAlone = envelope.packetCount === 1
      return {
        form: packetForm,
        parts: [
          bytes,
          opened?.messageKey ?? null,
          content && (isAlone ? inPacket : writeContent(content)),
          problem,
        ],
      }
    },
  }
}

/** Stands for content that can be read from the packet itself. */
const inPacket = ''

const packetForm: FrameForm = {
  read([bytes, messageKey, content, problem], { direction }) {
    const packet = bytes ?? Buffer.alloc(0)
    const envelope = () => readEnvelope(packet)
    const opened = () => (messageKey ? { messageKey, part: openPart(envelope(), messageKey) } : null)
    const read = direction === 'up' ? readDeviceContent : readServiceContent
    const readInPacket = () => {
      const { part } = opened() ?? {}
      return part ? read(inflateMessage(part)) : null
    }
    return viewPacket({
      envelope,
      bytes: packet,
      opened,
      content: () => (content ? (content.length === 0 ? readInPacket() : read(content)) : null),
      problem: () => problem?.toString() ?? null,
    })
  },
}

function viewPacket({ envelope, bytes, opened, content, problem }: PacketContent): FrameContent {
  const placeOf = ({ packetCount, packetIndex }: Envelope) => `packet ${packetIndex + 1}/${packetCount}`
  const isError = ({ contentType }: Envelope) => contentType === contentTypes.error
  return {
    summary() {
      const packet = envelope()
      if (isError(packet)) return errorText(packet)
      return `message ${packet.messageId}, ${placeOf(packet)}, ${suiteOf(packet)}`
    },
    openedSummary() {
      const known = content()
      const packet = envelope()
      if (isError(packet)) return errorText(packet)
      if (known) return summariseContent(known)
      return problem() ?? `message ${packet.messageId}, ${placeOf(packet)}`
    },
    layers: ({ reveal }) =>
      packetLayers(
        envelope(),
        bytes,
        opened(),
        { content: content(), problem: problem() },
        suiteOf(envelope()),
        reveal,
      ),
  }
}

/** Decrypts the payload of a packet with the key that opened it before. */
function openPart({ iv, payload, suiteId }: Envelope, messageKey: Uint8Array): Uint8Array {
  const suite = suiteNumbered(suiteId)
  return suite ? openPayload(suite, messageKey, iv, payload) : new Uint8Array()
}

function suiteOf({ suiteId }: Envelope): string {
  return suiteNumbered(suiteId)?.label ?? 'no cipher'
}

function packetLayers(
  envelope: Envelope,
  bytes: Uint8Array,
  opened: { part: Uint8Array; messageKey: Uint8Array } | null,
  message: Pick<MessageTrace, 'content' | 'problem'>,
  suite: string,
  reveal: boolean,
): FrameLayer[] {
  const layers: FrameLayer[] = [
    {
      title: 'Envelope',
      note: "What the carrier sees. The layout is Bramble's own: the original's is not public.",
      fields: [
        { name: 'Device PIN', value: envelope.pin },
        { name: 'Message ID', value: String(envelope.messageId) },
        { name: 'Packet', value: `${envelope.packetIndex + 1} of ${envelope.packetCount}` },
        { name: 'Cipher suite', value: suite },
        { name: 'Key generation', value: String(envelope.keyGeneration) },
        { name: 'Encrypted message key', value: hex(envelope.encryptedKey) },
        { name: 'IV', value: hex(envelope.iv) },
        { name: 'Payload', value: `${envelope.payload.length} bytes` },
      ],
      bytes,
      text: envelope.contentType === contentTypes.error ? errorText(envelope) : null,
    },
  ]
  if (message.problem) {
    layers.push({ title: 'Dropped', note: message.problem, fields: [], bytes: null, text: message.problem })
  }
  if (opened) {
    layers.push({
      title: 'Compressed',
      note: 'Decrypted with the message key, which the device transport key opened; still compressed.',
      fields: [{ name: 'Message key', value: reveal ? hex(opened.messageKey) : '•••••••• (secret)' }],
      // The compressed bytes of a login request contain its password, so mask them, too.
      bytes: message.content?.type === 'login-request' && !reveal ? null : opened.part,
      text: null,
    })
  }
  if (message.content) layers.push(contentLayer(message.content, reveal))
  return layers
}

/** A frame for content between Dispatcher and Collaboration Service. */
export function contentFrame(
  direction: 'up' | 'down',
  pin: string,
  content: DeviceContent | ServiceContent,
  sizeBytes: number,
): FrameRecord {
  return {
    hop: 'dispatcher-service',
    direction,
    pin,
    protocol: 'JSON',
    sizeBytes,
    isEncrypted: false,
    ...viewContent(() => content, sizeBytes),
    pack: () => ({ form: contentForm, parts: [writeContent(content)] }),
  }
}

const contentForm: FrameForm = {
  read([bytes], { direction, sizeBytes }) {
    const read = direction === 'up' ? readDeviceContent : readServiceContent
    return viewContent(() => read(bytes ?? Buffer.alloc(0)), sizeBytes)
  },
}

function viewContent(content: () => DeviceContent | ServiceContent, sizeBytes: number): FrameContent {
  return {
    // The content is not encrypted on this hop, but it was on the previous one: hide it unless decryption is on.
    summary: () => `decrypted content, ${sizeBytes} bytes`,
    openedSummary: () => summariseContent(content()),
    layers: ({ reveal }) => [contentLayer(content(), reveal)],
  }
}

function contentLayer(content: DeviceContent | ServiceContent, reveal: boolean): FrameLayer {
  return {
    title: 'Content',
    note: "Decrypted and decompressed by the Dispatcher. The format is Bramble's own.",
    fields: [],
    bytes: null,
    text: displayContent(content, reveal),
  }
}

const srpNames = new Map<number, string>(Object.entries(srpKinds).map(([name, kind]) => [kind, name]))

/** A frame for the SRP connection itself: the opening exchange and notices of coverage. */
export function srpFrame(
  direction: 'up' | 'down',
  kind: number,
  body: Uint8Array,
  connection: WireConnection,
): FrameRecord {
  return {
    hop: 'handheld-dispatcher',
    direction,
    pin: kind === srpKinds.coverage && body.length === 5 ? hex(body.subarray(0, 4)).toUpperCase() : null,
    protocol: 'SRP',
    sizeBytes: body.length + srpHeaderBytes,
    isEncrypted: false,
    connection,
    ...viewSrp(kind, body),
    pack: () => ({ form: srpForm, parts: [Buffer.of(kind), body] }),
  }
}

const srpForm: FrameForm = {
  read: ([kind, body]) => viewSrp(kind?.[0] ?? 0, body ?? Buffer.alloc(0)),
}

function viewSrp(kind: number, body: Uint8Array): FrameContent {
  const summary = () => {
    if (kind === srpKinds.coverage && body.length === 5) {
      return `device ${hex(body.subarray(0, 4)).toUpperCase()} ${body[4] === 1 ? 'can' : 'cannot'} be reached`
    }
    if (kind === srpKinds.claim || kind === srpKinds.refused) {
      return `${srpNames.get(kind)} ${Buffer.from(body).toString('utf8')}`
    }
    return srpNames.get(kind) ?? `kind ${kind}`
  }
  return {
    summary,
    openedSummary: summary,
    layers: () => [
      {
        title: 'SRP',
        note: 'Server Routing Protocol: the exchange that opens the connection, and notices about devices.',
        fields: [{ name: 'Kind', value: srpNames.get(kind) ?? String(kind) }],
        bytes: body,
        text: summary(),
      },
    ],
  }
}

function errorText(envelope: Envelope): string {
  return `error: ${readError(envelope).text}`
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
