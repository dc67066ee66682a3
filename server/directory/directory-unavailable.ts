import { Failure } from '../base/index.ts'

/**
 * Why Active Directory could not be asked: nothing listens there, the name is unknown, no answer in time, the connection
 * broke, TLS failed, the answer was not LDAP, it accepts no way of authenticating that may be used, or it is another kind of
 * LDAP server.
 */
export type UnavailableReason =
  | 'refused'
  | 'not-found'
  | 'timed-out'
  | 'closed'
  | 'tls'
  | 'protocol'
  | 'no-mechanism'
  | 'not-active-directory'
  | 'server-error'

/** Active Directory could not be asked, so nothing is known about the user or the password. */
export class DirectoryUnavailable extends Failure<'directory-unavailable'> {
  readonly reason: UnavailableReason

  constructor(
    reason: UnavailableReason,
    problem: string,
    { remedy, cause }: { remedy?: string; cause?: unknown } = {},
  ) {
    super(
      'directory-unavailable',
      { reason, problem, ...(remedy === undefined ? {} : { remedy }) },
      { cause },
    )
    this.reason = reason
  }
}
