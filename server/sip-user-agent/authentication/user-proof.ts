import type { SipMessage, SipResponse } from '../../protocols/sip/index.ts'

/**
 * Authenticates the user of an endpoint to the server. It works at the endpoint's wire, where every sent and received
 * message passes, so that no other part needs to know about it.
 */
export interface UserProof {
  /** Whether the server has checked the password. */
  readonly isProven: boolean
  /** Whether the server has received something that depends on the password. */
  readonly hasShown: boolean
  /** Lab time in milliseconds by which a REGISTER must authenticate again; null: never. */
  readonly renewAt: number | null
  /** Call before each REGISTER is sent. */
  prepare(): void
  /** @returns the message with credentials or a signature, as it goes out */
  secure(message: SipMessage): SipMessage
  /** @returns whether a received message is authentic; reports one that is not */
  admits(message: SipMessage): boolean
  /** Handles a 401 or 407. @returns whether to send the request again, because `secure` can answer the challenge now */
  learns(method: string, challenge: SipResponse): boolean
}

/** How users authenticate to a server: not at all, because the service vouches for them; by Digest; or by NTLM. */
export type ProofKind = 'none' | 'digest' | 'ntlm'
