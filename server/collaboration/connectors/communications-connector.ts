import type { Clock } from '../../lab/clock/index.ts'
import type { Failure } from '../../lab/failure.ts'
import type { Transport } from '../../lab/vocabulary.ts'
import type { Tap } from '../../traffic/index.ts'

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
  /** Settings changed: drops the connection; existing sessions register anew. Resolves when they have, or are lost. */
  reset(): Promise<void>
  /** Drops the connection and forgets every session, without a word to the server. */
  close(): Promise<void>
}

export function createCommunicationsConnector(
  _options: CommunicationsConnectorOptions,
): CommunicationsConnector {
  throw new Error('to come')
}
