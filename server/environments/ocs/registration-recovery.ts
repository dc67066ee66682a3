import type { Clock, Generator, Timer } from '../../clock/index.ts'
import { asFailure, RegistrationExpired } from './communications-failure.ts'
import type { EndpointConnection } from './endpoint-connection.ts'
import { type ConnectionPlace, type EndpointConnections, keyOfPlace } from './endpoint-connections.ts'
import { JobQueue } from './job-queue.ts'
import type { RegisteredSession } from './registered-session.ts'
import { judgeFailure } from './registration-verdict.ts'

/** Pauses between two tries double from the first to the longest. Invented, after RFC 5626 section 4.5. */
const firstPauseMs = 1_000
const longestPauseMs = 30_000

/** If a new connection breaks within this time, the next attempt waits. */
const steadyMs = 30_000
/** Maximum earlier failures that count towards the pause when a new connection breaks soon. */
const mostRemembered = 3

/** Maximum connections, or registrations, that are re-established at the same time. Invented. */
const mostAtOnce = 32

export interface RecoveryOptions {
  clock: Clock
  /** Spreads the reconnecting of endpoints that lost their connections at the same time. */
  generator: Generator
  connections: EndpointConnections
  /** Registers a session over a connection. */
  register(session: RegisteredSession, connection: EndpointConnection): Promise<void>
  /** Called when a session is registered again. */
  onRecovered(session: RegisteredSession): void
  /** Called when a session is given up: the server refused for good, or the registration has expired. */
  onGivenUp(session: RegisteredSession, why: unknown): void
}

/** The sessions that wait for one connection. */
interface Waiting {
  readonly place: ConnectionPlace
  readonly generator: Generator
  readonly sessions: Set<RegisteredSession>
  /** How many times in a row it could not be opened, or broke before it was of use. */
  failures: number
  /** The latest connection that failed, so that the reports of all its sessions count once. */
  failed: EndpointConnection | null
  recoveredAt: number
  timer: Timer | null
  isOpening: boolean
}

/** A session that is being registered again. */
interface Recovering {
  readonly waiting: Waiting
  /** Fires when the old registration expires. */
  readonly expiry: Timer
  /** How many times in a row the server answered with a temporary failure. */
  refusals: number
  timer: Timer | null
  why: unknown
}

/**
 * Registers sessions again whose connection broke: at once, then with growing pauses, until their old registrations expire.
 * Opens a shared connection once, and registers its sessions over it a few at a time.
 */
export class RegistrationRecovery {
  readonly #options: RecoveryOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #sessions = new Map<RegisteredSession, Recovering>()
  readonly #jobs = new JobQueue(mostAtOnce)

  constructor(options: RecoveryOptions) {
    this.#options = options
  }

  /** Registers sessions of one place again. @param why what happened to their connection */
  begin(place: ConnectionPlace, sessions: readonly RegisteredSession[], why: unknown): void {
    if (sessions.length === 0) return
    const { clock } = this.#options
    const now = clock.now()
    const waiting = this.#waitingAt(place)
    if (!waiting.isOpening && waiting.timer === null) {
      waiting.failures = now - waiting.recoveredAt < steadyMs ? waiting.failures + 1 : 0
    }
    for (const session of sessions) {
      const expiry = clock.after(Math.max(0, session.expiresAt - now), () => this.#expired(session))
      this.#sessions.set(session, { waiting, expiry, refusals: 0, timer: null, why })
    }
    this.#wait(waiting, sessions)
  }

  /** Like {@link begin}, but at once, whatever failed before, because the settings have changed. */
  beginAnew(place: ConnectionPlace, sessions: readonly RegisteredSession[], why: unknown): void {
    for (const session of sessions) this.forget(session)
    // Drop attempts under way: they use the old settings.
    this.#waiting.delete(keyOfPlace(place))
    this.begin(place, sessions, why)
  }

  /** Whether a session is being registered again. */
  has(session: RegisteredSession): boolean {
    return this.#sessions.has(session)
  }

  /** A login has opened the connection, so the sessions that wait for it can register now. */
  opened(place: ConnectionPlace): void {
    const waiting = this.#waiting.get(keyOfPlace(place))
    if (!waiting?.timer) return
    waiting.timer.cancel()
    waiting.timer = null
    this.#open(waiting)
  }

  /** Stops registering a session. */
  forget(session: RegisteredSession): void {
    const state = this.#sessions.get(session)
    const { owner } = session.place
    const waiting = state?.waiting ?? this.#waiting.get(keyOfPlace({ owner, destination: null }))
    state?.expiry.cancel()
    state?.timer?.cancel()
    this.#sessions.delete(session)
    waiting?.sessions.delete(session)
    if (!waiting || waiting.sessions.size > 0) return
    waiting.timer?.cancel()
    waiting.timer = null
    // Also forget the failures of the session's own connection.
    const key = keyOfPlace(waiting.place)
    if (waiting.place.owner !== null && this.#waiting.get(key) === waiting) this.#waiting.delete(key)
  }

  close(): void {
    for (const session of [...this.#sessions.keys()]) this.forget(session)
    for (const { timer } of this.#waiting.values()) timer?.cancel()
    this.#waiting.clear()
  }

  #waitingAt(place: ConnectionPlace): Waiting {
    const key = keyOfPlace(place)
    const waiting = this.#waiting.get(key) ?? {
      place,
      generator: this.#options.generator.fork(key),
      sessions: new Set(),
      failures: 0,
      failed: null,
      recoveredAt: Number.NEGATIVE_INFINITY,
      timer: null,
      isOpening: false,
    }
    this.#waiting.set(key, waiting)
    return waiting
  }

  #wait(waiting: Waiting, sessions: readonly RegisteredSession[]): void {
    for (const session of sessions) waiting.sessions.add(session)
    if (waiting.isOpening || waiting.timer !== null) return
    const isThere = this.#options.connections.has(waiting.place)
    if (isThere || waiting.failures === 0) return this.#open(waiting)
    const pauseMs = pauseAfter(waiting.generator, waiting.failures, null)
    waiting.timer = this.#options.clock.after(pauseMs, () => {
      waiting.timer = null
      this.#open(waiting)
    })
  }

