import type { LoginResult, SignedOutReason } from '#contract'
import type { Clock, Generator, Timer } from '../clock/index.ts'

/** The client gives up and forgets the password after this many attempts. Invented. */
export const mostAttempts = 10
const patienceMs = 60 * 60_000
/** The first attempt follows at once. The pauses before the others double, up to a limit. Invented. */
const firstPauseMs = 10_000
const longestPauseMs = 5 * 60_000

/** Ends of a session after which the client logs in again: the service or a server behind it became unavailable. */
const recoverableEndings: ReadonlySet<SignedOutReason> = new Set(['service-stopped', 'unavailable'])
/** Results that another attempt with the same password would not change. */
const finalResults: ReadonlySet<LoginResult> = new Set(['bad-credentials', 'not-permitted'])

export interface AutomaticLoginOptions {
  clock: Clock
  /** Randomises the pauses, so that a thousand handhelds do not log in at the same moment. */
  generator: Generator
  isReachable(): boolean
  /** Logs in with the cached password. */
  logIn(user: string, password: string): Promise<LoginResult>
  changed(): void
}

/** The next automatic login, as the handheld shows it. */
export interface NextLogin {
  /** Lab time. Null: it is under way or waits for coverage. */
  at: number | null
  /** Number of the attempt, from 1. */
  attempt: number
}

/**
 * Password caching: the client keeps the password of its session and, where the service allows it, logs in again by itself
 * after the service or a server behind it went away. Only in coverage, a bounded number of times, and until the person logs
 * in or out.
 */
export class AutomaticLogin {
  /** Whether the service allows password caching, from its last acceptance. */
  isAllowed = false
  readonly #options: AutomaticLoginOptions
  #cached: { user: string; password: string } | null = null
  #next: NextLogin | null = null
  #underWay: NextLogin | null = null
  #pause: Timer | null = null
  #giveUpTimer: Timer | null = null

  constructor(options: AutomaticLoginOptions) {
    this.#options = options
  }

  /** The next automatic login. Null: there is none. */
  get next(): NextLogin | null {
    return this.#next
  }

  /** Caches the password of the session that was opened. */
  signedIn(user: string, password: string): void {
    this.#stop()
    this.#cached = { user, password }
  }

  /** Call when the session has ended. */
  sessionEnded(reason: SignedOutReason): void {
    if (!this.isAllowed || !this.#cached || !recoverableEndings.has(reason)) return this.forget()
    this.#giveUpTimer = this.#options.clock.after(patienceMs, () => {
      this.forget()
      this.#options.changed()
    })
    this.#next = { at: null, attempt: 1 }
    this.#try()
  }

  backInCoverage(): void {
    if (this.#next?.at === null) this.#try()
  }

  /** Stops logging in, and forgets the password. */
  forget(): void {
    this.#stop()
    this.#cached = null
  }

  #stop(): void {
    this.#pause?.cancel()
    this.#pause = null
    this.#giveUpTimer?.cancel()
    this.#giveUpTimer = null
    this.#next = null
  }

  #try(): void {
    const next = this.#next
    if (!next || next === this.#underWay || !this.#cached || !this.#options.isReachable()) return
    this.#underWay = next
    const { user, password } = this.#cached
    void this.#options.logIn(user, password).then((result) => {
      if (this.#underWay === next) this.#underWay = null
      // Automatic login was stopped or restarted meanwhile.
      if (this.#next !== next) return
      this.#scheduleNext(next.attempt, result)
      this.#options.changed()
    })
  }

  #scheduleNext(attempt: number, result: LoginResult): void {
    if (result === 'no-coverage') {
      this.#next = { at: null, attempt }
      return
    }
    if (finalResults.has(result) || attempt >= mostAttempts) return this.forget()
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
