import { timingSafeEqual } from 'node:crypto'
import { causeOf, type NoticeFacts } from '#contract'
import { drawRandomHex } from '../../base/bytes/index.ts'
import { createSigningKeys, type SigningKeys, signDatagram } from '../../protocols/ntlm/index.ts'
import {
  type AuthenticationValue,
  ReplayWindow,
  type SipMessage,
  SipParseError,
  signatureSequence,
  signatureText,
} from '../../protocols/sip/index.ts'

/** What is wrong with the signature of a message. */
export type Complaint = Pick<NoticeFacts['server-message-dropped'], 'complaint' | 'cause'>

/** The result of a handshake. */
export interface ClientTerms {
  readonly opaque: string
  readonly version: number
  readonly targetName: string
  readonly sessionKey: Uint8Array
  /** The negotiated NTLM flags. */
  readonly flags: number
  /** Lab time in milliseconds. */
  readonly expiresAt: number
}

/** The client's end of a security association ([MS-SIPAE] section 3.1): signs sent messages and checks received ones. */
export class ClientAssociation {
  readonly terms: ClientTerms
  readonly #clientKeys: SigningKeys
  readonly #serverKeys: SigningKeys
  readonly #received = new ReplayWindow()
  #sent = 0

  constructor(terms: ClientTerms) {
    this.terms = terms
    this.#clientKeys = createSigningKeys(terms.sessionKey, terms.flags, 'client')
    this.#serverKeys = createSigningKeys(terms.sessionKey, terms.flags, 'server')
  }

  /**
   * @returns the header parameters with the signature of a message ([MS-SIPAE] section 3.2.5.2)
   * @throws SipParseError when the message lacks a mandatory header
   */
  sign(message: SipMessage): readonly (readonly [name: string, value: string])[] {
    const { targetName, version } = this.terms
    this.#sent += 1
    const rand = drawRandomHex(4)
    const number = String(this.#sent)
    const text = signatureText(message, { version, rand, number, targetName })
    const signature = signDatagram(this.#clientKeys, signatureSequence, Buffer.from(text))
    return [
      ['crand', rand],
      ['cnum', number],
      ['response', signature.toString('hex')],
    ]
  }

  /** @returns what is wrong with the server's signature of a message, or null */
  complaint(message: SipMessage, { parameters }: AuthenticationValue): Complaint | null {
    const { targetName, version } = this.terms
    const get = (name: string) => parameters.get(name) ?? ''
    const signature = get('rspauth')
    if (!/^[0-9a-f]{32}$/i.test(signature)) return complaintOf('signature-missing')
    try {
      const text = signatureText(message, { version, rand: get('srand'), number: get('snum'), targetName })
      const expected = signDatagram(this.#serverKeys, signatureSequence, Buffer.from(text))
      if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return complaintOf('signature-wrong')
    } catch (error) {
      if (error instanceof SipParseError) return { complaint: 'signature-unreadable', cause: causeOf(error) }
      throw error
    }
    return this.#received.use(get('snum')) ? null : complaintOf('signature-used')
  }
}

function complaintOf(complaint: Complaint['complaint']): Complaint {
  return { complaint, cause: null }
}
