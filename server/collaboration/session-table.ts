import { isSilent, type SessionEnding } from '#contract'
import { BoundedMap, type RecencyEntry, RecencyList } from '../base/index.ts'
import type { Connectivity } from '../environments/index.ts'

/** One instant-messaging session: it belongs to one user and one device. */
export interface Session {
  readonly id: string
  readonly pin: string
  readonly user: string
  readonly openedAt: number
  /** The connectivity information that is cached to keep the session. */
  connectivity: Connectivity
  /** Its connection broke, and the environment is registering the user again. No message passes meanwhile. */
  isReconnecting: boolean
  /** The interval for status messages that the device was told. */
  statusIntervalMs: number
  /** Whether the device was told that its client may log in again by itself. */
  passwordCaching: boolean
  /** Lab time of the last status message, or of the login. Only this decides whether the session is idle (step 4a). */
  lastStatusAt: number
  /** Lab time when the person last did something, or logged in. Only this decides the inactivity timeout. */
  lastActivityAt: number
}

/** Maximum ended sessions that are remembered. */
const endingsLimit = 10_000

/**
 * The sessions of the service, and the places reserved for logins without an answer yet. Ordered by their last status
 * message, so that finding the idle ones costs no more than their number. A login looks up as little as possible here: each look
 * into a map of 100,000 sessions misses the processor's cache.
 */
export class SessionTable {
  /** Each session by its entry in the order of the last status messages. */
  readonly #byPin = new Map<string, RecencyEntry<Session>>()
  readonly #byId = new Map<string, Session>()
  /** The longest silent first: a status message moves its session to the end. */
  readonly #byLastStatus = new RecencyList<Session>()
  readonly #endings = new BoundedMap<string, SessionEnding>(endingsLimit)
  readonly #held = new Map<string, symbol>()
  /** Number of reserved places of devices that also have a session. They occupy one place together. */
  #heldWithSession = 0
  /** Devices outside wireless coverage, each with its session, if any. */
  readonly #unreachable = new Set<string>()
  readonly #unreachableSessions = new Set<Session>()

  get size(): number {
    return this.#byPin.size
  }

  /** Number of sessions and reserved places, without those of this device. */
  countBeside(pin: string): number {
    const occupied = this.#byPin.size + this.#held.size - this.#heldWithSession
    return occupied - (this.#held.has(pin) || this.#byPin.has(pin) ? 1 : 0)
  }

  /** Reserves a place for a login under way. @returns a function that releases it; calling it again does nothing */
  hold(pin: string): () => void {
    const ticket = Symbol(pin)
    if (!this.#held.has(pin) && this.#byPin.has(pin)) this.#heldWithSession += 1
    this.#held.set(pin, ticket)
    return () => {
      if (this.#held.get(pin) === ticket) this.dropHeld(pin)
    }
  }

  isHeld(pin: string): boolean {
    return this.#held.has(pin)
  }

  /** Releases the place of a device that has left. */
  dropHeld(pin: string): void {
    if (this.#held.delete(pin) && this.#byPin.has(pin)) this.#heldWithSession -= 1
  }

  find(pin: string): Session | undefined {
    return this.#byPin.get(pin)?.item
  }

  findById(id: string): Session | undefined {
    return this.#byId.get(id)
  }

  /** @returns why a session ended, while that is remembered */
  whyEnded(id: string): SessionEnding | undefined {
    return this.#endings.get(id)
  }

  add(session: Session): void {
    const { id, pin } = session
    const replaced = this.#byPin.get(pin)
    if (replaced) this.#forgetPin(replaced)
    this.#byId.set(id, session)
    this.#byPin.set(pin, this.#byLastStatus.add(session))
    if (this.#held.has(pin)) this.#heldWithSession += 1
    if (this.#unreachable.has(pin)) this.#unreachableSessions.add(session)
  }

  remove({ id, pin }: Session, reason: SessionEnding): void {
    this.#endings.set(id, reason)
    this.#byId.delete(id)
    const ofDevice = this.#byPin.get(pin)
    if (ofDevice) this.#forgetPin(ofDevice)
  }

  #forgetPin(entry: RecencyEntry<Session>): void {
    const session = entry.item
    this.#byPin.delete(session.pin)
    if (this.#held.has(session.pin)) this.#heldWithSession -= 1
    this.#byLastStatus.remove(entry)
    this.#unreachableSessions.delete(session)
  }

  /** Records a status message of the session. */
  statusArrived(session: Session, at: number): void {
    session.lastStatusAt = at
    const entry = this.#byPin.get(session.pin)
    if (entry?.item === session) this.#byLastStatus.touch(entry)
  }

  setReachable(pin: string, isReachable: boolean): void {
    const session = this.find(pin)
    if (isReachable) {
      this.#unreachable.delete(pin)
      if (session) this.#unreachableSessions.delete(session)
    } else {
      this.#unreachable.add(pin)
      if (session) this.#unreachableSessions.add(session)
    }
  }

  isReachable(pin: string): boolean {
    return !this.#unreachable.has(pin)
  }

  /**
   * Sessions on devices outside coverage, and sessions silent for longer than the limit, each once. Leaves out devices that
   * are logging in again: a place is reserved for that login, so ending the session would free nothing.
   */
  idle(now: number, limitMs: number): Session[] {
    const idle = new Set<Session>()
    for (const session of this.#byLastStatus) {
      if (!isSilent(session, limitMs, now)) break
      if (!this.#held.has(session.pin)) idle.add(session)
    }
    for (const session of this.#unreachableSessions) if (!this.#held.has(session.pin)) idle.add(session)
    return [...idle]
  }

  /** In the order of their opening. */
  all(): Session[] {
    return [...this.#byId.values()]
  }
}
