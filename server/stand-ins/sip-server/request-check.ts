import { checkMessage, SipParseError, type SipRequest } from '../../protocols/sip/index.ts'
import type { Answer } from './answer.ts'

/** The extensions that this server supports if a request requires them (RFC 3261 section 20.32). */
const understood = new Set([
  'gruu-10',
  'adhoclist',
  'msrtc-event-categories',
  'categorylist',
  'eventlist',
  'ms-benotify',
  'ms-piggyback-first-notify',
  'path',
])

/**
 * Checks the mandatory parts of every request (RFC 3261 sections 8.1.1 and 8.2.2).
 * @returns the answer of a refusal, or null
 */
export function checkRequest(request: SipRequest): Answer | null {
  try {
    checkMessage(request)
    const refusal = refuseUnknown(request, 'Proxy-Require')
    if (refusal) return refusal
  } catch (error) {
    if (error instanceof SipParseError) return badRequest(error)
    throw error
  }
  if (!/^sips?:/i.test(request.uri)) return { status: 416, reason: 'Unsupported URI Scheme' }
  return null
}

/**
 * Checks the requirements of a request to this server itself. Those of a forwarded request concern the endpoint
 * (section 16.3, step 5).
 */
export function checkOwnRequest(request: SipRequest): Answer | null {
  const { headers, body } = request
  const refusal = refuseUnknown(request, 'Require')
  if (refusal) return refusal
  // Section 8.2.3: compression is not supported.
  const isEncoded = headers.list('Content-Encoding').some((each) => each.toLowerCase() !== 'identity')
  if (body.length === 0 || !isEncoded) return null
  return { status: 415, reason: 'Unsupported Media Type', headers: [['Accept-Encoding', 'identity']] }
}

/** Section 8.2.2.3: a CANCEL cannot require extensions. */
function refuseUnknown({ method, headers }: SipRequest, name: 'Require' | 'Proxy-Require'): Answer | null {
  if (method === 'CANCEL') return null
  const unknown = headers.list(name).filter((tag) => !understood.has(tag.toLowerCase()))
  if (unknown.length === 0) return null
  return { status: 420, reason: 'Bad Extension', headers: [['Unsupported', unknown.join(', ')]] }
}

const reasons = new Map([
  [501, 'Not Implemented'],
  [505, 'Version Not Supported'],
  [513, 'Message Too Large'],
])

/** The answer to an invalid request, whose reason phrase names the fault (RFC 3261 section 21.4.1). */
export function badRequest(error: SipParseError): Answer {
  const reason = reasons.get(error.status)
  if (reason !== undefined) return { status: error.status, reason }
  // Errors may quote the peer, but a reason phrase must be one line of ASCII.
  const detail = error.message.replace(/[^\x20-\x7e]/g, '?')
  return { status: 400, reason: `Bad Request - ${detail}` }
}
