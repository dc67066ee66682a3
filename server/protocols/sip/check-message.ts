import {
  readCallId,
  readContactHeader,
  readFrom,
  readMaxForwards,
  readSequence,
  readTo,
  readVias,
} from './fields.ts'
import type { SipHeaders } from './headers.ts'
import type { SipMessage, SipRequest } from './message.ts'
import { type NameAddress, parseNameAddress } from './name-address.ts'
import { SipParseError } from './parse-error.ts'
import { UnreadableMessage } from './unreadable-message.ts'
import { parseUri, uriScheme } from './uri.ts'
import { isUsualMessage } from './usual-message.ts'

/**
 * Validates the headers that every element acts on. {@link parseMessage} leaves values as text, so that a viewer can show
 * invalid messages too. Headers must follow their grammar, and mandatory ones must be present once (RFC 3261 sections 8.1.1
 * and 8.2.2).
 *
 * The meaning of a message is not checked: an address of any scheme passes, and a Date, which is not used here, may
 * be wrong (RFC 4475 section 3.1.2.12).
 *
 * @param methods the methods of this element; an unknown method is reported before a CSeq that does not match (RFC 4475
 *   section 3.1.2.18). Default: every method passes.
 * @throws SipParseError which says how to answer
 */
export function checkMessage(message: SipMessage, methods: ReadonlySet<string> | null = null): void {
  if (!isUsualMessage(message, methods)) checkClosely(message, methods)
}

/** Validates every value; see {@link checkMessage}. */
export function checkClosely(message: SipMessage, methods: ReadonlySet<string> | null): void {
  try {
    checkHeaders(message.headers)
    if (message.kind === 'request') checkRequest(message, methods)
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error
    throw new UnreadableMessage(error.code, error.message, {
      headers: message.headers,
      isRequest: message.kind === 'request',
    })
  }
}

function checkHeaders(headers: SipHeaders): void {
  readVias(headers)
  checkAddress(readFrom(headers))
  checkAddress(readTo(headers))
  readCallId(headers)
  readSequence(headers)
  const contacts = readContactHeader(headers)
  if (contacts !== '*') contacts.forEach(checkAddress)
  for (const name of ['Route', 'Record-Route']) {
    for (const value of headers.list(name)) checkAddress(parseNameAddress(value))
  }
}

function checkRequest(request: SipRequest, methods: ReadonlySet<string> | null): void {
  const { method, uri, headers } = request
  readMaxForwards(headers)
  if (uriScheme(uri) === null) throw new SipParseError('bad-uri', 'the Request-URI has no scheme')
  // Refuse headers in the address: a sender could use them to make others send headers of its choice (section 19.1.1).
  if (isSip(uri) && parseUri(uri).headers.size > 0) {
    throw new SipParseError('bad-uri', 'the Request-URI holds headers')
  }
  if (methods !== null && !methods.has(method)) {
    throw new SipParseError('unknown-method', `the method ${method} is not spoken here`)
  }
  const sequence = readSequence(headers)
  if (sequence.method !== method) {
    throw new SipParseError('method-mismatch', `CSeq says ${sequence.method} in a ${method}`)
  }
}

function checkAddress({ uri }: NameAddress): void {
  if (isSip(uri)) parseUri(uri)
}

function isSip(uri: string): boolean {
  const scheme = uriScheme(uri)
  return scheme === 'sip' || scheme === 'sips'
}
