import {
  addressOfRecord,
  parseUri,
  readCallId,
  readFrom,
  readSequence,
  readTo,
  type SipHeaders,
  SipParseError,
  type SipRequest,
  type SipUri,
} from '../../../protocols/sip/index.ts'

/**
 * Checks, before authentication, that all signed headers are present and valid (RFC 3261 section 8.1.1).
 * @throws SipParseError
 */
export function checkReadable(request: SipRequest): void {
  readFrom(request.headers)
  readTo(request.headers)
  readCallId(request.headers)
  if (readSequence(request.headers).method !== request.method) {
    throw new SipParseError('bad-value', 'the CSeq is of another method')
  }
}

/** The address in From or To, or null if it is not a SIP address. */
export function addressIn(headers: SipHeaders, name: 'From' | 'To'): SipUri | null {
  try {
    return parseUri((name === 'From' ? readFrom(headers) : readTo(headers)).uri)
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

/** The user's address of record in From or To, or null if it is not a SIP address. */
export function userIn(headers: SipHeaders, name: 'From' | 'To'): string | null {
  const address = addressIn(headers, name)
  return address && addressOfRecord(address)
}
