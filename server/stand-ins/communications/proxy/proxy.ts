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

/** Requests that begin a dialog, or may (RFC 3261 section 16.6, step 4; RFC 3515 section 4). */
const recordsRoute = new Set(['INVITE', 'REFER', 'SUBSCRIBE'])

/** Requests that are for the endpoints of users and pass through; NOTIFY and its like within dialogs only. */
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

/** What a CANCEL may be meant for. */
const cancellable = [...forwardedMethods, 'REGISTER', 'SERVICE', 'SUBSCRIBE']

/** Requests under way at once; a lab needs a few hundred. */
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
   * Sends a request on to the endpoints that it is for.
   * @returns what to answer at once, `own` when the request is for this server, or null when the answer is on its way
   */
  forward(request: SipRequest, connection: PeerConnection, exchange: Exchange): Promise<Answer | 'own' | null>
  /** Sends the ACK of a 2xx on; it has no transaction (RFC 3261 section 16.11 names what it is treated like). */
  acknowledge(request: SipRequest, connection: PeerConnection): Promise<void>
  cancel(request: SipRequest, connection: PeerConnection): Answer
  /** A connection is gone: what came over it is of no use any more. */
  lose(connection: PeerConnection): void
}

/** The proxy: RFC 3261 section 16. */
export function createProxy(options: ProxyOptions): RequestProxy {
  const { serverName, router, transactions } = options
  const underWay = new Map<PeerConnection, Map<string, ResponseContext>>()
  let count = 0

  /**
   * Sections 16.3 to 16.5. How many hops a request may go counts only for what goes on (section 16.3, step 3).
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
      // The caller need not wonder whether the request arrived (section 17.2.1).
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
        // Nobody answers an ACK, not even to say that it cannot be read (section 17).
        if (!(error instanceof SipParseError)) throw error
      }
    },

    cancel(request, connection) {
      const via = readVia(request.headers)
      const keyOf = (method: string) => transactionKey({ ...request, method }, via)
      const context = underWay.get(connection)?.get(keyOf('INVITE'))
      context?.cancel()
      // Its answer may have crossed it, and only an INVITE can be called back: then it does nothing (section 9.2).
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
