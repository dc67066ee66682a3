import { drawRandomHex } from '../../base/bytes/index.ts'
import {
  formatParameters,
  noBody,
  readTo,
  SipHeaders,
  SipParseError,
  type SipRequest,
  type SipResponse,
  stampedVia,
} from '../../protocols/sip/index.ts'
import type { Diagnostic } from './diagnostics.ts'

/** The content of an answer, before it becomes a response to a certain request. */
export interface Answer {
  readonly status: number
  readonly reason: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly diagnostic?: Diagnostic
  readonly body?: Uint8Array
  /** Tag of the dialog that the answer creates; default: a new tag. */
  readonly toTag?: string
  /** Called once the answer has been sent. */
  readonly afterwards?: () => void
}

/** The source address of a request. */
export interface Origin {
  readonly address: string
  readonly port: number
}

/**
 * Adds the source address of a request to its topmost Via (RFC 3261 section 18.2.1; RFC 3581 section 4).
 * @returns the request's Via values, the topmost first, as every answer must carry them
 */
export function stampVia(headers: SipHeaders, origin: Origin): string[] {
  const [top, ...others] = headers.list('Via')
  return top === undefined ? [] : [stampedVia(top, origin), ...others]
}

/**
 * Makes the response to a request (RFC 3261 section 8.2.6.2): Via, From, To, Call-ID and CSeq are the request's own, and
 * To has a tag.
 */
export function respond(
  request: Pick<SipRequest, 'headers'>,
  vias: readonly string[],
  answer: Answer,
  extra: readonly (readonly [name: string, value: string])[],
): SipResponse {
  const headers = new SipHeaders()
  for (const via of vias) headers.add('Via', via)
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) {
    const value = request.headers.get(name)
    if (value !== undefined)
      headers.add(name, name === 'To' ? tagged(request.headers, value, answer.toTag) : value)
  }
  for (const [name, value] of [...(answer.headers ?? []), ...extra]) headers.add(name, value)
  return {
    kind: 'response',
    status: answer.status,
    reason: answer.reason,
    headers,
    body: answer.body ?? noBody,
  }
}

function tagged(headers: SipHeaders, value: string, tag = drawRandomHex(16).toUpperCase()): string {
  try {
    const to = readTo(headers)
    if (to.parameters.has('tag')) return value
  } catch (error) {
    // Return an unreadable To unchanged: the answer is 400 in any case.
    if (error instanceof SipParseError) return value
    throw error
  }
  return `${value}${formatParameters(new Map([['tag', tag]]))}`
}
