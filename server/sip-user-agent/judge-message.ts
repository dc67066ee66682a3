import {
  checkMessage,
  readContactHeader,
  readFrom,
  readSequence,
  readTags,
  readTo,
  type SipHeaders,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../protocols/sip/index.ts'

/** The answer that refuses a request. */
export interface Refusal {
  readonly status: number
  readonly reason: string
  readonly headers?: readonly string[]
}

/** The methods that an endpoint handles (RFC 3261 section 20.5). */
export const allow = 'Allow: INVITE, ACK, BYE, CANCEL, MESSAGE, INFO, OPTIONS, NOTIFY, BENOTIFY'

/** Methods whose requests get no answer (RFC 3261 section 17.1.1.3; [MS-SIP], best-effort NOTIFY). */
export const unanswered: ReadonlySet<string> = new Set(['ACK', 'BENOTIFY'])

/** Known methods that an endpoint of the service does not handle. Unknown ones get 501 (RFC 3261 section 21.5.2). */
const knownMethods = new Set(['REGISTER', 'SUBSCRIBE', 'PUBLISH', 'REFER', 'PRACK', 'UPDATE', 'SERVICE'])

export function refuseMethod(method: string): Refusal {
  return knownMethods.has(method)
    ? { status: 405, reason: 'Method Not Allowed', headers: [allow] }
    : { status: 501, reason: 'Not Implemented', headers: [allow] }
}

/**
 * Checks a request before sip.js gets it: sip.js trusts the headers, and throws in the middle of its work when they are not
 * what it expects (RFC 3261 section 8.2).
 * @param understood option tags that Require may name
 * @returns the answer that refuses it, or null
 */
export function judgeRequest(request: SipRequest, understood: readonly string[]): Refusal | null {
  try {
    checkMessage(request)
    if (!/^sip:/i.test(request.uri)) return { status: 416, reason: 'Unsupported URI Scheme' }
    return requiredExtensions(request, understood) ?? content(request) ?? sender(request) ?? dialog(request)
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error
    if (error.status === 501) return refuseMethod(request.method)
    return refuseUnreadable(error)
  }
}

/** The answer to a request that cannot be parsed (RFC 3261 section 21.4.1). */
export function refuseUnreadable(fault: SipParseError): Refusal {
  const reason = reasons.get(fault.status)
  return reason === undefined ? badRequest(fault.message) : { status: fault.status, reason }
}

const reasons = new Map([
  [501, 'Not Implemented'],
  [505, 'Version Not Supported'],
  [513, 'Message Too Large'],
])

/**
 * Checks an answer before sip.js gets it: sip.js drops it or throws when it cannot use it.
 * @returns what is wrong with it, or null
 */
export function judgeResponse(response: SipResponse): string | null {
  try {
    checkMessage(response)
    const vias = response.headers.list('Via').length
    // More than one Via: the answer was meant for somebody else (RFC 3261 section 8.1.3.3).
    if (vias !== 1) return `there are ${vias} Via values instead of one`
    const opensDialog =
      readSequence(response.headers).method === 'INVITE' && response.status >= 200 && response.status < 300
    if (!opensDialog) return null
    // RFC 3261 section 12.1.2.
    if (!readTo(response.headers).parameters.get('tag')) return 'To has no tag'
    if (sipContacts(response.headers) === 0) return 'there is no Contact with a SIP address'
    return null
  } catch (error) {
    if (error instanceof SipParseError) return error.message
    throw error
  }
}

/** What is wrong with the headers that describe a body, or null. A message without a body needs none. */
export function describeBodyFault({ headers, body }: Pick<SipResponse, 'headers' | 'body'>): string | null {
  for (const name of ['Content-Type', 'Content-Disposition']) {
    const { length } = headers.all(name)
    if (length > 1) return `there are ${length} ${name} headers instead of one`
  }
  if (body.length === 0) return null
  const type = headers.get('Content-Type')
  if (type === undefined) return 'the body has no Content-Type'
  if (!/^[^\s/;]+\s{0,9}\/\s{0,9}[^\s/;]+\s{0,9}(?:;|$)/.test(type)) return 'Content-Type is not a media type'
  return null
}

function requiredExtensions({ headers, method }: SipRequest, understood: readonly string[]): Refusal | null {
  // RFC 3261 section 8.2.2.3: CANCEL and ACK are not refused for a Require header.
  if (method === 'CANCEL' || unanswered.has(method)) return null
  const unknown = [...readTags(headers, 'Require')].filter((tag) => !understood.includes(tag))
  // The Require header of a NOTIFY concerns the subscriber.
  if (unknown.length === 0 || method === 'NOTIFY') return null
  return { status: 420, reason: 'Bad Extension', headers: [`Unsupported: ${unknown.join(', ')}`] }
}

/** RFC 3261 section 8.2.3. */
function content(request: SipRequest): Refusal | null {
  const { body, headers, method } = request
  if (body.length === 0 || unanswered.has(method)) return null
  if (!['INVITE', 'MESSAGE', 'INFO'].includes(method)) return null
  const encodings = [...readTags(headers, 'Content-Encoding')]
  if (encodings.some((encoding) => encoding !== 'identity')) {
    return { ...unsupportedMedia, headers: ['Accept-Encoding: identity'] }
  }
  if (!isInvite(request)) return null
  const fault = describeBodyFault(request)
  if (fault !== null) return badRequest(fault)
  const type = firstWord(headers.get('Content-Type'))
  const disposition = firstWord(headers.get('Content-Disposition'))
  const isSession = type === 'application/sdp' || type.startsWith('multipart/')
  if (isSession && (disposition === '' || disposition === 'session')) return null
  return { ...unsupportedMedia, headers: ['Accept: application/sdp'] }
}

/** Refuses a sender who cannot be answered, since From may have any scheme, such as tel. */
function sender({ headers, method }: SipRequest): Refusal | null {
  if (method !== 'INVITE' && method !== 'MESSAGE') return null
  return /^sips?:/i.test(readFrom(headers).uri) ? null : badRequest('From is not a SIP address')
}

/** Refuses an INVITE without the headers that a dialog needs (RFC 3261 sections 12.1.1 and 12.2.2). */
function dialog(request: SipRequest): Refusal | null {
  if (!isInvite(request)) return null
  const { headers } = request
  if (!readFrom(headers).parameters.get('tag')) return badRequest('From has no tag')
  const contacts = readContactHeader(headers)
  if (contacts !== '*' && contacts.length === 1 && sipContacts(headers) === 1) return null
  return badRequest('an INVITE needs one Contact with a SIP address')
}

function sipContacts(headers: SipHeaders): number {
  const contacts = readContactHeader(headers)
  return contacts === '*' ? 0 : contacts.filter(({ uri }) => /^sips?:/i.test(uri)).length
}

const unsupportedMedia = { status: 415, reason: 'Unsupported Media Type' }

/** Faults quote the peer, so reduce them to one line of ASCII for the reason phrase. */
function badRequest(fault: string): Refusal {
  return { status: 400, reason: `Bad Request - ${fault.replace(/[^\x20-\x7e]/g, '?')}` }
}

function firstWord(value: string | undefined): string {
  return value?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function isInvite({ method }: SipRequest): boolean {
  return method === 'INVITE'
}
