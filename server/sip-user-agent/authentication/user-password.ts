import { createHash } from 'node:crypto'
import { ntHash } from '../../protocols/ntlm/index.ts'

export type DigestHash = 'md5' | 'sha256'

/**
 * What a person typed at the login, for as long as the session lives: refreshes and requests to a server that asks for
 * proof need it. It is kept in memory only, and nothing that prints or copies an object gets at it.
 */
export class UserPassword {
  readonly #password: string

  constructor(password: string) {
    this.#password = password
  }

  /** What NTLM is computed with. */
  ntHash(): Uint8Array {
    return ntHash(this.#password)
  }

  /** What Digest is computed with, in hexadecimal (RFC 7616 section 3.4.2). */
  digestHash(hash: DigestHash, user: string, realm: string): string {
    return createHash(hash).update(`${user}:${realm}:${this.#password}`).digest('hex')
  }
}
