import { asBuffer } from '../base/bytes/index.ts'
import type { FrameLayer, LayerField } from '../traffic/index.ts'
import { suiteNumbered } from './cipher.ts'
import { contentTypes, type Envelope, readError } from './envelope.ts'

/** Where the parts of an envelope after its header begin and end. */
export function payloadRange({ encryptedKey, iv, payload }: Envelope) {
  const start = headerBytes + encryptedKey.length + iv.length
  return { start, end: start + payload.length }
}

const headerBytes = 19

/** The outermost layer of a packet, byte by byte; see `envelope.ts` for the layout. */
export function envelopeLayer(envelope: Envelope, bytes: Uint8Array): FrameLayer {
  return {
    title: 'Envelope',
    note: { code: 'envelope', facts: {} },
    fields: fieldsOf(envelope, bytes),
    bytes,
    text: envelope.contentType === contentTypes.error ? errorText(envelope) : null,
  }
}

export function errorText(envelope: Envelope): string {
  return `error: ${readError(envelope).text}`
}

export function suiteOf({ suiteId }: Envelope): string {
  return suiteNumbered(suiteId)?.label ?? 'no cipher'
}

function fieldsOf(envelope: Envelope, bytes: Uint8Array): LayerField[] {
  const { encryptedKey, iv, payload } = envelope
  let at = 0
  /** The next field, which has this many bytes. */
  const next = (size: number, about: LayerField['about'], name: string, value: string): LayerField => {
    const range = { start: at, end: at + size }
    at = range.end
    return { name, value, about, range: size === 0 ? undefined : range }
  }
  return [
    next(1, 'envelope.version', 'Version', String(bytes[0])),
    next(1, 'envelope.contentType', 'Content type', contentTypeName(envelope)),
    next(4, 'envelope.pin', 'Device PIN', envelope.pin),
    next(4, 'envelope.messageId', 'Message ID', String(envelope.messageId)),
    next(1, 'envelope.packetIndex', 'Packet', `${envelope.packetIndex + 1} of ${envelope.packetCount}`),
    next(1, 'envelope.packetCount', 'Packets', String(envelope.packetCount)),
    next(1, 'envelope.suite', 'Cipher suite', suiteOf(envelope)),
    next(4, 'envelope.keyGeneration', 'Key generation', String(envelope.keyGeneration)),
    next(1, 'envelope.keyLength', 'Length of the key', String(encryptedKey.length)),
    next(1, 'envelope.ivLength', 'Length of the IV', String(iv.length)),
    next(encryptedKey.length, 'envelope.encryptedKey', 'Encrypted message key', hex(encryptedKey)),
    next(iv.length, 'envelope.iv', 'IV', hex(iv)),
    next(payload.length, 'envelope.payload', 'Payload', `${payload.length} bytes`),
  ]
}

function contentTypeName({ contentType }: Envelope): string {
  if (contentType === contentTypes.instantMessaging) return 'instant messaging (1)'
  return contentType === contentTypes.error ? 'error (2)' : String(contentType)
}

function hex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}
