import type { SipHeaders } from './headers.ts'
import { type SipParseCode, SipParseError } from './parse-error.ts'

/** A message that cannot be read as a whole, with what could be read: enough for a server to answer it. */
export class UnreadableMessage extends SipParseError {
  readonly headers: SipHeaders
  /** Whether it would have been a request that is answered. */
  readonly isRequest: boolean

  constructor(code: SipParseCode, message: string, partial: { headers: SipHeaders; isRequest: boolean }) {
    super(code, message)
    this.headers = partial.headers
    this.isRequest = partial.isRequest
  }
}
