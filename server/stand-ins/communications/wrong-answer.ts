import type { Passage } from '../../faults/index.ts'
import type { Answer } from '../sip-server/index.ts'

/** Status codes of RFC 3261 section 21 that a server might send by mistake. */
const reasons = new Map([
  [301, 'Moved Permanently'],
  [302, 'Moved Temporarily'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [407, 'Proxy Authentication Required'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [413, 'Request Entity Too Large'],
  [420, 'Bad Extension'],
  [423, 'Interval Too Brief'],
  [430, 'Flow Failed'],
  [480, 'Temporarily Unavailable'],
  [481, 'Call/Transaction Does Not Exist'],
  [482, 'Loop Detected'],
  [483, 'Too Many Hops'],
  [486, 'Busy Here'],
  [488, 'Not Acceptable Here'],
  [500, 'Server Internal Error'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Server Time-out'],
  [513, 'Message Too Large'],
  [600, 'Busy Everywhere'],
  [603, 'Decline'],
])

/**
 * The wrong answer of a fault to a request, or null if no fault hits it. OPTIONS, by which a client only looks whether the server is
 * there, gets it too, but is none of the first requests of a fault with `first`: people count what they ask for, such as logins.
 */
export function wrongAnswer(passage: Passage, method: string): Answer | null {
  const code = passage.wrongAnswer(method !== 'OPTIONS')
  if (code === null) return null
  const status = Number(code)
  return { status, reason: reasons.get(status) ?? 'Fault' }
}
