import { causeOf, type Notice } from '#contract'
import type { Clock } from '../../clock/index.ts'

type Tell = (level: 'warning' | 'information', notice: Notice) => void

/**
 * Reports broken registrations: one notice for all that break at the same time, and one when they have recovered. A
 * connection may carry thousands.
 */
export class RegistrationReport {
  readonly #clock: Clock
  readonly #tell: Tell
  readonly #inTrouble = new Set<string>()
  #recovered = 0
  #state: 'well' | 'to be told' | 'told' = 'well'

  constructor(clock: Clock, tell: Tell) {
    this.#clock = clock
    this.#tell = tell
  }

  /** Call when a session's registration broke or could not be refreshed, and will be retried. */
  trouble(sessionId: string, why: unknown): void {
    this.#inTrouble.add(sessionId)
    if (this.#state !== 'well') return
    this.#state = 'to be told'
    // Wait until all sessions that break at this moment are known. Count those that recovered by then too.
    this.#clock.after(0, () => {
      const count = this.#inTrouble.size + this.#recovered
      this.#state = 'told'
      if (count > 0) {
        const facts = { sessions: count, cause: causeOf(why) }
        this.#tell('warning', { code: 'registering-again', facts })
      }
      this.#conclude()
    })
  }

  recovered(sessionId: string): void {
    if (this.#inTrouble.delete(sessionId)) this.#recovered += 1
    this.#conclude()
  }

  /** Call when the session is over. Its end is reported elsewhere. */
  ended(sessionId: string): void {
    this.#inTrouble.delete(sessionId)
    this.#conclude()
  }

  #conclude(): void {
    if (this.#state !== 'told' || this.#inTrouble.size > 0) return
    const count = this.#recovered
    this.#state = 'well'
    this.#recovered = 0
    if (count === 0) return
    this.#tell('information', { code: 'registered-again', facts: { sessions: count } })
  }
}
