import type { Presence } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

/**
 * Time without user activity after which the client sets the presence to away. It is the default of the desktop client (Office
 * Communications Server 2007 R2 datasheet); that of the handheld is not known. Invented.
 */
const idleMs = 15 * 60_000

/**
 * Whether the client replaces a presence by away when nobody uses the handheld, because the presence claims that the person is
 * there. Do not disturb, away and offline are kept. Invented.
 */
const claimsToBeThere = (presence: Presence) => presence === 'available' || presence === 'busy'

export interface OwnPresenceOptions {
  clock: Clock
  /** Sends a presence to the service. The person chose it, or the client set it because nobody used the handheld. */
  publish(presence: Presence, setBy: 'person' | 'client'): void
}

/** The person's own presence: the chosen one, or away while nobody uses the handheld. */
export class OwnPresence {
  readonly #options: OwnPresenceOptions
  #chosen: Presence | null = null
  #isIdle = false
  #timer: Timer | null = null

  constructor(options: OwnPresenceOptions) {
    this.#options = options
  }

  /** The current presence. Null while signed out. */
  get current(): Presence | null {
    return this.#isIdle ? 'away' : this.#chosen
  }

  /** Call after a login. The service assumes that the user is available, so nothing is published. */
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

  /** Publishes an unchanged choice too: another endpoint may have changed the presence, and choosing it is user activity. */
  choose(presence: Presence): void {
    this.#chosen = presence
    this.#isIdle = false
    this.#options.publish(presence, 'person')
    this.#watch()
  }

  /** Call on user activity. */
  acted(): void {
    if (this.#chosen === null) return
    this.#setIdle(false)
    this.#watch()
  }

  #watch(): void {
    this.#timer?.cancel()
    if (this.#chosen === null || !claimsToBeThere(this.#chosen)) return
    this.#timer = this.#options.clock.after(idleMs, () => this.#setIdle(true))
  }

  #setIdle(isIdle: boolean): void {
    const before = this.current
    this.#isIdle = isIdle
    if (this.current === null || this.current === before) return
    this.#options.publish(this.current, isIdle ? 'client' : 'person')
  }
}
