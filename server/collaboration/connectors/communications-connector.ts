import type { Clock } from '../../lab/clock/index.ts'
import { describeFailure, Failure } from '../../lab/failure.ts'
import type { Tap } from '../../traffic/index.ts'
import { mustHaveKept } from './authentication/create-proof.ts'
import {
  CommunicationsUnavailable,
  RegistrationEnded,
  RegistrationRefused,
} from './communications-failure.ts'
import type { CommunicationsTarget } from './communications-target.ts'
import { type EndpointConnection, openEndpointConnection } from './endpoint-connection.ts'
import { type ConnectionOwner, EndpointConnections } from './endpoint-connections.ts'
import type { Connectivity, EndpointLogin } from './endpoint-login.ts'
import { MergedMessages } from './messaging/merged-messages.ts'
import type { Messaging, MessagingEvent } from './messaging/messaging.ts'
import { messagingOf, UserMessaging } from './messaging/user-messaging.ts'
import { RegisteredSession } from './registered-session.ts'
import { type Kept, lost } from './sip-user-agent.ts'
import type { Granted, UserEndpoint } from './user-endpoint.ts'

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
  /** Something came that is not to be believed, in one sentence for a person. */
  onProblem?(text: string): void
  /** A fault of the program met one session; the others are not touched. */
  onUnexpected(text: string): void
}

/** The Collaboration Service's side of the connection to the Communications Server. */
export interface CommunicationsConnector {
  /**
   * Step 4e: opens the connection that the session is to use, or reuses it.
   * @throws CommunicationsUnavailable
   */
  connect(sessionId: string): Promise<{ isReused: boolean; description: string }>
  /**
   * Steps 5 and 6: registers an endpoint of the user, and keeps it registered until {@link unregister}.
   * @throws CommunicationsUnavailable, RegistrationRefused
   */
  register(login: EndpointLogin): Promise<Connectivity>
  /** Removes the registration. Never fails: what the server cannot be told expires there. */
  unregister(sessionId: string): Promise<void>
  /** Messages, contacts and presence of the sessions that are registered. */
  readonly messaging: Messaging
  /** What the endpoints of all sessions keep at the moment; it comes back to what it was when talk is over. */
  readonly kept: Kept
  /** Settings changed: drops the connections; existing sessions register anew. Resolves when they have, or are lost. */
  reset(): Promise<void>
  /** Whether `address:port` is this end of a connection of its own: over TCP a server has nothing else to know it by. */
  isOwnAddress(address: string): boolean
  /** Drops the connections and forgets every session, without a word to the server. */
  close(): Promise<void>
}

