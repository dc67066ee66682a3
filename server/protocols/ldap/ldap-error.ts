import { Failure } from '../../base/index.ts'

/** Bytes that are not valid LDAP by RFC 4511. */
export class LdapError extends Failure<'ldap'> {
  constructor(problem: string, options: { cause?: unknown } = {}) {
    super('ldap', { problem }, options)
  }
}
