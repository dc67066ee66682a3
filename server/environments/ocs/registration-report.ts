import { causeOf, type Notice } from '#contract'
import type { Clock } from '../../clock/index.ts'

type Tell = (level: 'warning' | 'information', notice: Notice) => void

/**
 * Tells people of registrations that are in trouble: once for all that get there together, and once when it is over. A
 * connection that breaks may carry thousands.
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

  /** A session's registration broke, or could not be refreshed, and is tried again. */
  trouble(sessionId: string, why: unknown): void {
    this.#inTrouble.add(sessionId)
    if (this.#state !== 'well') return
    this.#state = 'to be told'
    // Once everybody is known whom it hits at this moment; who is well again by then is counted too.
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

  /** Its session is over: why is told elsewhere. */
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
