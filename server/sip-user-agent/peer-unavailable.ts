import {
  type ConnectionLoss,
  Failure,
  type SipServerCircumstances,
  type SipServerFailure,
} from '../base/index.ts'

/**
 * The server at the other end of a SIP connection cannot be used now: it could not be reached, did not trust this side, was
 * not trusted by it, or gave no answer that can be used.
 */
export class PeerUnavailable extends Failure<SipServerFailure['code']> {
  readonly #why: SipServerFailure
  readonly #circumstances: SipServerCircumstances

  constructor(
    why: SipServerFailure,
    options: { cause?: unknown; circumstances?: SipServerCircumstances } = {},
  ) {
    const { cause, circumstances = {} } = options
    super(why.code, { ...why.facts, ...circumstances }, { cause })
    this.#why = why
    this.#circumstances = circumstances
  }

  /** @returns the same failure with more about how it came about */
  under(circumstances: SipServerCircumstances): PeerUnavailable {
    return new PeerUnavailable(this.#why, {
      cause: this,
      circumstances: { ...this.#circumstances, ...circumstances },
    })
  }
}

/** @returns the failure of a request without an answer; null: the server itself says that there was none */
export function noAnswer(method: string, timeoutMs: number | null = null): PeerUnavailable {
  const facts = { address: null, method, seconds: timeoutMs === null ? null : timeoutMs / 1000 }
  return new PeerUnavailable({ code: 'timed-out', facts })
}

/** @returns the failure of a connection that was open and is no more, or that nobody waits for any more */
export function connectionLost(loss: ConnectionLoss, cause?: unknown): PeerUnavailable {
  return new PeerUnavailable({ code: 'connection-lost', facts: { loss } }, { cause })
}
