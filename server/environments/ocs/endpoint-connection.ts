import { causeOf, type Notice, type ServerConnection } from '#contract'
import { describeUnexpected } from '../../base/index.ts'
import type { Clock, Timer } from '../../clock/index.ts'
import { describeMessage, UnreadableMessage } from '../../protocols/sip/index.ts'
import { connectionLost, PeerUnavailable, SipUserAgent } from '../../sip-user-agent/index.ts'
import type { FrameOrigin, Tap } from '../../traffic/index.ts'
import {
  type CommunicationsConnection,
  type MessageOwner,
  openConnection,
} from './communications-connection.ts'
import type { CommunicationsTarget } from './communications-target.ts'
import { createProof, type UserCredentials } from './create-proof.ts'
import { EndpointRoutes } from './endpoint-routes.ts'
import { explainRefusedCertificate } from './explain-connecting.ts'
import { handshakeFrame } from './frames.ts'
import { receiptTag } from './messaging/late-receipt.ts'
import type { SessionOrigins } from './session-origins.ts'
import { connectionWire, supportedTags, UserEndpoint } from './user-endpoint.ts'

/**
 * A connection that carries endpoints: all of them (OCS 2007 R2), or the one of a single session (OCS 2007).
 */
export interface EndpointConnection {
  readonly target: CommunicationsTarget
  readonly description: ServerConnection
  /** Whether it can carry messages. */
  readonly isOpen: boolean
  /** Lab time at which it last received something. */
  readonly heardAt: number
  /** Adds an endpoint of a user. */
  addEndpoint(user: EndpointUser): UserEndpoint
  removeEndpoint(endpoint: UserEndpoint): void
  /** Sends CRLFCRLF at least this often from now on (RFC 5626 section 4.4.1, MS-CONMGMT section 3.4). */
  keepAlive(seconds: number): void
  close(): void
}

/** Whose endpoint it is. */
interface EndpointUser {
  sipAddress: string
  pin: string
  credentials: UserCredentials | null
  origins?: SessionOrigins
}

export interface EndpointConnectionOptions {
  clock: Clock
  tap: Tap
  /** The login or session that opens it. */
  origin?: FrameOrigin | undefined
  target: CommunicationsTarget
  timeoutMs: number
  connectTimeoutMs: number
  /** The local address and port of every open connection of the service. This one adds its own while it is open. */
  ownAddresses: Set<string>
  /** The local address and port of every open connection, of the service or of a session. */
  allAddresses: Set<string>
  /** Called when an open connection is gone, unless {@link EndpointConnection.close} closed it. */
  onLost(why: PeerUnavailable): void
  /** Called when something received failed its checks, such as a signature. */
  onProblem(notice: Notice): void
  /** See {@link SipUserAgent}. */
  onUnexpected(notice: Notice): void
}

/**
 * Opens a connection and sends OPTIONS over it. Any answer will do: it proves that the server has accepted the service's
 * certificate. A session's own connection shows no certificate and gets no OPTIONS, because only the user may send there.
 * @throws PeerUnavailable
 */
