import { createHash } from 'node:crypto'
import { ntHash } from '../../protocols/ntlm/index.ts'

export type DigestHash = 'md5' | 'sha256'

/**
 * The password that a person typed at the login, kept in memory for the life of the session, because refreshes and requests
 * need it when the server asks for proof. Printing or copying the object does not reveal it.
 */
export class UserPassword {
  readonly #password: string

  constructor(password: string) {
    this.#password = password
  }

  /** The hash from which NTLM is computed. */
  ntHash(): Uint8Array {
    return ntHash(this.#password)
  }

  /** The hash from which Digest is computed, in hexadecimal (RFC 7616 section 3.4.2). */
  digestHash(hash: DigestHash, user: string, realm: string): string {
    return createHash(hash).update(`${user}:${realm}:${this.#password}`).digest('hex')
  }
}
