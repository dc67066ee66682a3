import { readMaxForwards, readVia, SipParseError, type SipRequest } from '../../../protocols/sip/index.ts'
import {
  type Answer,
  type ClientTransactions,
  diagnostics,
  type Exchange,
  type PeerConnection,
  transactionKey,
} from '../../sip-server/index.ts'
import { flowToken } from './flow-token.ts'
import { defaultForwards, forwardedRequest, isLoop, loopMark } from './forward-request.ts'
import { ResponseContext } from './response-context.ts'
import type { Router, Routing, Target } from './routing.ts'

/** Requests that can start a dialog (RFC 3261 section 16.6, step 4; RFC 3515 section 4). */
const recordsRoute = new Set(['INVITE', 'REFER', 'SUBSCRIBE'])

/** Requests that are forwarded to endpoints of users; NOTIFY and similar ones only within dialogs. */
export const forwardedMethods = [
  'INVITE',
  'BYE',
  'INFO',
  'MESSAGE',
  'NOTIFY',
  'OPTIONS',
  'PRACK',
  'REFER',
  'UPDATE',
] as const

/** Requests that a CANCEL may refer to. */
const cancellable = [...forwardedMethods, 'REGISTER', 'SERVICE', 'SUBSCRIBE']

/** Maximum number of pending requests; a lab needs a few hundred. */
const maximumUnderWay = 5_000

export interface ProxyOptions {
  serverName: string
  router: Router
  transactions: ClientTransactions
  /** This server's address for Record-Route, without brackets: `sip:ocs.corp.example:5061;transport=tls;lr`. */
  routeAddress(): string
}

export interface RequestProxy {
  /**
   * Forwards a request to its endpoints.
   * @returns an immediate answer, `own` if the request is for this server, or null if an endpoint will answer
   */
  forward(request: SipRequest, connection: PeerConnection, exchange: Exchange): Promise<Answer | 'own' | null>
  /** Forwards the ACK of a 2xx, which has no transaction (as in RFC 3261 section 16.11). */
  acknowledge(request: SipRequest, connection: PeerConnection): Promise<void>
  cancel(request: SipRequest, connection: PeerConnection): Answer
  /** Called when a connection has closed: drops the requests that came over it. */
  lose(connection: PeerConnection): void
}

/** The proxy: RFC 3261 section 16. */
export function createProxy(options: ProxyOptions): RequestProxy {
  const { serverName, router, transactions } = options
  const underWay = new Map<PeerConnection, Map<string, ResponseContext>>()
  let count = 0

  /**
   * Sections 16.3 to 16.5. Max-Forwards applies only to requests that are forwarded (section 16.3, step 3).
   */
  async function route(request: SipRequest, connection: PeerConnection): Promise<Routing> {
    if (isLoop(request, serverName)) return refused(482, 'Loop Detected')
    const routing = await router.route(request, connection)
    if (routing.kind !== 'targets') return routing
    const hops = readMaxForwards(request.headers) ?? defaultForwards
    const targets = routing.targets.filter(({ forwards }) => forwards < hops)
    return targets.length > 0 ? { kind: 'targets', targets } : refused(483, 'Too Many Hops')
  }

  function copyFor(
    request: SipRequest,
    target: Target,
    connection: PeerConnection,
    vias: readonly string[],
  ): SipRequest {
    const recordRoute = recordsRoute.has(request.method)
      ? `<${options.routeAddress()};opaque=${flowToken(connection, target.connection)}>`
      : null
    return forwardedRequest(request, target, vias, recordRoute)
  }

  return {
    async forward(request, connection, exchange) {
      const routing = await route(request, connection)
      if (routing.kind === 'own') return 'own'
      if (routing.kind === 'refused') return routing.answer
      if (count >= maximumUnderWay) {
        return { status: 503, reason: 'Service Unavailable', diagnostic: diagnostics.overloaded }
      }
      const contexts = underWay.get(connection) ?? new Map<string, ResponseContext>()
      underWay.set(connection, contexts)
      count += 1
      const context = new ResponseContext({
        transactions,
        method: request.method,
        mark: loopMark(request),
        branches: routing.targets.map((target) => ({
          connection: target.connection,
          request: copyFor(request, target, connection, exchange.vias),
        })),
        compose: exchange.compose,
        reply: exchange.reply,
        onDone() {
          if (contexts.delete(exchange.key)) count -= 1
        },
      })
      contexts.set(exchange.key, context)
      // Tell the caller that the request has arrived (section 17.2.1).
      if (request.method === 'INVITE') exchange.reply(exchange.compose({ status: 100, reason: 'Trying' }))
      context.start()
      return null
    },

    async acknowledge(request, connection) {
      try {
        const routing = await route(request, connection)
        if (routing.kind !== 'targets') return
        for (const target of routing.targets) {
          const copy = copyFor(request, target, connection, request.headers.list('Via'))
          transactions.sendUnanswered(copy, target.connection)
        }
      } catch (error) {
        // An ACK is never answered, even if it is invalid (section 17).
        if (!(error instanceof SipParseError)) throw error
      }
    },

    cancel(request, connection) {
      const via = readVia(request.headers)
      const keyOf = (method: string) => transactionKey({ ...request, method }, via)
      const context = underWay.get(connection)?.get(keyOf('INVITE'))
      context?.cancel()
      // A CANCEL that crosses the answer, or is not for an INVITE, has no effect (section 9.2).
      const isKnown = context || cancellable.some((method) => connection.transactions.has(keyOf(method)))
      if (!isKnown) return { status: 481, reason: 'Call/Transaction Does Not Exist' }
      return { status: 200, reason: 'OK' }
    },

    lose(connection) {
      for (const context of underWay.get(connection)?.values() ?? []) context.cancel()
      underWay.delete(connection)
    },
  }
}

function refused(status: number, reason: string): Routing {
  return { kind: 'refused', answer: { status, reason } }
}
