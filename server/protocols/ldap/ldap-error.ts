import { Failure } from '../../base/index.ts'

/** Bytes that are not LDAP, or not in the form that RFC 4511 asks for. */
export class LdapError extends Failure {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('ldap', message, options)
  }
}
