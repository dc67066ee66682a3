import type { PeerName } from '#contract'
import {
  authenticationRoles,
  SipHeaders,
  type SipMessage,
  SipParseError,
  type SipRequest,
} from '../../../protocols/sip/index.ts'
import { type Answer, type Origin, respond, stampVia } from '../answer.ts'
import { formatDiagnostic } from '../diagnostics.ts'
import { badRequest } from '../request-check.ts'
import { Associations, type AuthenticationContext } from './associations.ts'
import { addressIn, checkReadable } from './readable.ts'

/** The parts of a connection that its guard needs. */
interface GuardedConnection {
  readonly origin: Origin
  readonly peer: PeerName
  send(message: SipMessage): void
  drop(): void
}

/** The peer at the other end of the connection. */
export interface GuardedPeer {
  /** Whether its certificate is that of a trusted server (MTLS). */
  readonly isTrusted: boolean
  /** Whether the connection uses TLS, over which a server would have shown a certificate. */
  readonly isTls: boolean
}

/** Guards one connection: every incoming and outgoing message passes it. */
export interface MessageGuard {
  /** @returns whether the message is admitted; if not, the guard has already answered it */
  admit(message: SipMessage, connection: GuardedConnection): Promise<boolean>
  /**
   * Whether the users who sign in over this connection are authenticated: by NTLM, by a trusted server, or by a peer that
   * checked their passwords elsewhere.
   */
  isProven(connection: Pick<GuardedConnection, 'origin'>): boolean
  /** The outgoing message: signed if the client expects that, and without credentials. */
  secure(message: SipMessage): SipMessage
}

/**
 * Decides who must authenticate ([MS-SIPAE] section 3.3):
 *
 * - a trusted server never. Over TLS it is known by its certificate. Over TCP nothing proves anything; OCS trusted
 *   configured IP addresses there (inferred), and so does this: `isTrustedAddress` says which;
 * - with `none` on offer nobody else either: a REGISTER without credentials is answered 200, so that plain SIP phones get
 *   in, and NTLM happens only when a client begins it by itself. Once it has proved who it is, all that comes over its
 *   connection must be signed, or the signatures would be worth nothing;
 * - with `ntlm` alone everybody else must.
 */
export function createMessageGuard(context: AuthenticationContext, peer: GuardedPeer): MessageGuard {
  const associations = new Associations(context)
  const offersNtlm = context.offers.includes('ntlm')
  const letsAnyoneIn = context.offers.includes('none')
  let isKnown = peer.isTrusted

  function isTrusted({ origin }: GuardedConnection): boolean {
    // Check the address only once: the last messages of a closed connection arrive when its address is no longer trusted.
    isKnown ||= !peer.isTls && context.isTrustedAddress(origin.address, origin.port)
    return isKnown
  }

  /** Whether it speaks for the domain itself, as the service does in its first request and users never do. */
  function actsAsServer(message: SipMessage): boolean {
    const from = addressIn(message.headers, 'From')
    return (
      from !== null && from.user === null && (from.host === context.dns || from.host === context.serverName)
    )
  }

  function mustProve(): boolean {
    return !letsAnyoneIn || associations.hasBegun
  }

  /** @returns what to answer, or null where the request may pass */
  async function judge(request: SipRequest): Promise<Answer | null> {
    if (!mustProve() && !(offersNtlm && associations.concerns(request))) return null
    try {
      checkReadable(request)
    } catch (error) {
      if (error instanceof SipParseError) return badRequest(error)
      throw error
    }
    return associations.judge(request, { mustProve: mustProve() })
  }

  function refuse(request: SipRequest, answer: Answer, connection: GuardedConnection): void {
    // Discard it ([MS-SIPAE] section 3.3.5.1): an ACK is never answered, and a CANCEL cannot be sent again.
    if (request.method === 'ACK' || request.method === 'CANCEL') return
    const extra: [string, string][] = []
    if (answer.diagnostic) {
      extra.push(['ms-diagnostics', formatDiagnostic(answer.diagnostic, context.serverName)])
    }
    extra.push(['Server', context.product])
    try {
      // Answer without a transaction: challenges are stateless (RFC 3261 section 8.2.7).
      const vias = stampVia(request.headers, connection.origin)
      if (vias.length > 0) connection.send(respond(request, vias, answer, extra))
    } catch (error) {
      // Without a readable Via the destination of an answer is unknown.
      if (!(error instanceof SipParseError)) throw error
    }
  }

  return {
    async admit(message, connection) {
      if (isTrusted(connection)) return true
      if (message.kind === 'response') return !mustProve() || associations.isSigned(message)
      if (peer.isTls && actsAsServer(message)) {
        const facts = { peer: connection.peer, domain: context.dns }
        context.onProblem({ code: 'posed-as-server', facts })
        connection.drop()
        return false
      }
      const answer = await judge(message)
      if (answer === null) return true
      refuse(message, answer, connection)
      return false
    },

    isProven({ origin }) {
      return isKnown || associations.hasBegun || context.isVouchedFor(origin.address, origin.port)
    },

    secure(message) {
      const clean = withoutCredentials(message)
      // Responses during a handshake belong to no association.
      if (clean.headers.has('WWW-Authenticate') || clean.headers.has('Proxy-Authenticate')) return clean
      try {
        return associations.for(clean)?.sign(clean) ?? clean
      } catch (error) {
        // The answer to an invalid request has no headers to sign.
        if (error instanceof SipParseError) return clean
        throw error
      }
    },
  }
}

const credentialHeaders = Object.values(authenticationRoles).flatMap(({ credentials, info }) => [
  credentials,
  info,
])

/** Removes the credentials of a forwarded message, which are only for this server. */
function withoutCredentials(message: SipMessage): SipMessage {
  const present = credentialHeaders.filter((name) => message.headers.has(name))
  if (present.length === 0) return message
  const headers = SipHeaders.from(message.headers)
  for (const name of present) headers.remove(name)
  return { ...message, headers }
}
