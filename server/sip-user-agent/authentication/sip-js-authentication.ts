import {
  DigestAuthentication,
  type LoggerFactory,
  type OutgoingRequestMessage,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js'
import { authenticationRoles, parseAuthentication, type SipResponse } from '../../protocols/sip/index.ts'
import type { UserProof } from './user-proof.ts'

/**
 * A challenge in the form in which sip.js's core hands it on. The core sends a request that was challenged once again, and
 * a second time only if `stale` says that the credentials were not at fault.
 */
export class ReceivedChallenge {
  readonly response: SipResponse
  readonly stale: boolean

  constructor(response: SipResponse) {
    this.response = response
    this.stale = challengesOf(response).some(
      ({ parameters }) =>
        parameters.get('stale')?.toLowerCase() === 'true' ||
        // NTLM's own challenge: the second of three steps.
        (parameters.get('gssapi-data') ?? '') !== '',
    )
  }
}

/** Lets sip.js's core answer challenges with a proof of ours. What it takes for Digest is computed at the wire. */
export class SipJsAuthentication extends DigestAuthentication {
  readonly #proof: UserProof
  readonly #core: UserAgentCore

  constructor(loggers: LoggerFactory, proof: UserProof, core: UserAgentCore) {
    super(loggers, undefined, undefined, undefined)
    this.#proof = proof
    this.#core = core
  }

  override authenticate(request: OutgoingRequestMessage, challenge: unknown): boolean {
    if (!(challenge instanceof ReceivedChallenge)) return false
    if (!this.#proof.learns(request.method, challenge.response)) return false
    this.#count(request)
    return true
  }

  /** Stands in the message until `secure` replaces it at the wire. */
  override toString(): string {
    return 'Pending'
  }

  /**
   * A request that goes twice has the next number of its dialog (RFC 3261 section 22.2). sip.js sees to that for INVITE
   * only; the others would take a number that the dialog gives to its next request as well.
   */
  #count(request: OutgoingRequestMessage): void {
    const dialog = this.#core.dialogs.get(`${request.callId}${request.fromTag}${request.toTag ?? ''}`)
    if (!dialog || request.method === 'INVITE' || dialog.localSequenceNumber === undefined) return
    dialog.incrementLocalSequenceNumber()
    request.cseq = dialog.localSequenceNumber - 1
  }
}

function challengesOf(response: SipResponse) {
  return [authenticationRoles.server.challenge, authenticationRoles.proxy.challenge]
    .flatMap((name) => response.headers.all(name))
    .flatMap((value) => parseAuthentication(value) ?? [])
}
