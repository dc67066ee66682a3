import type { Detour } from '#contract'
import { type Clock, delay } from '../../clock/index.ts'
import { connectionLost, PeerUnavailable } from '../../sip-user-agent/index.ts'
import type { Connectivity, EnvironmentLogin } from '../index.ts'
import { RegisterRefused } from './communications-failure.ts'
import { mustHaveKept } from './create-proof.ts'
import type { EndpointConnection } from './endpoint-connection.ts'
import type { ConnectionPlace, EndpointConnections } from './endpoint-connections.ts'
import { Redirections } from './redirections.ts'
import type { RegisteredSession } from './registered-session.ts'
import { judgeFailure } from './registration-verdict.ts'
import type { Granted, UserEndpoint } from './user-endpoint.ts'

/** A registration that the server accepted. */
export interface Accepted {
  readonly connectivity: Connectivity
  /** Redirections and waits on the way to it. */
  readonly detours: readonly Detour[]
}

interface SessionRegistrarOptions {
  clock: Clock
  connections: EndpointConnections
  /** How long a login waits for an answer, in lab time. */
  timeoutMs: number
  /** Whether the session should still be registered. */
  isWanted(session: RegisteredSession): boolean
  /** The connection to the configured server. */
  homeOf(sessionId: string): ConnectionPlace
  /** Called when the session no longer uses its connection. */
  leave(session: RegisteredSession): void
  /** Called when a connection is open. */
  onOpened(place: ConnectionPlace): void
  /** Stores what the server granted. @returns the connectivity information */
  keep(
    session: RegisteredSession,
    endpoint: UserEndpoint,
    connection: EndpointConnection,
    granted: Granted,
  ): Connectivity
}

/** Registers one session. Follows redirections, and retries once if the server sends Retry-After. */
export class SessionRegistrar {
  readonly #options: SessionRegistrarOptions

  constructor(options: SessionRegistrarOptions) {
    this.#options = options
  }

  /** Registers over a connection, or at the server that it redirects to. */
  async registerOver(session: RegisteredSession, first: EndpointConnection): Promise<Accepted> {
    const { hasOwnConnections, transport } = first.target
    const redirections = new Redirections(first.target, hasOwnConnections && transport === 'tls')
    let connection: EndpointConnection | null = first
    for (;;) {
      try {
        connection ??= await this.#obtain(session)
        const connectivity = await this.#registerOn(session, connection)
        return { connectivity, detours: redirections.steps }
      } catch (error) {
        const destination = redirections.next(error)
        this.#mustBeWanted(session)
        this.#options.leave(session)
        session.place = { ...session.place, destination }
        connection = null
      }
    }
  }

  async #registerOn(session: RegisteredSession, connection: EndpointConnection): Promise<Connectivity> {
    // Settings may have changed while the connection was being opened.
    mustHaveKept(session.sipAddress, connection.target, session.credentials)
    const endpoint = connection.addEndpoint(session)
    try {
      const granted = await endpoint.register()
      if (!this.#options.isWanted(session)) {
        // The user logged out meanwhile.
        await endpoint.unregister().catch(() => {})
        this.#mustBeWanted(session)
      }
      if (!session.isPasswordChecked && !granted.isProven) {
        await endpoint.unregister().catch(() => {})
        const facts = { sipAddress: session.sipAddress }
        throw new PeerUnavailable({ code: 'password-not-asked', facts })
      }
      session.isPasswordChecked = true
      if (granted.keepAliveSeconds !== null) connection.keepAlive(granted.keepAliveSeconds)
      session.attach(endpoint)
      return this.#options.keep(session, endpoint, connection, granted)
    } catch (error) {
      connection.removeEndpoint(endpoint)
      throw error
    }
  }

  /** Registers a login. Waits for the server's Retry-After if it is shorter than the timeout for an answer. */
  async register(
    session: RegisteredSession,
    login: Pick<EnvironmentLogin, 'user' | 'password'>,
  ): Promise<Accepted> {
    const attempt = async () => {
      const connection = await this.#obtain(session)
      this.#options.onOpened(session.place)
      if (connection.target.proof !== 'none') session.keepPassword(login)
      return this.registerOver(session, connection)
    }
    try {
      return await attempt()
    } catch (error) {
      const verdict = judgeFailure(error)
      const waitMs = verdict.kind === 'later' ? verdict.waitMs : null
      if (waitMs === null || waitMs >= this.#options.timeoutMs || !(error instanceof RegisterRefused))
        throw error
      await delay(this.#options.clock, waitMs)
      this.#mustBeWanted(session)
      session.place = this.#options.homeOf(session.sessionId)
      const { connectivity, detours } = await attempt()
      const { reason, status } = error
      const waited: Detour = { code: 'asked-later', facts: { status, reason, seconds: waitMs / 1_000 } }
      return { connectivity, detours: [waited, ...detours] }
    }
  }

  #obtain({ origins, place }: RegisteredSession): Promise<EndpointConnection> {
    return this.#options.connections.obtain(place, origins.ofConnecting)
  }

  #mustBeWanted(session: RegisteredSession): void {
    if (this.#options.isWanted(session)) return
    throw connectionLost({ code: 'session-ended', facts: {} })
  }
}
