import { timingSafeEqual } from 'node:crypto'
import { drawRandomHex } from '../../../base/bytes/index.ts'
import { createSigningKeys, type SigningKeys, signDatagram } from '../../../protocols/ntlm/index.ts'
import {
  type AuthenticationRole,
  authenticationRoles,
  microsoftRealm,
  quoted,
  ReplayWindow,
  SipHeaders,
  type SipMessage,
  signatureSequence,
  signatureText,
} from '../../../protocols/sip/index.ts'
import type { SipCredentials } from './credentials.ts'

/** A security association of client and server, from handshake to expiry ([MS-SIPAE] section 3.1). */
export interface AssociationTerms {
  readonly opaque: string
  readonly version: number
  /** The client's choice of headers, which the server follows whenever it changes. */
  readonly role: AuthenticationRole
  readonly targetName: string
  /** The user's address of record. */
  readonly aor: string
  readonly sessionKey: Uint8Array
  /** The flags of NTLM that the client agreed to. */
  readonly flags: number
  /** Lab time in milliseconds. */
  readonly expiresAt: number
}

export class Association {
  readonly terms: AssociationTerms
  readonly #clientKeys: SigningKeys
  readonly #serverKeys: SigningKeys
  readonly #received = new ReplayWindow()
  #sent = 0
  #role: AuthenticationRole

  constructor(terms: AssociationTerms) {
    this.terms = terms
    this.#role = terms.role
    this.#clientKeys = createSigningKeys(terms.sessionKey, terms.flags, 'client')
    this.#serverKeys = createSigningKeys(terms.sessionKey, terms.flags, 'server')
  }

  /**
   * Whether the client signed this message, and for the first time ([MS-SIPAE] section 3.3.5).
   * @throws SipParseError when the message lacks what every message must have
   */
  verify(message: SipMessage, credentials: SipCredentials): 'sound' | 'wrong' | 'replayed' {
    const { rand, number, response, targetName } = credentials
    const { version } = this.terms
    const text = signatureText(message, { version, rand, number, targetName })
    const expected = signDatagram(this.#clientKeys, signatureSequence, Buffer.from(text))
    if (response === null || !/^[0-9a-f]{32}$/i.test(response)) return 'wrong'
    if (!timingSafeEqual(expected, Buffer.from(response, 'hex'))) return 'wrong'
    // Only messages that the client has signed use up a number, so that nobody else can advance the window.
    if (!this.#received.use(number)) return 'replayed'
    this.#role = credentials.role
    return 'sound'
  }

  /**
   * A copy of the message with the server's signature, for the client to check ([MS-SIPAE] section 3.2.5.2).
   * @throws SipParseError when the message lacks what every message must have
   */
  sign(message: SipMessage): SipMessage {
    const { opaque, targetName, version } = this.terms
    this.#sent += 1
    const rand = drawRandomHex(4).toUpperCase()
    const number = String(this.#sent)
    const text = signatureText(message, { version, rand, number, targetName })
    const signature = signDatagram(this.#serverKeys, signatureSequence, Buffer.from(text))
    const values = [
      ['rspauth', signature.toString('hex').toUpperCase()],
      ['srand', rand],
      ['snum', number],
      ['opaque', opaque],
      ['qop', 'auth'],
      ['targetname', targetName],
      ['realm', microsoftRealm],
    ] as const
    const headers = SipHeaders.from(message.headers)
    headers.add(
      authenticationRoles[this.#role].info,
      `NTLM ${values.map(([name, value]) => `${name}=${quoted(value)}`).join(', ')}`,
    )
    return { ...message, headers }
  }
}
