import { type DirectoryObstacle, type DirectoryReason, Failure } from '../base/index.ts'

const reasons: Readonly<Record<DirectoryObstacle['code'], DirectoryReason>> = {
  'bind-failed': 'server-error',
  'connection-broke': 'closed',
  'connection-closed': 'closed',
  'connection-refused': 'refused',
  'gave-up-connecting': 'timed-out',
  'lab-stopping': 'closed',
  'let-in-unproved': 'protocol',
  'no-address': 'not-found',
  'no-answer': 'timed-out',
  'no-challenge': 'protocol',
  'no-mechanism': 'no-mechanism',
  'no-route': 'not-found',
  'notice-of-disconnection': 'closed',
  'password-would-show': 'no-mechanism',
  'tls-failed': 'tls',
  'tls-refused': 'tls',
  'unbound-here': 'closed',
  'unlike-active-directory': 'not-active-directory',
  'unreadable-answer': 'protocol',
  'unrequested-answer': 'protocol',
  'wrong-answer': 'protocol',
}

/** Active Directory could not be asked, so nothing is known about the user or the password. */
export class DirectoryUnavailable extends Failure<'directory-unavailable'> {
  readonly reason: DirectoryReason

  /** @param address host and port of the domain controller */
  constructor(address: string, why: DirectoryObstacle, options: { cause?: unknown } = {}) {
    const reason = reasons[why.code]
    super('directory-unavailable', { reason, address, why }, options)
    this.reason = reason
  }
}