export async function openEndpointConnection(
  options: EndpointConnectionOptions,
): Promise<EndpointConnection> {
  const { clock, tap, target, timeoutMs, connectTimeoutMs, origin } = options
  const endpoints = new EndpointRoutes()
  let isProven = false
  let keepAliveTimer: Timer | null = null
  let keepAliveMs: number | null = null

  /** The service's own messages; until the connection is proven, they belong to the login that opens it. */
  const nobody = (): MessageOwner => ({ pin: null, origin: isProven ? undefined : origin })

  const connection = await openConnection({
    clock,
    tap,
    target,
    timeoutMs: connectTimeoutMs,
    origin,
    ownerOf: (message) => endpoints.find(message)?.ownerOf(message) ?? nobody(),
    onMessage(message) {
      try {
        const endpoint = endpoints.find(message)
        if (endpoint) endpoint.receive(message)
        // A user's own connection: what is nobody's, and so not signed, is not for the service either.
        else if (!target.hasOwnConnections) agent.receive(message)
      } catch (error) {
        // One message is lost; the connection may be everybody's.
        options.onUnexpected({
          code: 'unexpected-at-message',
          facts: { message: describeMessage(message), fault: describeUnexpected(error) },
        })
      }
    },
    onMalformed(bytes, fault) {
      if (!(fault instanceof UnreadableMessage)) return
      const { headers, isRequest, message } = fault
      if (isRequest) {
        // A user's own connection: what is nobody's, and so not signed, is not for the service either.
        if (!target.hasOwnConnections) agent.refuseUnreadable(headers, fault)
        return
      }
      // An answer that ends nothing may well be missed.
      if (/^SIP\/2\.0 1[0-9][0-9] /i.test(bytes.toString('latin1', 0, 16))) return
      const asker = endpoints.findAsker(headers)?.agent ?? agent
      asker.receiveUnreadable(headers, message)
    },
    onLost(why) {
      options.ownAddresses.delete(connection.localAddress)
      options.allAddresses.delete(connection.localAddress)
      options.allAddresses.delete(connection.localAddress)
      end(why)
      if (isProven) options.onLost(why)
    },
  })
  options.allAddresses.add(connection.localAddress)
  if (!target.hasOwnConnections) options.ownAddresses.add(connection.localAddress)
  const close = () => {
    options.ownAddresses.delete(connection.localAddress)
    connection.close()
  }
  /** The service's own, for what belongs to no user. */
  const agent = new SipUserAgent({
    clock,
    aor: `sip:${target.dns}`,
    contact: `sip:${connection.localAddress};transport=${target.transport}`,
    timeoutMs,
    version: target.client.version,
    understands: [receiptTag],
    wire: connectionWire(connection, nobody, null),
    absent: { status: 404, reason: 'Not Found' },
    onUnexpected: options.onUnexpected,
  })

  function end(why: PeerUnavailable): void {
    keepAliveTimer?.cancel()
    keepAliveTimer = null
    for (const endpoint of endpoints.clear()) endpoint.dispose(why)
    agent.dispose(why)
  }

  try {
    if (!target.hasOwnConnections) {
      await agent.request({
        method: 'OPTIONS',
        target: `sip:${target.dns}`,
        address: `sip:${target.dns}`,
        supported: supportedTags,
      })
    }
    isProven = true
  } catch (error) {
    close()
    throw refusal(error, connection, options)
  }

  function sendKeepAlive(): void {
    if (keepAliveMs === null) return
    // Twice in the time granted, so that a late one does no harm.
    keepAliveTimer = clock.after(keepAliveMs / 2, () => {
      connection.send(Buffer.from('\r\n\r\n'), nobody(), () => null)
      sendKeepAlive()
    })
  }

  return {
    target,
    description: describe(connection),
    get isOpen() {
      return connection.isOpen
    },
    get heardAt() {
      return connection.heardAt
    },
    addEndpoint({ sipAddress, pin, credentials, origins }) {
      const proof = createProof({ clock, target, sipAddress, credentials, onProblem: options.onProblem })
      const { onUnexpected } = options
      const endpoint = new UserEndpoint({
        clock,
        connection,
        sipAddress,
        pin,
        timeoutMs,
        proof,
        origins,
        onUnexpected,
      })
      endpoints.add(endpoint)
      return endpoint
    },
    removeEndpoint(endpoint) {
      endpoints.remove(endpoint)
      endpoint.dispose(connectionLost({ code: 'no-longer-registered', facts: {} }))
    },
    keepAlive(seconds) {
      if (keepAliveMs !== null && keepAliveMs <= seconds * 1000) return
      keepAliveMs = seconds * 1000
      keepAliveTimer?.cancel()
      sendKeepAlive()
    },
    close() {
      close()
      end(connectionLost({ code: 'closed-by-service', facts: {} }))
    },
  }
}

/** Over TLS a connection that closes before the first answer means that the server did not want our certificate. */
function refusal(
  error: unknown,
  { target, encryption }: CommunicationsConnection,
  { origin, tap }: EndpointConnectionOptions,
): unknown {
  if (!(error instanceof PeerUnavailable) || error.code === 'timed-out') return error
  if (error.code === 'server-not-sip') return error
  if (encryption === null) return error.under({ mayExpectTls: true })
  if (error.code !== 'connection-lost') return error
  const explained = explainRefusedCertificate(target, error.cause ?? error)
  const outcome = { cause: causeOf(explained) }
  tap.frame(handshakeFrame({ direction: 'down', sizeBytes: 0, outcome, origin }))
  return explained
}

function describe({ target, encryption }: CommunicationsConnection): ServerConnection {
  return {
    server: target.serverName,
    address: `${target.host}:${target.port}`,
    encryption,
    isMutual: encryption !== null && target.certificate !== null,
  }
}
