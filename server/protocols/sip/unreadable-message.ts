import type { SipHeaders } from './headers.ts'
import { type SipParseCode, SipParseError } from './parse-error.ts'

/** An invalid message with its readable parts, so that a server can answer it. */
export class UnreadableMessage extends SipParseError {
  readonly headers: SipHeaders
  /** Whether it is a request that has to be answered. */
  readonly isRequest: boolean

  constructor(code: SipParseCode, message: string, partial: { headers: SipHeaders; isRequest: boolean }) {
    super(code, message)
    this.headers = partial.headers
    this.isRequest = partial.isRequest
  }
}
