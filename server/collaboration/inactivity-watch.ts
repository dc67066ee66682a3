import type { Clock, Timer } from '../clock/index.ts'
import type { Session } from './session-table.ts'

export interface InactivityWatchOptions {
  clock: Clock
  /** Longest inactivity of the person; null: unlimited. */
  timeoutMs(): number | null
  /** Called when the person has been inactive for longer. */
  onInactive(session: Session): void
}

/** The inactivity timeout: one timer for each session, restarted only when it fires, so that activity itself costs nothing. */
export class InactivityWatch {
  readonly #options: InactivityWatchOptions
  readonly #timers = new Map<Session, Timer>()

  constructor(options: InactivityWatchOptions) {
    this.#options = options
  }

  /** Checks the session against the present setting, and watches it from now on. */
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
