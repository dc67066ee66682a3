import type { LoginResult, SignedOutReason } from '#contract'
import type { Clock, Generator, Timer } from '../clock/index.ts'

/** The client gives up, and forgets the password, after as many logins, or after so long. Invented. */
export const mostTries = 10
const patienceMs = 60 * 60_000
/** The first login follows at once; before each further one the client waits about twice as long. Invented. */
const firstPauseMs = 10_000
const longestPauseMs = 5 * 60_000

/** Ends of a session after which the person need do nothing: the service, or a server behind it, went away. */
const endsByItself: ReadonlySet<SignedOutReason> = new Set(['service-stopped', 'unavailable'])
/** Results that another login with the same password would not change. */
const finalResults: ReadonlySet<LoginResult> = new Set(['bad-credentials', 'not-permitted'])

export interface AutomaticLoginOptions {
  clock: Clock
  /** Draws the pauses, so that a thousand handhelds do not come back in the same moment again and again. */
  generator: Generator
  isReachable(): boolean
  /** Logs in with the cached password. */
  logIn(user: string, password: string): Promise<LoginResult>
  changed(): void
}

/** What the person can see of it. */
export interface NextLogin {
  /** Lab time; null: as soon as there is coverage, or under way. */
  at: number | null
  /** Counted from 1. */
  attempt: number
}

/**
 * Password caching: the client keeps the password of the session that it has, and where the service allows it, logs in
 * again by itself after an end that nobody wished for. Only in coverage, a bounded number of times, and until the person does
 * something about it.
 */
export class AutomaticLogin {
  /** Whether the service allows it, as it last said. */
  isAllowed = false
  readonly #options: AutomaticLoginOptions
  #cached: { user: string; password: string } | null = null
  #next: NextLogin | null = null
  #underWay: NextLogin | null = null
  #pause: Timer | null = null
  #patience: Timer | null = null

  constructor(options: AutomaticLoginOptions) {
    this.#options = options
  }

  /** Null: the client does not log in by itself. */
  get next(): NextLogin | null {
    return this.#next
  }

  /** Somebody is signed in, with this password. */
  signedIn(user: string, password: string): void {
    this.#stop()
    this.#cached = { user, password }
  }

  /** The session is over. */
  sessionEnded(reason: SignedOutReason): void {
    if (!this.isAllowed || !this.#cached || !endsByItself.has(reason)) return this.forget()
    this.#patience = this.#options.clock.after(patienceMs, () => {
      this.forget()
      this.#options.changed()
    })
    this.#next = { at: null, attempt: 1 }
    this.#try()
  }

  backInCoverage(): void {
    if (this.#next?.at === null) this.#try()
  }

  /** Nobody is to be signed in by itself: the password goes. */
  forget(): void {
    this.#stop()
    this.#cached = null
  }

  #stop(): void {
    this.#pause?.cancel()
    this.#pause = null
    this.#patience?.cancel()
    this.#patience = null
    this.#next = null
  }

  #try(): void {
    const next = this.#next
    if (!next || next === this.#underWay || !this.#cached || !this.#options.isReachable()) return
    this.#underWay = next
    const { user, password } = this.#cached
    void this.#options.logIn(user, password).then((result) => {
      if (this.#underWay === next) this.#underWay = null
      // Stopped meanwhile, or begun anew.
      if (this.#next !== next) return
      this.#ended(next.attempt, result)
      this.#options.changed()
    })
  }

  #ended(attempt: number, result: LoginResult): void {
    if (result === 'no-coverage') {
      this.#next = { at: null, attempt }
      return
    }
    if (finalResults.has(result) || attempt >= mostTries) return this.forget()
    const { clock, generator } = this.#options
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1))
    const at = clock.now() + Math.round(pauseMs * (0.5 + generator.fraction()))
    this.#next = { at, attempt: attempt + 1 }
    this.#pause = clock.after(at - clock.now(), () => {
      this.#next = { at: null, attempt: attempt + 1 }
      this.#try()
    })
  }
}
