import type { Notice, ServerConnection } from '#contract'
import type { Clock, Generator } from '../../clock/index.ts'
import { connectionLost, type Kept } from '../../sip-user-agent/index.ts'
import type { FrameOrigin, Tap } from '../../traffic/index.ts'
import type { Connectivity, SessionListener, SessionMessaging } from '../index.ts'
import {
  asFailure,
  RegisterRefused,
  RegistrationEnded,
  RegistrationExpired,
} from './communications-failure.ts'
import type { CommunicationsTarget } from './communications-target.ts'
import { type EndpointConnection, openEndpointConnection } from './endpoint-connection.ts'
import {
  type ConnectionPlace,
  type Destination,
  EndpointConnections,
  keyOfPlace,
} from './endpoint-connections.ts'
import { MergedMessages } from './messaging/merged-messages.ts'
import { PresenceReader } from './messaging/presence-documents.ts'
import { UserMessaging } from './messaging/user-messaging.ts'
import { type EndpointLogin, RegisteredSession } from './registered-session.ts'
import { pauseAfter, RegistrationRecovery } from './registration-recovery.ts'
import { RegistrationReport } from './registration-report.ts'
import { judgeFailure } from './registration-verdict.ts'
import { type Accepted, SessionRegistrar } from './session-registrar.ts'
import type { Granted, UserEndpoint } from './user-endpoint.ts'

export interface CommunicationsConnectorOptions {
  clock: Clock
  tap: Tap
  /** Called each time a connection is opened. */
  target(): CommunicationsTarget
  /** As in the target. Asked more often than connections are opened, so it must change nothing. */
  hasOwnConnections(): boolean
  /** How long each request may take in lab time. */
  timeoutMs: number
  /** How long connecting may take, including TLS. Default: as long as a request. */
  connectTimeoutMs?: number
  /** Spreads the reconnecting of endpoints that lost their connections. */
  generator: Generator
  /** Is told what happens to registered sessions. */
  emit: SessionListener
  /** Called when something received failed its checks, such as a signature. */
  onProblem?(notice: Notice): void
  /** Called when a fault of the program affects one session. The others go on. */
  onUnexpected(notice: Notice): void
  /** Called with the progress of registrations that broke. */
  onReport?(level: 'warning' | 'information', notice: Notice): void
}

/** The service's registrations at the Communications Server. */
export interface CommunicationsConnector {
  /**
   * Step 4e: opens the connection that the session will use, or reuses one.
   * @param origin the login, for the frames of the opening
   * @throws PeerUnavailable
   */
  connect(
    sessionId: string,
    origin?: FrameOrigin,
  ): Promise<{ isReused: boolean; connection: ServerConnection }>
  /**
   * Steps 5 and 6: registers an endpoint of the user, and keeps it registered until {@link unregister}.
   * @throws PeerUnavailable, RegisterRefused
   */
  register(login: EndpointLogin): Promise<Accepted & { messaging: SessionMessaging }>
  /** Removes the registration. Never fails: if the server cannot be reached, the registration expires there. */
  unregister(sessionId: string): Promise<void>
  /** How much the endpoints hold in memory now. The numbers return to their start when all conversations are over. */
  readonly kept: Kept
  /** Applies changed settings: drops the connections and registers all sessions again, retrying with growing pauses. */
  reset(): void
  /** Who owns the connection with this local end. Over TCP, a server knows the service by nothing else. */
  ownerOf(address: string): 'service' | 'session' | null
  /** Drops the connections and forgets every session without telling the server. */
  close(): Promise<void>
}

