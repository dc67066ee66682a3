import { LazySet } from '../../../base/index.ts'
import type { Clock } from '../../../clock/index.ts'
import type { IncomingInviteRequest, IncomingRequest } from '../../../sip-user-agent/index.ts'

/**
 * How long an endpoint whose handheld cannot be reached waits before it accepts an INVITE, so that an endpoint that can be
 * reached gets the conversation. Invented.
 */
const ringingMs = 10_000
/** Maximum waiting requests; more are refused. */
const mostRinging = 50

/** A request that waits to be accepted. Each function ends the wait. */
interface Ringing {
  accept(): void
  refuse(): void
  /** Ends the wait without an answer. */
  stop(): void
}

/** The requests of one endpoint that wait because its handheld cannot be reached. */
export class RingingRequests {
  readonly #clock: Clock
  readonly #ringing = new LazySet<Ringing>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Accepts a request once the handheld can be reached, or when no other endpoint has accepted it in time.
   * @returns a function that refuses the request instead; null if it is refused already
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

  /** The connection is gone: drops the requests, which cannot be answered any more. */
  stopAll(): void {
    for (const { stop } of [...this.#ringing]) stop()
  }
}
