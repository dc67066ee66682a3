import { Failure } from '../../base/index.ts'

/** Bytes that are not LDAP, or not in the form that RFC 4511 asks for. */
export class LdapError extends Failure<'ldap'> {
  constructor(problem: string, options: { cause?: unknown } = {}) {
    super('ldap', { problem }, options)
  }
}
