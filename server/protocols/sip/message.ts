import type { SipHeaders } from './headers.ts'

/** RFC 3261 section 7.1. */
export interface SipRequest {
  readonly kind: 'request'
  readonly method: string
  /** The Request-URI as written. */
  readonly uri: string
  readonly headers: SipHeaders
  readonly body: Uint8Array
}

/** RFC 3261 section 7.2. */
export interface SipResponse {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
  readonly headers: SipHeaders
  readonly body: Uint8Array
}

export type SipMessage = SipRequest | SipResponse

/** Limits of the size of a message. */
export interface SipLimits {
  /** Start line and headers together. */
  maxHeaderBytes: number
  maxHeaders: number
  maxBodyBytes: number
}

/** Far more than any message of this lab needs, and small enough to be harmless. */
export const defaultLimits: SipLimits = { maxHeaderBytes: 32_768, maxHeaders: 256, maxBodyBytes: 262_144 }

export const noBody: Uint8Array = Buffer.alloc(0)

/** Such as `REGISTER sip:corp.example`, or `200 OK (REGISTER)`. */
export function describeMessage(message: SipMessage): string {
  if (message.kind === 'request') return `${message.method} ${message.uri}`
  const sequence = message.headers.get('CSeq') ?? ''
  const method = sequence.slice(sequence.lastIndexOf(' ') + 1)
  return `${message.status} ${message.reason}${method ? ` (${method})` : ''}`
}
