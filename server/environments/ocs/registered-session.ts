import type { Clock, Generator, Timer } from '../../clock/index.ts'
import { UserPassword } from '../../sip-user-agent/index.ts'
import type { Connectivity, EnvironmentLogin } from '../index.ts'
import type { CommunicationsTarget } from './communications-target.ts'
import type { UserCredentials } from './create-proof.ts'
import type { ConnectionPlace } from './endpoint-connections.ts'
import type { UserMessaging } from './messaging/user-messaging.ts'
import { SessionOrigins } from './session-origins.ts'
import type { Granted, UserEndpoint } from './user-endpoint.ts'

/** How long before its expiry a registration is refreshed; the same as for security associations (MS-SIPAE section 3.2.2). */
const refreshMarginMs = 300_000

/** Minimum interval between refreshes, whatever time a server grants. Invented. */
const shortestRefreshMs = 5_000

/** The user of a login, as the server knows it. */
export type EndpointLogin = Omit<EnvironmentLogin, 'flowId' | 'origins'> &
  Partial<Pick<EnvironmentLogin, 'origins'>>

/** A session in the connector: its user and the endpoint that is registered for it now. */
export class RegisteredSession {
  readonly sessionId: string
  readonly sipAddress: string
  readonly pin: string
  readonly messaging: UserMessaging
  readonly origins: SessionOrigins
  credentials: UserCredentials | null = null
  isPasswordChecked: boolean
  /** The connection that it is registered over. */
  place: ConnectionPlace
  /** Lab time at which the latest registration expires, even if its connection is gone. */
  expiresAt = 0
  readonly #clock: Clock
  readonly #chance: Generator
  #ownChance: Generator | null = null
  #endpoint: UserEndpoint | null = null
  #refresh: Timer | null = null

  constructor(options: {
    clock: Clock
    generator: Generator
    login: EndpointLogin
    place: ConnectionPlace
    messaging: UserMessaging
  }) {
    const { clock, generator, login, messaging, place } = options
    this.#clock = clock
    this.#chance = generator
    this.sessionId = login.sessionId
    this.sipAddress = login.sipAddress
    this.pin = login.pin
    this.isPasswordChecked = login.isPasswordChecked
    this.place = place
    this.messaging = messaging
    this.origins = new SessionOrigins(login.sessionId, login.user, login.origins ?? null)
  }

  /** The session's own random numbers, so that they do not depend on the order in which other sockets fail. */
  get generator(): Generator {
    this.#ownChance ??= this.#chance.fork(this.sessionId)
    return this.#ownChance
  }

  /** Null before registration and while the service reconnects. */
  get endpoint(): UserEndpoint | null {
    return this.#endpoint
  }

  /** Keeps the user's credentials for the life of the session. */
  keepPassword({ user, password }: Pick<EnvironmentLogin, 'user' | 'password'>): void {
    this.credentials = { user, password: new UserPassword(password) }
  }

  attach(endpoint: UserEndpoint): void {
    this.#endpoint = endpoint
    this.messaging.attach(endpoint)
  }

  /** Marks the session as not registered. @returns the endpoint that it had */
  detach(): UserEndpoint | null {
    this.messaging.detach()
    return this.release()
  }

  /** Ends the session. Messaging may still send its farewells over the endpoint. @returns the endpoint */
  release(): UserEndpoint | null {
    const endpoint = this.#endpoint
    this.#endpoint = null
    this.stopRefreshing()
    return endpoint
  }

  stopRefreshing(): void {
    this.#refresh?.cancel()
  }

  /** Schedules the next refresh. */
  refreshAfter(delayMs: number, refresh: () => void): void {
    this.stopRefreshing()
    this.#refresh = this.#clock.after(delayMs, refresh)
  }

  /** Stores what the server granted and schedules the refresh. @returns the connectivity information */
  keep(
    endpoint: UserEndpoint,
    { host, port, transport }: CommunicationsTarget,
    { expiresSeconds, renewAt }: Granted,
    refresh: () => void,
  ): Connectivity {
    const now = this.#clock.now()
    const expiresMs = expiresSeconds * 1000
    const expiryMs = Math.max(expiresMs / 2, expiresMs - refreshMarginMs)
    const refreshMs = renewAt === null ? expiryMs : Math.min(expiryMs, renewAt - now)
    this.expiresAt = now + expiresMs
    this.refreshAfter(Math.max(shortestRefreshMs, refreshMs), refresh)
    return {
      sipAddress: this.sipAddress,
      server: `${host}:${port}`,
      transport,
      expiresAt: this.expiresAt,
      details: [{ name: 'Call-ID', value: endpoint.callId }],
    }
  }
}
