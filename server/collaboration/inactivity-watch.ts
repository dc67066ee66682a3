import type { Clock, Timer } from '../clock/index.ts'
import type { Session } from './session-table.ts'

export interface InactivityWatchOptions {
  clock: Clock
  /** How long the person may do nothing; null: for ever. */
  timeoutMs(): number | null
  /** The person has done nothing for longer. */
  onInactive(session: Session): void
}

/** The inactivity timeout: one timer a session, set again only when it goes off, so that activity costs nothing. */
export class InactivityWatch {
  readonly #options: InactivityWatchOptions
  readonly #timers = new Map<Session, Timer>()

  constructor(options: InactivityWatchOptions) {
    this.#options = options
  }

  /** Judges the session now, by the present setting, and watches it from now on. */
  watch(session: Session): void {
    const { clock, timeoutMs, onInactive } = this.#options
    this.forget(session)
    const limitMs = timeoutMs()
    if (limitMs === null) return
    const leftMs = session.lastActivityAt + limitMs - clock.now()
    if (leftMs < 0) return onInactive(session)
    // "Longer than": one millisecond past the limit.
    this.#timers.set(
      session,
      clock.after(leftMs + 1, () => this.watch(session)),
    )
  }

  forget(session: Session): void {
    this.#timers.get(session)?.cancel()
    this.#timers.delete(session)
  }
}
