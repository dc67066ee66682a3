import type { SipMessage, SipResponse } from '../../protocols/sip/index.ts'

/**
 * Proves to the Communications Server who the user of an endpoint is. It stands at the endpoint's wire: whatever is sent
 * and whatever arrives passes it, so that nobody else need think of it.
 */
export interface UserProof {
  /** Whether the server has seen that the password is right. */
  readonly isProven: boolean
  /** Whether the server has been shown something that depends on the password. */
  readonly hasShown: boolean
  /** Lab time in milliseconds by which a REGISTER must prove it anew; null: never. */
  readonly renewAt: number | null
  /** A REGISTER is about to be sent. */
  prepare(): void
  /** The message as it goes out, with what the server wants to see. */
  secure(message: SipMessage): SipMessage
  /** @returns whether a message that arrived is to be believed; where not, it has been reported */
  admits(message: SipMessage): boolean
  /** A request was answered 401 or 407. @returns whether to send it again, because `secure` now knows more */
  learns(method: string, challenge: SipResponse): boolean
}

/** How users prove who they are at a server: not at all, as where the service vouches for them; by Digest; or by NTLM. */
export type ProofKind = 'none' | 'digest' | 'ntlm'
