import { z } from 'zod'
import { cause } from '#contract'
import { describeMessage, parseMessage, type SipMessage, SipParseError } from '../../protocols/sip/index.ts'
import {
  type FrameContent,
  type FrameExchange,
  type FrameForm,
  type FrameLayer,
  type FrameOrigin,
  type FrameRecord,
  summaryText,
  type WireConnection,
} from '../../traffic/index.ts'
import { sipFields } from './sip-layer.ts'

/** What TLS 1.3 adds to each record: header, content type, tag (RFC 8446 section 5.2). */
const recordOverheadBytes = 22
const largestRecordBytes = 16_384

/** Where a Call-ID is sought: it stands among the first headers. */
const mostHeadBytes = 8_192

/** A frame for one SIP message between the service and the Communications Server. */
export function sipFrame(frame: {
  direction: 'up' | 'down'
  pin: string | null
  origin: FrameOrigin | undefined
  /** How the connection is encrypted, such as `TLSv1.3, TLS_AES_256_GCM_SHA384`; null over TCP. */
  encryption: string | null
  bytes: Buffer
  connection: WireConnection
  message(): SipMessage | null
}): FrameRecord {
  const { bytes, encryption } = frame
  const sizeBytes = bytes.length + (encryption === null ? 0 : recordsOf(bytes.length) * recordOverheadBytes)
  return {
    hop: 'service-communications',
    direction: frame.direction,
    pin: frame.pin,
    protocol: 'SIP',
    sizeBytes,
    isEncrypted: encryption !== null,
    connection: frame.connection,
    origin: frame.origin,
    contentBytes: bytes.length,
    ...viewSip({ bytes, encryption, sizeBytes, message: () => frame.message() }),
    pack: () => ({ form: sipForm, parts: [encryption, bytes] }),
  }
}

const sipForm: FrameForm = {
  read([encryption, bytes], { sizeBytes }) {
    const written = bytes ?? Buffer.alloc(0)
    return viewSip({
      bytes: written,
      encryption: encryption?.toString() ?? null,
      sizeBytes,
      message: () => readMessage(written),
    })
  },
}

/** @returns null for bytes that are no message of their own, such as a keep-alive */
function readMessage(bytes: Buffer): SipMessage | null {
  try {
    return parseMessage(bytes)
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

function viewSip({
  bytes,
  encryption,
  sizeBytes,
  message,
}: {
  bytes: Buffer
  encryption: string | null
  sizeBytes: number
  message(): SipMessage | null
}): FrameContent {
  const closed = { code: 'tls-data', facts: { bytes: sizeBytes } } as const
  const describe = () => {
    const known = message()
    if (known) return describeMessage(known)
    return bytes.toString('latin1').trim() === '' ? 'CRLF keep-alive' : 'not readable as SIP'
  }
  return {
    summary: () => (encryption === null ? describe() : summaryText(closed)),
    openedSummary: describe,
    told: (isOpened) => (isOpened || encryption === null ? null : closed),
    callId: () => callIdIn(headOf(bytes)),
    exchange: () => exchangeIn(headOf(bytes)),
    layers() {
      const layers: FrameLayer[] = []
      if (encryption !== null) layers.push(tlsLayer(encryption, sizeBytes))
      const known = message()
      layers.push({
        title: 'SIP',
        note: { code: known ? 'sip' : 'sip-none', facts: {} },
        fields: known ? sipFields(bytes) : [],
        bytes,
        text: bytes.toString('utf8'),
        side: encryption === null ? 'wire' : 'inside',
      })
      return layers
    },
  }
}

/** Whose certificate was accepted, and what encrypts now; or why it failed. */
const handshake = z.union([z.object({ server: z.string(), encryption: z.string() }), z.object({ cause })])
type Handshake = z.infer<typeof handshake>

/** A frame for a TLS handshake that succeeded or failed. */
export function handshakeFrame(frame: {
  /** `down` when the server refused the handshake. */
  direction: 'up' | 'down'
  sizeBytes: number
  outcome: Handshake
  connection?: WireConnection
  origin: FrameOrigin | undefined
}): FrameRecord {
  const { outcome, sizeBytes } = frame
  return {
    hop: 'service-communications',
    direction: frame.direction,
    pin: null,
    protocol: 'TLS',
    sizeBytes,
    isEncrypted: true,
    connection: frame.connection,
    origin: frame.origin,
    ...viewHandshake(outcome, sizeBytes),
    pack: () => ({ form: handshakeForm, parts: [JSON.stringify(outcome)] }),
  }
}

const handshakeForm: FrameForm = {
  read: ([outcome], { sizeBytes }) =>
    viewHandshake(handshake.parse(JSON.parse(outcome?.toString() ?? '')), sizeBytes),
}

function viewHandshake(outcome: Handshake, sizeBytes: number): FrameContent {
  const isDone = 'encryption' in outcome
  const closed = { code: 'handshake', facts: { isDone, bytes: sizeBytes } } as const
  const opened = isDone
    ? ({ code: 'handshake-accepted', facts: outcome } as const)
    : ({ code: 'handshake-opened', facts: { isDone, detail: outcome.cause } } as const)
  const note = isDone
    ? ({ code: 'handshake-accepted', facts: outcome } as const)
    : ({ code: 'handshake', facts: { isDone, detail: outcome.cause } } as const)
  return {
    summary: () => summaryText(closed),
    openedSummary: () => summaryText(opened),
    told: (isOpened) => (isOpened ? opened : closed),
    layers: () => [
      {
        title: 'TLS',
        note,
        fields: isDone
          ? [{ name: 'Protocol and cipher', value: outcome.encryption, about: 'tls.cipher' }]
          : [],
        bytes: null,
        text: null,
      },
    ],
  }
}

/** Finds the Call-ID without parsing the message, because a filter asks for that of many. */
function callIdIn(head: string): string | null {
  return /\r\n(?:Call-ID|i)[ \t]*:[ \t]*([^\s]+)/i.exec(head)?.[1] ?? null
}

/** A request and its responses have the same Call-ID and CSeq (RFC 3261 section 8.2.6.2). */
function exchangeIn(head: string): FrameExchange | null {
  const callId = callIdIn(head)
  const [, number, method] = /\r\nCSeq[ \t]*:[ \t]*(\d{1,10})[ \t]{1,9}([^\s]+)/i.exec(head) ?? []
  if (callId === null || method === undefined) return null
  return { id: `${callId} ${number} ${method}`, isRequest: !/^\s*SIP\/2\.0 /i.test(head) }
}

function headOf(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, mostHeadBytes)
  const end = head.indexOf('\r\n\r\n')
  return end < 0 ? head : head.slice(0, end)
}

function tlsLayer(encryption: string, sizeBytes: number): FrameLayer {
  return {
    title: 'TLS',
    note: { code: 'tls', facts: {} },
    fields: [
      { name: 'Protocol and cipher', value: encryption, about: 'tls.cipher' },
      { name: 'Size', value: `${sizeBytes} bytes`, about: 'tls.size' },
    ],
    bytes: null,
    text: null,
  }
}

function recordsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / largestRecordBytes))
}