  #open(waiting: Waiting): void {
    waiting.isOpening = true
    this.#jobs.run(async () => {
      const connection = waiting.sessions.size === 0 ? null : await this.#obtain(waiting)
      waiting.isOpening = false
      const [first, ...others] = waiting.sessions
      if (!first) return
      if (!connection) return this.#wait(waiting, [first])
      waiting.sessions.clear()
      for (const session of others) this.#jobs.run(() => this.#register(session, connection))
      await this.#register(first, connection)
    })
  }

  async #obtain(waiting: Waiting): Promise<EndpointConnection | null> {
    try {
      const [first] = waiting.sessions
      const origin = waiting.place.owner === null ? undefined : first?.origins.ofConnecting
      return await this.#options.connections.obtain(waiting.place, origin)
    } catch (error) {
      waiting.failures += 1
      for (const session of waiting.sessions) {
        const state = this.#sessions.get(session)
        if (state) state.why = error
      }
      return null
    }
  }

  async #register(session: RegisteredSession, connection: EndpointConnection): Promise<void> {
    const state = this.#sessions.get(session)
    // The session ended meanwhile.
    if (!state) return
    const { clock, register, onRecovered } = this.#options
    const startedAt = clock.now()
    try {
      await register(session, connection)
      if (this.#sessions.get(session) !== state) return
      const { waiting } = state
      waiting.failures = Math.min(waiting.failures, mostRemembered)
      waiting.recoveredAt = clock.now()
      state.expiry.cancel()
      this.#sessions.delete(session)
      onRecovered(session)
    } catch (error) {
      if (this.#sessions.get(session) !== state) return
      state.why = error
      this.#failed(session, state, connection, connection.heardAt >= startedAt)
    }
  }

  /** @param isHeard whether the connection received anything after the REGISTER was sent */
  #failed(
    session: RegisteredSession,
    state: Recovering,
    connection: EndpointConnection,
    isHeard: boolean,
  ): void {
    const { waiting, why } = state
    const { connections } = this.#options
    const verdict = judgeFailure(why)
    switch (verdict.kind) {
      case 'final':
      case 'elsewhere':
        return this.#giveUp(session, why)
      case 'later':
        return this.#tryLater(session, state, verdict.waitMs)
      default: {
        // Keep the connection, because other sessions get answers over it.
        const isUsable = verdict.kind === 'silence' ? isHeard : waiting.place.owner === null
        if (connection.isOpen && isUsable) return this.#tryLater(session, state, null)
        if (connection.isOpen) connections.discard(waiting.place)
        if (waiting.failed !== connection) waiting.failures += 1
        waiting.failed = connection
        this.#wait(waiting, [session])
      }
    }
  }

  #tryLater(session: RegisteredSession, state: Recovering, waitMs: number | null): void {
    state.refusals += 1
    const pauseMs = pauseAfter(session.generator, state.refusals, waitMs)
    state.timer = this.#options.clock.after(pauseMs, () => this.#wait(state.waiting, [session]))
  }

  #expired(session: RegisteredSession): void {
    const why = this.#sessions.get(session)?.why
    this.#giveUp(session, new RegistrationExpired(session.sipAddress, asFailure(why)))
  }

  #giveUp(session: RegisteredSession, why: unknown): void {
    this.forget(session)
    this.#options.onGivenUp(session, why)
  }
}

/**
 * How long to wait after several failures in a row: longer each time, with jitter. Never shorter than the server's
 * Retry-After, which does not reset the growing pauses.
 * @param waitMs the server's Retry-After, or null
 */
export function pauseAfter(generator: Generator, failures: number, waitMs: number | null): number {
  if (waitMs !== null && failures <= 1) return Math.max(firstPauseMs, waitMs)
  const fullMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10))
  return Math.max(waitMs ?? 0, Math.round(fullMs * (0.5 + generator.fraction() / 2)))
}
