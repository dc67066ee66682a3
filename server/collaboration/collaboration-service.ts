import { causeOf, type Notice, type ServiceSettings, type SessionEnding } from '#contract'
import { describeUnexpected } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { Registration, SessionEvent } from '../environments/index.ts'
import { type FlowReporter, flowIdOf, LoginOrigins } from '../traffic/index.ts'
import type { Occupancy } from './admission.ts'
import type { DeviceContent, LoginRequest } from './content.ts'
import { isPersonsAct, statusTexts } from './content.ts'
import { InactivityWatch } from './inactivity-watch.ts'
import { type Login, type LoginContext, LoginRejected, type LoginServers } from './login-context.ts'
import { logIn } from './login-flow.ts'
import { Messages } from './messages.ts'
import type { SendListener, ServicePort } from './service-port.ts'
import { type Session, SessionTable } from './session-table.ts'

/** The callbacks of the service. */
export interface ServiceEvents {
  sessionChanged(session: Session): void
  sessionClosed(session: Session, reason: SessionEnding): void
  problem(notice: Notice): void
}

export interface ServiceOptions extends LoginServers {
  clock: Clock
  /** Called at each use, because settings change while the service runs. */
  settings(): ServiceSettings
  flow: FlowReporter
  events: ServiceEvents
  /** Whether a fault lets any device act in any session, as the defect CVE-2011-0290 did. */
  isSessionUnchecked?(): boolean
  /** Whether the device is activated now. */
  hasDevice(pin: string): boolean
  /** Makes an identifier, unique in this lab. It repeats in every run of one seed, so it is no secret: see `#sessionOf`. */
  nextSessionId(): string
}

/** The BlackBerry Collaboration Service: starts, keeps and ends instant-messaging sessions. */
export class CollaborationService implements ServicePort {
  readonly sessions = new SessionTable()
  readonly #options: ServiceOptions
  readonly #inactivity: InactivityWatch
  readonly #loginContext: LoginContext
  /** Ended sessions whose users are still being signed out at the server. */
  readonly #signingOut = new Set<Promise<void>>()
  /** The messages of each session, by its identifier. */
  readonly #messages = new Map<string, Messages>()
  #isStopping = false
  /** Ends the time for which it is gone; null: it runs. */
  #return: Timer | null = null
  readonly #sendListeners = new Set<SendListener>()

