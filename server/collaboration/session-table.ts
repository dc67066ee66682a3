import { isSilent, type SessionEnding } from '#contract'
import { BoundedMap } from '../base/index.ts'
import type { Connectivity } from '../environments/index.ts'

/** One instant-messaging session: it belongs to one user and one device. */
export interface Session {
  readonly id: string
  readonly pin: string
  readonly user: string
  readonly openedAt: number
  /** The connectivity information that is cached to keep the session. */
  connectivity: Connectivity
  /** The connection behind it broke, and its endpoint is being registered again: nothing comes or goes meanwhile. */
  isReconnecting: boolean
  /** How often the device was told to send a status message. */
  statusIntervalMs: number
  /** Whether the device was told that it may log in again by itself. */
  passwordCaching: boolean
  /** Lab time of the last status message, or of the login. Idleness (step 4a) goes by this alone. */
  lastStatusAt: number
  /** Lab time when the person last did something, or logged in. The inactivity timeout goes by this alone. */
  lastActivityAt: number
}

/** How many ended sessions are remembered. */
const endingsLimit = 10_000

/**
 * The sessions of the service, and the places held for logins that are not answered yet. Ordered by their last status
 * message, so that finding the idle ones costs no more than their number.
 */
export class SessionTable {
  /** By PIN, longest silent first: a status message moves its session to the end. */
  readonly #sessions = new Map<string, Session>()
  readonly #byId = new Map<string, Session>()
  readonly #endings = new BoundedMap<string, SessionEnding>(endingsLimit)
  readonly #held = new Map<string, symbol>()
  /** Devices that have a session, a held place, or both. */
  readonly #taken = new Set<string>()
  /** Devices outside a wireless coverage area. */
  readonly #unreachable = new Set<string>()

  get size(): number {
    return this.#sessions.size
  }

  /** Sessions and held places, without that of this device. */
  countBeside(pin: string): number {
    return this.#taken.size - (this.#taken.has(pin) ? 1 : 0)
  }

  /** Holds a place while a login is under way. @returns gives it back; harmless when repeated */
  hold(pin: string): () => void {
    const ticket = Symbol(pin)
    this.#held.set(pin, ticket)
    this.#taken.add(pin)
    return () => {
      if (this.#held.get(pin) !== ticket) return
      this.#held.delete(pin)
      if (!this.#sessions.has(pin)) this.#taken.delete(pin)
    }
  }

  isHeld(pin: string): boolean {
    return this.#held.has(pin)
  }

  /** Takes a held place away: the device that wanted it is gone. */
  dropHeld(pin: string): void {
    this.#held.delete(pin)
    if (!this.#sessions.has(pin)) this.#taken.delete(pin)
  }

  find(pin: string): Session | undefined {
    return this.#sessions.get(pin)
  }

  findById(id: string): Session | undefined {
    return this.#byId.get(id)
  }

  /** Why a session ended, for as long as that is remembered. */
  whyEnded(id: string): SessionEnding | undefined {
    return this.#endings.get(id)
  }

  add(session: Session): void {
    this.#byId.set(session.id, session)
    this.#sessions.delete(session.pin)
    this.#sessions.set(session.pin, session)
    this.#taken.add(session.pin)
  }

  remove({ id, pin }: Session, reason: SessionEnding): void {
    this.#endings.set(id, reason)
    this.#byId.delete(id)
    this.#sessions.delete(pin)
    if (!this.#held.has(pin)) this.#taken.delete(pin)
  }

  /** A status message of the session came. */
  statusArrived(session: Session, at: number): void {
    session.lastStatusAt = at
    this.#sessions.delete(session.pin)
    this.#sessions.set(session.pin, session)
  }

  setReachable(pin: string, isReachable: boolean): void {
    if (isReachable) this.#unreachable.delete(pin)
    else this.#unreachable.add(pin)
  }

  isReachable(pin: string): boolean {
    return !this.#unreachable.has(pin)
  }

  /**
   * Sessions on devices outside coverage, and sessions silent for longer than the limit; each once. A device that is
   * logging in anew is not among them: its place is held for that login, so ending its session would free nothing.
   */
  idle(now: number, limitMs: number): Session[] {
    const idle = new Map<string, Session>()
    for (const session of this.#sessions.values()) {
      if (!isSilent(session, limitMs, now)) break
      if (!this.#held.has(session.pin)) idle.set(session.pin, session)
    }
    for (const pin of this.#unreachable) {
      const session = this.#sessions.get(pin)
      if (session && !this.#held.has(pin)) idle.set(pin, session)
    }
    return [...idle.values()]
  }

  /** In the order in which they were opened. */
  all(): Session[] {
    return [...this.#byId.values()]
  }
}
