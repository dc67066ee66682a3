import {
  DigestAuthentication,
  type LoggerFactory,
  type OutgoingRequestMessage,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js'
import { authenticationRoles, parseAuthentication, type SipResponse } from '../../protocols/sip/index.ts'
import type { UserProof } from './user-proof.ts'

/**
 * A challenge in sip.js's form. The core sends a challenged request again once, and a second time only if `stale` says that
 * the credentials were right.
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

/** Makes sip.js's core answer challenges with a {@link UserProof}. The wire computes what the core takes for Digest. */
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

  /** A placeholder that `secure` replaces at the wire. */
  override toString(): string {
    return 'Pending'
  }

  /**
   * Gives a repeated request the next number of its dialog (RFC 3261 section 22.2). sip.js does so only for INVITE; another
   * request would get a number that the dialog then gives to its next request too.
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