/** Keeps users registered at the Communications Server. */
export function createCommunicationsConnector(
  options: CommunicationsConnectorOptions,
): CommunicationsConnector {
  const { clock, tap, timeoutMs } = options
  const sessions = new Map<string, RegisteredSession>()
  const ownAddresses = new Set<string>()
  const merged = new MergedMessages()
  const connections = new EndpointConnections({
    open: (onLost) =>
      openEndpointConnection({
        clock,
        tap,
        target: options.target(),
        timeoutMs,
        ownAddresses,
        onLost,
        onProblem: (text) => options.onProblem?.(text),
        onUnexpected: (text) => options.onUnexpected(text),
      }),
    // The connection is gone: those who were registered over it register anew over another, or are lost.
    onLost: (owner) => void Promise.all(detach(owner).map(registerAnew)),
  })

  const ownerFor = (sessionId: string): ConnectionOwner =>
    options.target().hasOwnConnections ? sessionId : null

  /** Drops a connection on purpose; those who were registered over it register anew. */
  async function replace(owner: ConnectionOwner): Promise<void> {
    connections.discard(owner)
    await Promise.all(detach(owner).map(registerAnew))
  }

  /** @returns the sessions that were registered over a connection, which now are no more as far as this side can tell */
  function detach(owner: ConnectionOwner): RegisteredSession[] {
    const candidates = owner === null ? [...sessions.values()] : [sessions.get(owner)]
    const registered = candidates.flatMap((session) =>
      session?.endpoint && session.owner === owner ? [session] : [],
    )
    for (const session of registered) session.detach()
    return registered
  }

  async function registerAnew(session: RegisteredSession): Promise<void> {
    try {
      mustHaveKept(session.sipAddress, options.target(), session.credentials)
      session.owner = ownerFor(session.sessionId)
      const connection = await connections.obtain(session.owner)
      options.onRefreshed?.(session.sessionId, await registerOn(session, connection))
    } catch (error) {
      lose(session, error)
    }
  }

  async function registerOn(
    session: RegisteredSession,
    connection: EndpointConnection,
  ): Promise<Connectivity> {
    // Settings may have changed while the connection was being opened.
    mustHaveKept(session.sipAddress, connection.target, session.credentials)
    const endpoint = connection.addEndpoint(session)
    try {
      const granted = await endpoint.register()
      if (sessions.get(session.sessionId) !== session) {
        // Logged out while it was logging in.
        await endpoint.unregister().catch(() => {})
        throw lost('the session ended while it was being registered')
      }
      if (!session.isPasswordChecked && !granted.isProven) {
        await endpoint.unregister().catch(() => {})
        throw new CommunicationsUnavailable(
          'password-not-asked',
          `the Communications Server accepted ${session.sipAddress} without asking for the password, which nobody else has checked`,
        )
      }
      session.isPasswordChecked = true
      if (granted.keepAliveSeconds !== null) connection.keepAlive(granted.keepAliveSeconds)
      session.attach(endpoint)
      return keep(session, endpoint, connection, granted)
    } catch (error) {
      connection.removeEndpoint(endpoint)
      throw error
    }
  }

  function keep(
    session: RegisteredSession,
    endpoint: UserEndpoint,
    connection: EndpointConnection,
    granted: Granted,
  ): Connectivity {
    return session.keep(endpoint, connection.target, granted, () => {
      void refresh(session, endpoint, connection)
    })
  }

  async function refresh(
    session: RegisteredSession,
    endpoint: UserEndpoint,
    connection: EndpointConnection,
  ): Promise<void> {
    try {
      const granted = await endpoint.register()
      if (session.endpoint !== endpoint) return
      options.onRefreshed?.(session.sessionId, keep(session, endpoint, connection, granted))
    } catch (error) {
      // Gone meanwhile, or its connection was, which is being dealt with.
      if (session.endpoint !== endpoint) return
      if (error instanceof RegistrationRefused) {
        connection.removeEndpoint(endpoint)
        session.detach()
        // A server that stumbles gets a second chance; one that says no means it.
        if (error.status >= 500) await registerAnew(session)
        else lose(session, error)
      } else {
        // It is there, but does not answer: as good as gone, for everybody on it.
        await replace(session.owner)
      }
    }
  }

  /**
   * A registration failed without an answer, and the session that it was to replace goes on. The server may have taken the
   * endpoint over to the new connection before that was closed, so the endpoint registers again over its own. On a shared
   * connection nothing was closed, and requests still find the endpoint by its user.
   */
  async function restorePredecessor({ owner, pin, sipAddress }: RegisteredSession): Promise<void> {
    if (owner === null) return
    for (const session of sessions.values()) {
      if (session.pin !== pin || session.sipAddress !== sipAddress || !session.endpoint) continue
      const { endpoint } = session
      const connection = await connections.obtain(session.owner).catch(() => null)
      if (connection) await refresh(session, endpoint, connection)
      return
    }
  }

  function lose(session: RegisteredSession, error: unknown): void {
    if (sessions.get(session.sessionId) !== session) return
    forget(session)
    hangUp(session)
    options.onLost(session.sessionId, asFailure(error))
  }

  /** The server ended a registration by itself: because of a newer endpoint, or of what became of the user. */
  async function deregistered(sessionId: string, why: string): Promise<void> {
    const session = sessions.get(sessionId)
    if (!session) return
    const endpoint = session.detach()
    lose(session, new RegistrationEnded(session.sipAddress, why))
    if (endpoint) await letGo(session, endpoint)
  }

  function forget(session: RegisteredSession): void {
    session.stopRefreshing()
    if (sessions.get(session.sessionId) === session) sessions.delete(session.sessionId)
  }

  /** An endpoint that is registered no more. */
  async function letGo(session: RegisteredSession, endpoint: UserEndpoint): Promise<void> {
    if (session.owner !== null) return hangUp(session)
    if (!connections.has(null)) return
    const connection = await connections.obtain(null).catch(() => null)
    connection?.removeEndpoint(endpoint)
  }

  /** A session that is no more leaves no connection of its own behind. */
  function hangUp({ owner }: RegisteredSession): void {
    if (owner !== null) connections.discard(owner)
  }

  return {
    async connect(sessionId) {
      const owner = ownerFor(sessionId)
      const isReused = connections.has(owner)
      const { description } = await connections.obtain(owner)
      return { isReused, description }
    },

    async register(login) {
      const { sessionId } = login
      const owner = ownerFor(sessionId)
      const messaging = new UserMessaging({
        clock,
        merged,
        emit: (event) => options.onMessaging?.(sessionId, event),
        onDeregistered: (why) => void deregistered(sessionId, why),
      })
      const session = new RegisteredSession(clock, login, owner, messaging)
      sessions.set(sessionId, session)
      try {
        const connection = await connections.obtain(owner)
        if (connection.target.proof !== 'none') session.keepPassword(login)
        return await registerOn(session, connection)
      } catch (error) {
        forget(session)
        hangUp(session)
        if (!(error instanceof RegistrationRefused)) void restorePredecessor(session)
        throw error
      }
    },

    async unregister(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) return
      forget(session)
      const endpoint = session.release()
      if (!endpoint) return hangUp(session)
      await session.messaging.end()
      // The same user on the same handheld has logged in again: to the server it is one endpoint, which goes on.
      const isSucceeded = [...sessions.values()].some(
        ({ sipAddress, pin }) => sipAddress === session.sipAddress && pin === session.pin,
      )
      // What cannot be told to the server expires there.
      if (!isSucceeded) await endpoint.unregister().catch(() => {})
      await letGo(session, endpoint)
    },

    messaging: messagingOf((sessionId) => sessions.get(sessionId)?.messaging),

    get kept() {
      const all = [...sessions.values()].flatMap(({ endpoint }) => (endpoint ? [endpoint.agent.kept] : []))
      const sum = (count: (kept: Kept) => number) => all.reduce((total, each) => total + count(each), 0)
      return {
        dialogs: sum(({ dialogs }) => dialogs),
        asked: sum(({ asked }) => asked),
        toAnswer: sum(({ toAnswer }) => toAnswer),
      }
    },

    async reset() {
      connections.discardAll()
      const owners = new Set([...sessions.values()].map(({ owner }) => owner))
      await Promise.all([...owners].flatMap(detach).map(registerAnew))
    },

    isOwnAddress: (address) => ownAddresses.has(address),

    async close() {
      connections.close()
      for (const owner of new Set([...sessions.values()].map((session) => session.owner))) detach(owner)
      sessions.clear()
    },
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  return new CommunicationsUnavailable('unreachable', describeFailure(error), { cause: error })
}
