import { checkMessage, readTags, SipParseError, type SipRequest } from '../sip/index.ts'
import type { Answer } from './answer.ts'

/** The extensions that this server understands, should a request insist on them (RFC 3261 section 20.32). */
const understood = new Set([
  'gruu-10',
  'adhoclist',
  'msrtc-event-categories',
  'categorylist',
  'eventlist',
  'ms-benotify',
  'ms-piggyback-first-notify',
])

/**
 * Looks at what every request must have (RFC 3261 sections 8.1.1 and 8.2.2).
 * @param isForwarded whether it only passes through: then Require is for whoever it reaches (section 16.3, step 5)
 * @returns what to answer when it does not, or null
 */
export function checkRequest(request: SipRequest, isForwarded: boolean): Answer | null {
  const { headers } = request
  try {
    checkMessage(request)
    const required = new Set([
      ...readTags(headers, 'Proxy-Require'),
      ...(isForwarded ? [] : readTags(headers, 'Require')),
    ])
    const unknown = [...required].filter((tag) => !understood.has(tag))
    if (unknown.length > 0) {
      return { status: 420, reason: 'Bad Extension', headers: [['Unsupported', unknown.join(', ')]] }
    }
  } catch (error) {
    if (error instanceof SipParseError) return badRequest(error)
    throw error
  }
  if (!/^sips?:/i.test(request.uri)) return { status: 416, reason: 'Unsupported URI Scheme' }
  return null
}

const reasons = new Map([
  [501, 'Not Implemented'],
  [505, 'Version Not Supported'],
  [513, 'Message Too Large'],
])

/** The answer to a request that cannot be read (RFC 3261 section 21.4.1): the reason says what is wrong with it. */
export function badRequest(error: SipParseError): Answer {
  const reason = reasons.get(error.status)
  if (reason !== undefined) return { status: error.status, reason }
  // Errors quote the peer; a reason phrase is one line of ASCII.
  const detail = error.message.replace(/[^\x20-\x7e]/g, '?')
  return { status: 400, reason: `Bad Request - ${detail}` }
}
