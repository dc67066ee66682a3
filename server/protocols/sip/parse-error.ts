import { Failure } from '../../base/index.ts'

/** The code of a fault in a message. */
export type SipParseCode =
  /** Not SIP at all: the first bytes cannot start a message. */
  | 'not-sip'
  /** The start line does not follow RFC 3261 section 7.1 or 7.2. */
  | 'bad-start-line'
  /** A version of SIP other than 2.0 (a server answers 505). */
  | 'unsupported-version'
  /** The status code of a response is not one of three digits from 100 to 699. */
  | 'bad-status'
  /** A line among the headers is not `name: value`. */
  | 'bad-header'
  /** A header's value does not follow its grammar. */
  | 'bad-value'
  /** An address does not follow RFC 3261 section 19.1. */
  | 'bad-uri'
  /** A mandatory header is missing. */
  | 'missing-header'
  /** A header that may appear once only appears more often. */
  | 'repeated-header'
  /** The method in CSeq is not the one in the start line (RFC 3261 section 8.1.1.5). */
  | 'method-mismatch'
  /** A method that is not known here (RFC 3261 section 21.5.2). */
  | 'unknown-method'
  /** Content-Length is not a number, has several values, or may be in an unreadable line. */
  | 'bad-content-length'
  /** No Content-Length on a stream (RFC 3261 section 18.3), so that the end of the message is unknown. */
  | 'missing-content-length'
  /** Start line and headers together exceed the limit. */
  | 'headers-too-large'
  | 'body-too-large'
  /** The message ends before its body does. */
  | 'truncated'

/** All others are 400 Bad Request. */
const statuses: Partial<Record<SipParseCode, number>> = {
  'unsupported-version': 505,
  'unknown-method': 501,
  'headers-too-large': 513,
  'body-too-large': 513,
}

/** A message, or part of one, is invalid. The codec throws no other error. */
export class SipParseError extends Failure<SipParseCode> {
  constructor(code: SipParseCode, problem: string) {
    super(code, { problem })
  }

  /** The status of the answer to a request. An invalid response is dropped. */
  get status(): number {
    return statuses[this.code] ?? 400
  }
}

/** Enough of a peer's text to recognise it in an error message, and no more. */
export function excerpt(text: string): string {
  const start = text.slice(0, 60)
  return JSON.stringify(text.length > start.length ? `${start}…` : start)
}
