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

/** What a guard needs of the connection that it stands at. */
interface GuardedConnection {
  readonly origin: Origin
  readonly peer: PeerName
  send(message: SipMessage): void
  drop(): void
}

/** Who is at the other end, as its connection tells. */
export interface GuardedPeer {
  /** Its certificate is a trusted server's (MTLS). */
  readonly isTrusted: boolean
  /** Over TLS a server would have shown a certificate. */
  readonly isTls: boolean
}

/** Stands at one connection: every message that comes in and every message that goes out passes it. */
export interface MessageGuard {
  /** @returns whether the message is to be dealt with; where not, what had to be said about it has been said */
  admit(message: SipMessage, connection: GuardedConnection): Promise<boolean>
  /**
   * Whether somebody answers for the users who sign in over this connection: they themselves, by NTLM, a trusted server, or
   * whoever checked their passwords elsewhere.
   */
  isProven(connection: Pick<GuardedConnection, 'origin'>): boolean
  /** The message as it goes out: signed where the client expects it, without anybody's credentials. */
  secure(message: SipMessage): SipMessage
}

/**
 * Who must prove who they are ([MS-SIPAE] section 3.3):
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
    // Once is enough: what it sent just before it closed its connection comes when its address is its own no more.
    isKnown ||= !peer.isTls && context.isTrustedAddress(origin.address, origin.port)
    return isKnown
  }

  /** Speaks for the domain itself, which no user does and the service does first of all. */
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
    // Discarded ([MS-SIPAE] section 3.3.5.1): nobody answers an ACK, and a CANCEL cannot be sent again.
    if (request.method === 'ACK' || request.method === 'CANCEL') return
    const extra: [string, string][] = []
    if (answer.diagnostic) {
      extra.push(['ms-diagnostics', formatDiagnostic(answer.diagnostic, context.serverName)])
    }
    extra.push(['Server', context.product])
    try {
      // Without a transaction: a challenge is forgotten as soon as it is sent (RFC 3261 section 8.2.7).
      const vias = stampVia(request.headers, connection.origin)
      if (vias.length > 0) connection.send(respond(request, vias, answer, extra))
    } catch (error) {
      // Without a Via that can be read nobody knows where an answer would go.
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
      // What begins a handshake belongs to no association.
      if (clean.headers.has('WWW-Authenticate') || clean.headers.has('Proxy-Authenticate')) return clean
      try {
        return associations.for(clean)?.sign(clean) ?? clean
      } catch (error) {
        // An answer to a request that could not be read has nothing to be signed.
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

/** Whoever sent a message that is passed on has proved itself to this server, which the next hop need not see. */
function withoutCredentials(message: SipMessage): SipMessage {
  const present = credentialHeaders.filter((name) => message.headers.has(name))
  if (present.length === 0) return message
  const headers = SipHeaders.from(message.headers)
  for (const name of present) headers.remove(name)
  return { ...message, headers }
}
