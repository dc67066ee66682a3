import {
  type DeviceContent,
  displayContent,
  type ServiceContent,
  summariseContent,
} from '../collaboration/index.ts'
import type { FrameLayer, FrameRecord, WireConnection } from '../traffic/index.ts'
import { suiteNumbered } from './cipher.ts'
import { contentTypes, type Envelope, readError } from './envelope.ts'
import { srpHeaderBytes, srpKinds } from './srp.ts'

/** The fate of a message whose packet crossed the wireless leg. Filled in once it is known. */
export interface MessageTrace {
  compressed: Uint8Array | null
  content: DeviceContent | ServiceContent | null
  /** The reason why the message was dropped, or null. */
  problem: string | null
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
  const place = `packet ${envelope.packetIndex + 1}/${envelope.packetCount}`
  const suite = () => suiteNumbered(envelope.suiteId)?.label ?? 'no cipher'
  const isError = envelope.contentType === contentTypes.error
  return {
    hop: 'handheld-dispatcher',
    direction: options.direction,
    pin: envelope.pin,
    protocol: 'Envelope',
    sizeBytes: bytes.length + srpHeaderBytes,
    isEncrypted: !isError,
    connection: options.connection,
    summary: () => (isError ? errorText(envelope) : `message ${envelope.messageId}, ${place}, ${suite()}`),
    openedSummary: () => {
      if (isError) return errorText(envelope)
      if (message.content) return summariseContent(message.content)
      return message.problem ?? `message ${envelope.messageId}, ${place}`
    },
    layers: ({ reveal }) => packetLayers(envelope, bytes, opened, message, suite(), reveal),
  }
}

function packetLayers(
  envelope: Envelope,
  bytes: Uint8Array,
  opened: { part: Uint8Array; messageKey: Uint8Array } | null,
  message: MessageTrace,
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
    // The content is not encrypted on this hop, but it was on the previous one: hide it unless decryption is on.
    summary: () => `decrypted content, ${sizeBytes} bytes`,
    openedSummary: () => summariseContent(content),
    layers: ({ reveal }) => [contentLayer(content, reveal)],
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
    hop: 'handheld-dispatcher',
    direction,
    pin: kind === srpKinds.coverage && body.length === 5 ? hex(body.subarray(0, 4)).toUpperCase() : null,
    protocol: 'SRP',
    sizeBytes: body.length + srpHeaderBytes,
    isEncrypted: false,
    connection,
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
