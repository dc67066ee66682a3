import type { Clock } from '../../clock/index.ts'
import { asFailure } from './communications-failure.ts'

/**
 * Tells people of registrations that are in trouble: once for all that get there together, and once when it is over. A
 * connection that breaks may carry thousands.
 */
export class RegistrationReport {
  readonly #clock: Clock
  readonly #tell: (level: 'warning' | 'information', text: string) => void
  readonly #inTrouble = new Set<string>()
  #recovered = 0
  #state: 'well' | 'to be told' | 'told' = 'well'

  constructor(clock: Clock, tell: (level: 'warning' | 'information', text: string) => void) {
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
      if (count > 0)
        this.#tell('warning', `${sessions(count, 'registers', 'register')} again: ${messageOf(why)}`)
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
    this.#tell('information', `${sessions(count, 'is', 'are')} registered again at the Communications Server`)
  }
}

function sessions(count: number, singular: string, plural: string): string {
  return count === 1 ? `one session ${singular}` : `${count} sessions ${plural}`
}

function messageOf(why: unknown): string {
  return asFailure(why).message
}