/** Keeps users registered at the Communications Server. */
export function createCommunicationsConnector(
  options: CommunicationsConnectorOptions,
): CommunicationsConnector {
  const { clock, generator, tap, timeoutMs } = options
  const sessions = new Map<string, RegisteredSession>()
  const ownAddresses = new Set<string>()
  const allAddresses = new Set<string>()
  const merged = new MergedMessages()
  const presences = new PresenceReader()
  const report = new RegistrationReport(clock, (level, notice) => options.onReport?.(level, notice))
  const connections = new EndpointConnections({
    open: ({ destination }, onLost, origin) =>
      openEndpointConnection({
        clock,
        tap,
        target: targetAt(options.target(), destination),
        timeoutMs,
        connectTimeoutMs: options.connectTimeoutMs ?? timeoutMs,
        ownAddresses,
        allAddresses,
        origin,
        onLost,
        onProblem: (notice) => options.onProblem?.(notice),
        onUnexpected: (notice) => options.onUnexpected(notice),
      }),
    onLost: (place, why) => registerAgain(detachAll(place), why),
  })
  const recovery = new RegistrationRecovery({
    clock,
    generator,
    connections,
    async register(session, connection) {
      session.place = homeOf(session.sessionId)
      const { connectivity } = await registrar.registerOver(session, connection)
      options.emit(session.sessionId, { type: 'refreshed', connectivity })
    },
    onRecovered: ({ sessionId }) => report.recovered(sessionId),
    onGivenUp: lose,
  })

  const registrar = new SessionRegistrar({
    clock,
    connections,
    timeoutMs,
    isWanted: (session) => sessions.get(session.sessionId) === session,
    homeOf: (sessionId) => homeOf(sessionId),
    leave,
    onOpened: (place) => recovery.opened(place),
    keep,
  })

  /** The connection to the configured server. */
  const homeOf = (sessionId: string): ConnectionPlace => ({
    owner: options.hasOwnConnections() ? sessionId : null,
    destination: null,
  })

  /** @returns the sessions that were registered over a lost connection */
  function detachAll(place: ConnectionPlace): RegisteredSession[] {
    const key = keyOfPlace(place)
    const candidates = place.owner === null ? [...sessions.values()] : [sessions.get(place.owner)]
    const registered = candidates.flatMap((session) =>
      session?.endpoint && keyOfPlace(session.place) === key ? [session] : [],
    )
    for (const session of registered) session.detach()
    return registered
  }

  /** Sends a redirected session back to the configured server, because its pool may have moved. */
  function registerAgain(
    detached: readonly RegisteredSession[],
    why: unknown,
    begin: RegistrationRecovery['begin'] = (...those) => recovery.begin(...those),
  ): void {
    for (const session of detached) {
      session.place = homeOf(session.sessionId)
      report.trouble(session.sessionId, why)
      options.emit(session.sessionId, { type: 'reconnecting' })
    }
    for (const [place, those] of byPlace(detached)) begin(place, those, why)
  }

  function keep(
    session: RegisteredSession,
    endpoint: UserEndpoint,
    connection: EndpointConnection,
    granted: Granted,
  ): Connectivity {
    return session.keep(endpoint, connection.target, granted, () => {
      void refresh(session, endpoint, connection, 0)
    })
  }

  /** @param failures how many times in a row the server has answered with a temporary failure */
  async function refresh(
    session: RegisteredSession,
    endpoint: UserEndpoint,
    connection: EndpointConnection,
    failures: number,
  ): Promise<void> {
    const startedAt = clock.now()
    try {
      const granted = await endpoint.register()
      if (session.endpoint !== endpoint) return
      report.recovered(session.sessionId)
      options.emit(session.sessionId, {
        type: 'refreshed',
        connectivity: keep(session, endpoint, connection, granted),
      })
    } catch (error) {
      // The session has ended, or its connection broke and recovery has begun.
      if (session.endpoint !== endpoint) return
      const { kind, ...verdict } = judgeFailure(error)
      const isHeard = kind === 'silence' && connection.heardAt >= startedAt
      if (kind === 'final') {
        connection.removeEndpoint(endpoint)
        session.detach()
        lose(session, error)
      } else if (kind === 'later' || isHeard) {
        const waitMs = 'waitMs' in verdict ? verdict.waitMs : null
        const pause = pauseAfter(session.generator, failures + 1, waitMs)
        report.trouble(session.sessionId, error)
        refreshLater(session, pause, error, () => refresh(session, endpoint, connection, failures + 1))
      } else if (kind === 'silence') {
        // The connection is open, but the server does not answer on it. Replace it for all of its sessions.
        const { place } = session
        connections.discard(place)
        registerAgain(detachAll(place), error)
      } else {
        connection.removeEndpoint(endpoint)
        session.detach()
        leave(session)
        registerAgain([session], error)
      }
    }
  }

  /**
   * A registration failed without an answer, and the session that it was to replace goes on. The server may have taken the
   * endpoint over to the new connection before that was closed, so the endpoint registers again over its own. On a shared
   * connection nothing was closed, and requests still find the endpoint by its user.
   */
  async function restorePredecessor({ pin, place, sipAddress }: RegisteredSession): Promise<void> {
    if (place.owner === null) return
    for (const session of sessions.values()) {
      if (session.pin !== pin || session.sipAddress !== sipAddress || !session.endpoint) continue
      const { endpoint } = session
      const connection = await connections
        .obtain(session.place, session.origins.ofConnecting)
        .catch(() => null)
      if (connection) await refresh(session, endpoint, connection, 0)
      return
    }
  }

  /** How long the present registration still lives. */
  function refreshLater(
    session: RegisteredSession,
    pause: number,
    why: unknown,
    again: () => Promise<void>,
  ): void {
    const leftMs = session.expiresAt - clock.now()
    if (pause < leftMs) return session.refreshAfter(pause, () => void again())
    session.refreshAfter(Math.max(0, leftMs), () => {
      const endpoint = session.detach()
      lose(session, new RegistrationExpired(session.sipAddress, asFailure(why)))
      if (endpoint) void letGo(session, endpoint)
    })
  }

  function lose(session: RegisteredSession, error: unknown): void {
    if (sessions.get(session.sessionId) !== session) return
    forget(session)
    leave(session)
    options.emit(session.sessionId, { type: 'lost', why: asFailure(error) })
  }

  /** The server ended a registration, because of a newer endpoint or a change to the user's account. */
  async function deregistered(sessionId: string, event: string): Promise<void> {
    const session = sessions.get(sessionId)
    if (!session) return
    const endpoint = session.detach()
    // `deactivated`: register again. If the user has moved, the server redirects.
    if (endpoint && event === 'deactivated') {
      await letGo(session, endpoint)
      return registerAgain([session], new RegistrationEnded(session.sipAddress, event))
    }
    lose(session, new RegistrationEnded(session.sipAddress, event))
    if (endpoint) await letGo(session, endpoint)
  }

  function forget(session: RegisteredSession): void {
    session.stopRefreshing()
    recovery.forget(session)
    if (sessions.get(session.sessionId) === session) sessions.delete(session.sessionId)
    report.ended(session.sessionId)
  }

  /** An endpoint that is registered no more. */
  async function letGo(session: RegisteredSession, endpoint: UserEndpoint): Promise<void> {
    const { place } = session
    if (place.owner === null && connections.has(place)) {
      const connection = await connections.obtain(place).catch(() => null)
      connection?.removeEndpoint(endpoint)
    }
    leave(session)
  }

  /** Closes a connection that no session uses any more, except the shared one to the configured server. */
  function leave({ place, sessionId }: RegisteredSession): void {
    if (place.owner !== null) return connections.discard(place)
    if (place.destination === null) return
    const key = keyOfPlace(place)
    for (const other of sessions.values()) {
      if (other.sessionId !== sessionId && keyOfPlace(other.place) === key) return
    }
    connections.discard(place)
  }

  return {
    async connect(sessionId, origin) {
      const place = homeOf(sessionId)
      const isReused = connections.has(place)
      const { description } = await connections.obtain(place, origin)
      recovery.opened(place)
      return { isReused, connection: description }
    },

    async register(login) {
      const { sessionId } = login
      const messaging = new UserMessaging({
        clock,
        merged,
        presences,
        emit: (event) => options.emit(sessionId, event),
        onDeregistered: (event) => void deregistered(sessionId, event),
      })
      const session = new RegisteredSession({ clock, generator, login, place: homeOf(sessionId), messaging })
      sessions.set(sessionId, session)
      try {
        return { ...(await registrar.register(session, login)), messaging }
      } catch (error) {
        forget(session)
        leave(session)
        if (!(error instanceof RegisterRefused)) void restorePredecessor(session)
        throw error
      } finally {
        session.origins.loginEnded()
      }
    },

    async unregister(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) return
      forget(session)
      const endpoint = session.release()
      if (!endpoint) return leave(session)
      await session.messaging.end()
      // The same user on the same handheld has logged in again. To the server it is still the same endpoint.
      const isSucceeded = [...sessions.values()].some(
        ({ sipAddress, pin }) => sipAddress === session.sipAddress && pin === session.pin,
      )
      // If the server cannot be told, the registration expires there.
      if (!isSucceeded) await endpoint.unregister().catch(() => {})
      await letGo(session, endpoint)
    },

    get kept() {
      const all = [...sessions.values()].flatMap(({ endpoint }) => (endpoint ? [endpoint.agent.kept] : []))
      const sum = (count: (kept: Kept) => number) => all.reduce((total, each) => total + count(each), 0)
      return {
        dialogs: sum(({ dialogs }) => dialogs),
        asked: sum(({ asked }) => asked),
        toAnswer: sum(({ toAnswer }) => toAnswer),
      }
    },

    reset() {
      connections.discardAll()
      const kept = [...sessions.values()].filter((session) => session.endpoint || recovery.has(session))
      for (const session of kept) session.detach()
      registerAgain(kept, connectionLost({ code: 'settings-changed', facts: {} }), (...those) =>
        recovery.beginAnew(...those),
      )
    },

    ownerOf(address) {
      if (ownAddresses.has(address)) return 'service'
      return allAddresses.has(address) ? 'session' : null
    },

    async close() {
      connections.close()
      recovery.close()
      for (const session of sessions.values()) session.detach()
      sessions.clear()
    },
  }
}

function targetAt(target: CommunicationsTarget, destination: Destination | null): CommunicationsTarget {
  if (!destination) return target
  // The lab reaches the stand-in by address, but its certificate is for its name.
  const serverName = destination.host === target.host ? target.serverName : destination.host
  return { ...target, ...destination, serverName }
}

function byPlace(
  sessions: readonly RegisteredSession[],
): Iterable<readonly [ConnectionPlace, RegisteredSession[]]> {
  const groups = new Map<string, readonly [ConnectionPlace, RegisteredSession[]]>()
  for (const session of sessions) {
    const key = keyOfPlace(session.place)
    const group = groups.get(key) ?? ([session.place, []] as const)
    groups.set(key, group)
    group[1].push(session)
  }
  return groups.values()
}
