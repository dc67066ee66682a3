import type { Presence } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

/**
 * So long without an action of the person until the client goes away by itself. The desktop client's default (Office
 * Communications Server 2007 R2 datasheet); the handheld's own is not known. Invented.
 */
const idleMs = 15 * 60_000

/**
 * The presences that say that somebody is there, which idleness disproves. Who asked not to be disturbed, or to look away
 * or offline, said something that holds in their absence too. Invented.
 */
const impliesSomebodyThere = (presence: Presence) => presence === 'available' || presence === 'busy'

export interface OwnPresenceOptions {
  clock: Clock
  /** The service is to know: the person did something, or the client became away by itself. */
  tell(presence: Presence, setBy: 'person' | 'client'): void
}

/** The person's own presence: what they chose, unless they have left the handheld lying. */
export class OwnPresence {
  readonly #options: OwnPresenceOptions
  #chosen: Presence | null = null
  #isIdle = false
  #timer: Timer | null = null

  constructor(options: OwnPresenceOptions) {
    this.#options = options
  }

  /** Null while signed out. */
  get current(): Presence | null {
    return this.#isIdle ? 'away' : this.#chosen
  }

  /** The service takes everybody to be available after login, without being told. */
  signedIn(): void {
    this.#chosen = 'available'
    this.#isIdle = false
    this.#watch()
  }

  signedOut(): void {
    this.#timer?.cancel()
    this.#chosen = null
    this.#isIdle = false
  }

  /** Told also where it was chosen before: another endpoint of the person may have changed it, and it is an act. */
  choose(presence: Presence): void {
    this.#chosen = presence
    this.#isIdle = false
    this.#options.tell(presence, 'person')
    this.#watch()
  }

  /** The person did something on the handheld. */
  acted(): void {
    if (this.#chosen === null) return
    this.#setIdle(false)
    this.#watch()
  }

  #watch(): void {
    this.#timer?.cancel()
    if (this.#chosen === null || !impliesSomebodyThere(this.#chosen)) return
    this.#timer = this.#options.clock.after(idleMs, () => this.#setIdle(true))
  }

  #setIdle(isIdle: boolean): void {
    const before = this.current
    this.#isIdle = isIdle
    if (this.current === null || this.current === before) return
    this.#options.tell(this.current, isIdle ? 'client' : 'person')
  }
}
