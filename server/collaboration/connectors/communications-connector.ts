import type { Clock, Timer } from '../../lab/clock/index.ts'
import { describeFailure, Failure } from '../../lab/failure.ts'
import type { Transport } from '../../lab/vocabulary.ts'
import type { Tap } from '../../traffic/index.ts'
import {
  CommunicationsUnavailable,
  RegistrationEnded,
  RegistrationRefused,
} from './communications-failure.ts'
import type { Messaging, MessagingEvent } from './messaging/messaging.ts'
import { messagingOf, UserMessaging } from './messaging/user-messaging.ts'
import { openSharedConnection, type SharedConnection } from './shared-connection.ts'
import { lost } from './sip-user-agent.ts'
import type { UserEndpoint } from './user-endpoint.ts'

/** Where the Communications Server is, and how the service and it prove who they are. */
export interface CommunicationsTarget {
  host: string
  port: number
  transport: Transport
  /** The name that the server's certificate must carry. */
  serverName: string
  /** The authority (PEM) that the server's certificate must come from. */
  ca: string
  /** The service's own half of MTLS (PEM), or null to show none. */
  certificate: string | null
  key: string | null
  /** The SIP domain. */
  dns: string
}

/** The connectivity information that is cached to keep a session (step 7). */
export interface Connectivity {
  /** Such as `sip:alice@corp.example`. */
  sipAddress: string
  /** `host:port` of the Communications Server. */
  server: string
  transport: Transport
  callId: string
  /** Lab time in milliseconds; refreshed before. */
  expiresAt: number
}

export interface CommunicationsConnectorOptions {
  clock: Clock
  tap: Tap
  /** Asked each time a connection is opened. */
  target(): CommunicationsTarget
  /** How long connecting, and each request, may take in lab time. */
  timeoutMs: number
  /** A registration could not be kept; it is forgotten here. */
  onLost(sessionId: string, why: Failure): void
  /** A registration was refreshed or made anew: the connectivity information changed. */
  onRefreshed?(sessionId: string, connectivity: Connectivity): void
  /** Messages, contacts, presence: what the server brings a session. */
  onMessaging?(sessionId: string, event: MessagingEvent): void
}

/** The Collaboration Service's side of the connection to the Communications Server. */
export interface CommunicationsConnector {
  /**
   * Step 4e: opens the shared connection, or reuses it.
   * @throws CommunicationsUnavailable
   */
  connect(): Promise<{ isReused: boolean; description: string }>
  /**
   * Steps 5 and 6: registers an endpoint of the user, and keeps it registered until {@link unregister}.
   * @throws CommunicationsUnavailable, RegistrationRefused
   */
  register(login: { sessionId: string; sipAddress: string; pin: string }): Promise<Connectivity>
  /** Removes the registration. Never fails: what the server cannot be told expires there. */
  unregister(sessionId: string): Promise<void>
  /** Messages, contacts and presence of the sessions that are registered. */
  readonly messaging: Messaging
  /** Settings changed: drops the connection; existing sessions register anew. Resolves when they have, or are lost. */
  reset(): Promise<void>
  /** Whether `address:port` is this end of a connection of its own: over TCP a server has nothing else to know it by. */
  isOwnAddress(address: string): boolean
  /** Drops the connection and forgets every session, without a word to the server. */
  close(): Promise<void>
}

/** A registration is refreshed so long before it expires, as security associations are (MS-SIPAE section 3.2.2). */
const refreshMarginMs = 300_000

interface Session {
  readonly sessionId: string
  readonly sipAddress: string
  readonly pin: string
  /** Null until registered, and while the connection is being made anew. */
  endpoint: UserEndpoint | null
  timer: Timer | null
  readonly messaging: UserMessaging
}