  constructor(options: ServiceOptions) {
    this.#options = options
    const { directory, environment, flow, users } = options
    this.#loginContext = {
      directory,
      environment,
      flow,
      users,
      occupancy: (pin) => this.#occupancy(pin),
      logOutIdleSessions: () => this.#logOutIdleSessions(),
      openSession: (login, user, registration) => this.#openSession(login, user, registration),
    }
    this.#inactivity = new InactivityWatch({
      clock: options.clock,
      timeoutMs: () => options.settings().inactivityTimeoutMs,
      onInactive: (session) => this.endSession(session, 'inactive'),
    })
  }

  onSend(listener: SendListener): () => void {
    this.#sendListeners.add(listener)
    return () => this.#sendListeners.delete(listener)
  }

  receive(pin: string, content: DeviceContent): void {
    // What comes while it is gone is lost. The Dispatcher has the device told that a login cannot be served.
    if (this.#return !== null && content.type !== 'login-request') return
    try {
      this.#handle(pin, content)
    } catch (error) {
      this.#options.events.problem({
        code: 'unexpected-at-content',
        facts: { content: content.type, pin, fault: describeUnexpected(error) },
      })
    }
  }

  #handle(pin: string, content: DeviceContent): void {
    switch (content.type) {
      case 'login-request':
        void this.#answerLogin(pin, content)
        return
      case 'status': {
        const session = this.#sessionOf(pin, content.session)
        if (!session) return this.#tellItIsOver(pin, content.session)
        this.sessions.statusArrived(session, this.#options.clock.now())
        this.#messages.get(session.id)?.heard()
        return this.#options.events.sessionChanged(session)
      }
      case 'logout': {
        const session = this.#sessionOf(pin, content.session)
        if (session) this.#end(session, 'user', content.taken)
        return
      }
      default: {
        const session = this.#sessionOf(pin, content.session)
        if (session) {
          const messages = this.#messages.get(session.id)
          const isRepeated = content.type === 'message' && messages?.isNew(content.id) === false
          if (isPersonsAct(content) && !isRepeated) this.#personActed(session)
          messages?.receive(content)
        }
        // Tell the device that its session is gone; otherwise the sender would think that the message went out.
        else if (content.type === 'message') this.#tellItIsOver(pin, content.session)
      }
    }
  }

  /** Handles what happened to a session at its server. */
  handleSessionEvent(sessionId: string, event: SessionEvent): void {
    const session = this.sessions.findById(sessionId)
    if (!session) {
      // The session has ended meanwhile, or is not open yet.
      if (event.type === 'message') event.answer('rejected')
      return
    }
    switch (event.type) {
      case 'refreshed':
        session.connectivity = event.connectivity
        session.isReconnecting = false
        return this.#options.events.sessionChanged(session)
      case 'reconnecting':
        if (session.isReconnecting) return
        session.isReconnecting = true
        return this.#options.events.sessionChanged(session)
      case 'lost':
        return this.endSession(session, 'unavailable')
      default:
        this.#messages.get(sessionId)?.handleEvent(event, this.sessions.isReachable(session.pin))
    }
  }

  setReachable(pin: string, isReachable: boolean): void {
    this.sessions.setReachable(pin, isReachable)
    const session = this.sessions.find(pin)
    if (!session) return
    this.#messages.get(session.id)?.reachabilityChanged(isReachable)
    this.#options.events.sessionChanged(session)
  }

  /** The device left the lab: ends its session, and keeps a login under way from opening one. */
  deviceLeft(pin: string): void {
    const session = this.sessions.find(pin)
    if (session) this.endSession(session, 'user')
    this.sessions.dropHeld(pin)
  }

  /** Ends a session from the service's side and tells its device, now or when it is next reachable. */
  endSession(session: Session, reason: SessionEnding): void {
    if (this.sessions.find(session.pin) !== session) return
    this.#end(session, reason)
    this.#send(session.pin, { type: 'logged-out', session: session.id, reason })
  }

  /** Applies changed settings to the sessions and sends them to the clients. */
  settingsChanged(): void {
    const { statusIntervalMs, passwordCaching } = this.#options.settings()
    for (const session of this.sessions.all()) {
      this.#inactivity.watch(session)
      if (session.statusIntervalMs === statusIntervalMs && session.passwordCaching === passwordCaching)
        continue
      session.statusIntervalMs = statusIntervalMs
      session.passwordCaching = passwordCaching
      this.#send(session.pin, { type: 'settings', session: session.id, statusIntervalMs, passwordCaching })
    }
  }

  /** Ends every session with `service-stopped`. Resolves once the users are signed out at the server. */
  async stop(): Promise<void> {
    // Clients may log in again by themselves as soon as they are told.
    this.#isStopping = true
    for (const session of this.sessions.all()) this.endSession(session, 'service-stopped')
    await Promise.all(this.#signingOut)
    this.#isStopping = false
  }

  /** Stops, and is gone for so long before it starts again. */
  async stopFor(durationMs: number): Promise<void> {
    await this.stop()
    this.#return?.cancel()
    this.#return = this.#options.clock.after(durationMs, () => {
      this.#return = null
    })
  }

  #send: SendListener = (pin, content) => {
    for (const listener of this.#sendListeners) listener(pin, content)
  }

  #personActed(session: Session): void {
    session.lastActivityAt = this.#options.clock.now()
    this.#options.events.sessionChanged(session)
  }

  /** A session belongs to one user and one device: only its own device may act in it (CVE-2011-0290). */
  #sessionOf(pin: string, sessionId: string): Session | undefined {
    const session = this.sessions.find(pin)
    if (session?.id === sessionId) return session
    return this.#options.isSessionUnchecked?.() ? this.sessions.findById(sessionId) : undefined
  }

  async #answerLogin(pin: string, request: LoginRequest): Promise<void> {
    const flowId = flowIdOf(pin, request.id)
    const sessionId = this.#options.nextSessionId()
    const origins = new LoginOrigins({ flow: flowId, user: request.user, session: sessionId })
    const login = { flowId, pin, request, sessionId, origins }
    const giveBackPlace = this.sessions.hold(pin)
    try {
      if (this.#isStopping || this.#return !== null) throw new LoginRejected('unavailable')
      const session = await logIn(login, this.#loginContext)
      this.#send(pin, {
        type: 'login-accepted',
        id: request.id,
        session: session.id,
        sipAddress: session.connectivity.sipAddress,
        statusIntervalMs: session.statusIntervalMs,
        passwordCaching: session.passwordCaching,
      })
      this.#messages.get(session.id)?.start()
    } catch (error) {
      const status = error instanceof LoginRejected ? error.status : 'unavailable'
      if (!(error instanceof LoginRejected)) {
        this.#options.events.problem({ code: 'login-failed', facts: { cause: causeOf(error) } })
      }
      this.#send(pin, { type: 'login-rejected', id: request.id, status, text: statusTexts[status] })
    } finally {
      giveBackPlace()
    }
  }

  #occupancy(pin: string): Occupancy {
    const { idleTimeoutMs, maximumSessions, persistentConnectionCapacity } = this.#options.settings()
    const sessions = this.sessions.countBeside(pin)
    // Look for idle sessions only when there is no room, because the search takes time proportional to their number.
    const isFull = maximumSessions !== null && sessions >= maximumSessions
    return {
      hasSession: this.sessions.find(pin) !== undefined,
      maximum: maximumSessions,
      sessions,
      hasTimeoutLimit: idleTimeoutMs !== null,
      idleSessions: isFull ? this.#idleSessions().length : 0,
      capacity: persistentConnectionCapacity,
    }
  }

  #idleSessions(): Session[] {
    const { clock, settings } = this.#options
    const { idleTimeoutMs } = settings()
    return idleTimeoutMs === null ? [] : this.sessions.idle(clock.now(), idleTimeoutMs)
  }

  #logOutIdleSessions(): { user: string; silentSeconds: number | null }[] {
    return this.#idleSessions().map((session) => {
      const silentSeconds = this.#silentSeconds(session)
      this.endSession(session, 'idle')
      return { user: session.user, silentSeconds }
    })
  }

  /** How long the device has sent no status message; null: it is outside coverage. */
  #silentSeconds({ lastStatusAt, pin }: Session): number | null {
    if (!this.sessions.isReachable(pin)) return null
    return Math.floor((this.#options.clock.now() - lastStatusAt) / 1_000)
  }

  #openSession({ pin, sessionId: id }: Login, user: string, registration: Registration): Session {
    const { connectivity, messaging } = registration
    const { clock, events, hasDevice, settings } = this.#options
    if (!this.sessions.isHeld(pin) || !hasDevice(pin)) {
      // The device left the lab, or has the answer to a later login, so it would not keep this session.
      this.#signOut(id, user)
      throw new LoginRejected('unavailable')
    }
    const replaced = this.sessions.find(pin)
    if (replaced) this.endSession(replaced, 'replaced')
    const now = clock.now()
    const { statusIntervalMs, passwordCaching } = settings()
    const heard = { lastStatusAt: now, lastActivityAt: now }
    const session = {
      id,
      pin,
      user,
      openedAt: now,
      connectivity,
      isReconnecting: false,
      statusIntervalMs,
      passwordCaching,
      ...heard,
    }
    this.sessions.add(session)
    this.#messages.set(
      id,
      new Messages(session, {
        clock,
        messaging,
        send: (content) => this.#send(pin, content),
        problem: (notice) => events.problem(notice),
      }),
    )
    messaging.setReachable(this.sessions.isReachable(pin))
    this.#inactivity.watch(session)
    events.sessionChanged(session)
    return session
  }

  /** Answers a status message of an ended session: the device missed the end, or the service has restarted since. */
  #tellItIsOver(pin: string, sessionId: string): void {
    const reason = this.sessions.whyEnded(sessionId) ?? 'service-stopped'
    this.#send(pin, { type: 'logged-out', session: sessionId, reason })
  }

  /** @param taken the number of the last message that the device received, if it says so */
  #end(session: Session, reason: SessionEnding, taken: number | null = null): void {
    this.sessions.remove(session, reason)
    this.#inactivity.forget(session)
    this.#messages.get(session.id)?.end(taken)
    this.#messages.delete(session.id)
    this.#signOut(session.id, session.user)
    this.#options.events.sessionClosed(session, reason)
  }

  #signOut(sessionId: string, user: string): void {
    const { environment, events } = this.#options
    const signingOut = environment()
      .unregister(sessionId)
      .catch((error: unknown) => {
        events.problem({ code: 'sign-out-failed', facts: { user, cause: causeOf(error) } })
      })
      .finally(() => this.#signingOut.delete(signingOut))
    this.#signingOut.add(signingOut)
  }
}
