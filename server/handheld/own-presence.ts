import type { Presence } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

/**
 * How long the person does nothing until the client sets itself to away. The desktop client's default (Office
 * Communications Server 2007 R2 datasheet); the handheld's own is not known. Invented.
 */
const idleMs = 15 * 60_000

/**
 * Whether a presence claims that the person is there, so that the client replaces it by away when nobody uses the handheld.
 * Do not disturb, away and offline stay as they were chosen. Invented.
 */
const claimsToBeThere = (presence: Presence) => presence === 'available' || presence === 'busy'

export interface OwnPresenceOptions {
  clock: Clock
  /** Tells the service of a presence that the person chose, or that the client set because nobody used the handheld. */
  publish(presence: Presence, setBy: 'person' | 'client'): void
}

/** The person's own presence: what they chose, or away while nobody uses the handheld. */
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

  /** After a login the service takes the user to be available without being told. */
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

  /** The person used the handheld. */
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