/** Keeps users registered at the Communications Server over one shared connection. */
export function createCommunicationsConnector(
  options: CommunicationsConnectorOptions,
): CommunicationsConnector {
  const { clock, tap, timeoutMs } = options
  const sessions = new Map<string, Session>()
  const ownAddresses = new Set<string>()
  let shared: Promise<SharedConnection> | null = null
  let isClosed = false

  /** The one connection, opened when there is none. */
  function obtain(): Promise<SharedConnection> {
    if (isClosed) return Promise.reject(lost('the service has closed its connection'))
    if (shared) return shared
    const opening: Promise<SharedConnection> = openSharedConnection({
      clock,
      tap,
      target: options.target(),
      timeoutMs,
      ownAddresses,
      onLost() {
        if (shared !== opening) return
        shared = null
        void recover()
      },
    }).then((opened) => {
      // Settings changed while it was being opened: it is not what is wanted any more.
      if (shared === opening) return opened
      opened.close()
      throw lost('the connection was given up while it was being opened')
    })
    shared = opening
    opening.catch(() => {
      if (shared === opening) shared = null
    })
    return opening
  }

  /**
   * Drops the connection, on purpose.
   * @returns the sessions that were registered over it
   */
  function discard(): Session[] {
    const dropped = shared
    shared = null
    dropped?.then((connection) => connection.close()).catch(() => {})
    return detach()
  }

  /** @returns the sessions that were registered, which now are no more as far as this side can tell */
  function detach(): Session[] {
    const registered = [...sessions.values()].filter(({ endpoint }) => endpoint !== null)
    for (const session of registered) {
      session.timer?.cancel()
      session.endpoint = null
      session.messaging.detach()
    }
    return registered
  }

  /** The connection is gone: those who were registered over it register anew over another, or are lost. */
  async function recover(): Promise<void> {
    await Promise.all(detach().map(registerAnew))
  }

  async function registerAnew(session: Session): Promise<void> {
    try {
      options.onRefreshed?.(session.sessionId, await registerOn(session, await obtain()))
    } catch (error) {
      lose(session, error)
    }
  }

  async function registerOn(session: Session, connection: SharedConnection): Promise<Connectivity> {
    const endpoint = connection.addEndpoint(session)
    try {
      const granted = await endpoint.register()
      if (sessions.get(session.sessionId) !== session) {
        // Logged out while it was logging in.
        await endpoint.unregister().catch(() => {})
        throw lost('the session ended while it was being registered')
      }
      if (granted.keepAliveSeconds !== null) connection.keepAlive(granted.keepAliveSeconds)
      session.endpoint = endpoint
      session.messaging.attach(endpoint)
      return keep(session, endpoint, connection, granted.expiresSeconds)
    } catch (error) {
      connection.removeEndpoint(endpoint)
      throw error
    }
  }

  /** Sets the refresh, and gives what is known of the registration now. */
  function keep(
    session: Session,
    endpoint: UserEndpoint,
    connection: SharedConnection,
    expiresSeconds: number,
  ): Connectivity {
    const expiresMs = expiresSeconds * 1000
    const refreshMs = Math.max(expiresMs / 2, expiresMs - refreshMarginMs)
    session.timer?.cancel()
    session.timer = clock.after(refreshMs, () => {
      void refresh(session, endpoint, connection)
    })
    const { host, port, transport } = connection.target
    return {
      sipAddress: session.sipAddress,
      server: `${host}:${port}`,
      transport,
      callId: endpoint.callId,
      expiresAt: clock.now() + expiresMs,
    }
  }

  async function refresh(
    session: Session,
    endpoint: UserEndpoint,
    connection: SharedConnection,
  ): Promise<void> {
    try {
      const { expiresSeconds } = await endpoint.register()
      if (session.endpoint !== endpoint) return
      options.onRefreshed?.(session.sessionId, keep(session, endpoint, connection, expiresSeconds))
    } catch (error) {
      // Gone meanwhile, or its connection was, which is being dealt with.
      if (session.endpoint !== endpoint) return
      if (error instanceof RegistrationRefused) {
        connection.removeEndpoint(endpoint)
        session.endpoint = null
        session.messaging.detach()
        // A server that stumbles gets a second chance; one that says no means it.
        if (error.status >= 500) await registerAnew(session)
        else lose(session, error)
      } else {
        // It is there, but does not answer: as good as gone, for everybody.
        await Promise.all(discard().map(registerAnew))
      }
    }
  }

  function lose(session: Session, error: unknown): void {
    if (sessions.get(session.sessionId) !== session) return
    forget(session)
    options.onLost(session.sessionId, asFailure(error))
  }

  /** The server ended a registration by itself: because of a newer endpoint, or of what became of the user. */
  async function deregistered(sessionId: string, why: string): Promise<void> {
    const session = sessions.get(sessionId)
    if (!session) return
    const { endpoint } = session
    session.endpoint = null
    session.messaging.detach()
    lose(session, new RegistrationEnded(session.sipAddress, why))
    const connection = await shared?.catch(() => null)
    if (endpoint) connection?.removeEndpoint(endpoint)
  }

  function forget(session: Session): void {
    session.timer?.cancel()
    if (sessions.get(session.sessionId) === session) sessions.delete(session.sessionId)
  }

  return {
    async connect() {
      const isReused = shared !== null
      const { description } = await obtain()
      return { isReused, description }
    },

    async register({ sessionId, sipAddress, pin }) {
      const messaging = new UserMessaging({
        clock,
        emit: (event) => options.onMessaging?.(sessionId, event),
        onDeregistered: (why) => void deregistered(sessionId, why),
      })
      const session: Session = { sessionId, sipAddress, pin, endpoint: null, timer: null, messaging }
      sessions.set(sessionId, session)
      try {
        return await registerOn(session, await obtain())
      } catch (error) {
        forget(session)
        throw error
      }
    },

    async unregister(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) return
      forget(session)
      const { endpoint } = session
      session.endpoint = null
      if (!endpoint) return
      await session.messaging.end()
      // The same user on the same handheld has logged in again: to the server it is one endpoint, which goes on.
      const isSucceeded = [...sessions.values()].some(
        ({ sipAddress, pin }) => sipAddress === session.sipAddress && pin === session.pin,
      )
      // What cannot be told to the server expires there.
      if (!isSucceeded) await endpoint.unregister().catch(() => {})
      const connection = await shared?.catch(() => null)
      connection?.removeEndpoint(endpoint)
    },

    messaging: messagingOf((sessionId) => sessions.get(sessionId)?.messaging),

    async reset() {
      await Promise.all(discard().map(registerAnew))
    },

    isOwnAddress: (address) => ownAddresses.has(address),

    async close() {
      isClosed = true
      discard()
      sessions.clear()
    },
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  return new CommunicationsUnavailable('unreachable', describeFailure(error), { cause: error })
}
