import { describeFailure, Failure } from '../base/index.ts'

/** Why a SIP peer could not be reached, did not trust this side, was not trusted by it, or did not answer. */
export type UnavailableCode =
  | 'connection-refused'
  | 'connection-lost'
  | 'timed-out'
  | 'server-certificate-untrusted'
  | 'server-certificate-expired'
  | 'server-certificate-wrong-name'
  | 'service-certificate-missing'
  | 'service-certificate-refused'
  | 'not-tls'
  | 'not-sip'
  | 'unreadable-answer'
  | 'unreachable'
  | 'password-not-asked'
  | 'password-not-kept'

/** The server at the other end of a SIP connection cannot be used now. The message says why in plain words. */
export class PeerUnavailable extends Failure<UnavailableCode> {
  constructor(
    code: UnavailableCode,
    problem: string,
    { remedy, cause }: { remedy?: string; cause?: unknown } = {},
  ) {
    super(code, { problem, ...(remedy === undefined ? {} : { remedy }) }, { cause })
  }
}

/** @returns the failure of a connection that was open and is no more */
export function connectionLost(message: string, cause?: unknown): PeerUnavailable {
  const detail = cause === undefined ? '' : `: ${describeFailure(cause)}`
  return new PeerUnavailable('connection-lost', `${message}${detail}`, { cause })
}
