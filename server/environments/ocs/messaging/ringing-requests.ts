import type { Clock } from '../../../clock/index.ts'
import type { IncomingInviteRequest, IncomingRequest } from '../../../sip-user-agent/index.ts'

/**
 * An endpoint whose handheld cannot be reached accepts an INVITE only after this long, so that one that can be reached has
 * the conversation. Invented.
 */
const ringingMs = 10_000
/** Requests that wait so at once; further ones are refused. */
const mostRinging = 50

/** A request that waits to be taken; each ends the wait. */
interface Ringing {
  accept(): void
  refuse(): void
  /** Without an answer. */
  stop(): void
}

/** The requests of one endpoint that wait because its handheld cannot be reached. */
export class RingingRequests {
  readonly #clock: Clock
  readonly #ringing = new Set<Ringing>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Takes a request once the handheld can be reached, or nobody else has taken it in time.
   * @returns refuses it instead; null where it is refused already
   */
  add(
    request: IncomingRequest | IncomingInviteRequest,
    handle: () => void,
  ): ((status: number) => void) | null {
    if (this.#ringing.size >= mostRinging) {
      request.reject({ statusCode: 486 })
      return null
    }
    const stop = () => {
      timer.cancel()
      this.#ringing.delete(ringing)
    }
    const refuse = (statusCode: number) => {
      stop()
      request.reject({ statusCode })
    }
    const accept = () => {
      stop()
      handle()
    }
    const ringing: Ringing = { accept, stop, refuse: () => refuse(480) }
    const timer = this.#clock.after(ringingMs, accept)
    this.#ringing.add(ringing)
    return refuse
  }

  acceptAll(): void {
    for (const { accept } of [...this.#ringing]) accept()
  }

  refuseAll(): void {
    for (const { refuse } of [...this.#ringing]) refuse()
  }

  /** The connection is gone: nobody can be answered. */
  stopAll(): void {
    for (const { stop } of [...this.#ringing]) stop()
  }
}
