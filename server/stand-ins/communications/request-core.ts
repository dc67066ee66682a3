import { causeOf, type Notice } from '#contract'
import {
  addressOfRecord,
  parseUri,
  readTo,
  readVia,
  SipParseError,
  type SipRequest,
  UnreadableMessage,
} from '../../protocols/sip/index.ts'
import {
  type Answer,
  badRequest,
  checkOwnRequest,
  checkRequest,
  diagnostics,
  type Exchange,
  formatDiagnostic,
  type OwnAddresses,
  type PeerConnection,
  type RequestMethod,
  respond,
  stampVia,
  transactionKey,
} from '../sip-server/index.ts'
import { forwardedMethods, type RequestProxy } from './proxy/proxy.ts'
import { refusalOfVersion } from './version-filter.ts'
import { wrongAnswer } from './wrong-answer.ts'

/** Methods of SIP (RFC 3261 and its extensions); any other method is unknown (501), not just not allowed (405). */
const knownMethods = new Set([
  'ACK',
  'BENOTIFY',
  'BYE',
  'CANCEL',
  'INFO',
  'INVITE',
  'MESSAGE',
  'NOTIFY',
  'OPTIONS',
  'PRACK',
  'PUBLISH',
  'REFER',
  'REGISTER',
  'SERVICE',
  'SUBSCRIBE',
  'UPDATE',
])

const forwarded = new Set<string>(forwardedMethods)

export interface RequestCoreOptions {
  own: OwnAddresses
  /** Fully qualified name of the server, the source of its diagnostics. */
  serverName: string
  /** Value of the Server header. */
  product: string
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  /** Handlers by method. */
  methods: ReadonlyMap<string, RequestMethod>
  proxy: RequestProxy
  /** Checks a request within a dialog of this server. @returns the answer if the request is refused */
  checkDialog(request: SipRequest): Answer | null
  onProblem(notice: Notice): void
}

export interface RequestCore {
  receive(request: SipRequest, connection: PeerConnection): Promise<void>
  /** The supported methods, as the value of Allow. */
  allow(): [string, string]
  /** Answers an invalid request if its readable parts allow it. */
  refuseMalformed(error: SipParseError, connection: PeerConnection): void
}

/** The common handling of all requests before and after the handler of their method (RFC 3261 section 8.2). */
export function createRequestCore(options: RequestCoreOptions): RequestCore {
  const { own, users, methods, proxy, onProblem } = options

  /** @returns null if an endpoint will answer later, to which the request was forwarded */
  async function answer(
    request: SipRequest,
    connection: PeerConnection,
    exchange: Exchange,
  ): Promise<Answer | null> {
    try {
      const refusal = checkRequest(request)
      if (refusal) return refusal
      if (request.method === 'CANCEL') return proxy.cancel(request, connection)
      if (forwarded.has(request.method)) {
        const outcome = await proxy.forward(request, connection, exchange)
        if (outcome !== 'own') return outcome
        // A BYE, an INFO or a MESSAGE within a dialog that is with the server itself, if there is one.
        const isWithinDialog = readTo(request.headers).parameters.has('tag')
        const outOfDialog = isWithinDialog ? options.checkDialog(request) : null
        if (outOfDialog) return outOfDialog
      }
      return (
        checkOwnRequest(request) ??
        (await checkTarget(request, connection)) ??
        (await serve(request, connection))
      )
    } catch (error) {
      if (error instanceof SipParseError) return badRequest(error)
      const facts = { method: request.method, peer: connection.peer, cause: causeOf(error) }
      onProblem({ code: 'request-failed', facts })
      return { status: 500, reason: 'Server Internal Error' }
    }
  }

  /** Unknown methods first, then domain, then user (section 8.2.2.1 and the routing of a domain's server). */
  async function checkTarget(request: SipRequest, { here }: PeerConnection): Promise<Answer | null> {
    if (!knownMethods.has(request.method))
      return { status: 501, reason: 'Not Implemented', headers: [allow()] }
    // Leave REGISTER to the registrar, which reports unknown domains and users in more detail.
    if (request.method === 'REGISTER') return null
    const target = parseUri(request.uri)
    if (!own.isOwn(target, here)) {
      return { status: 404, reason: 'Not Found', diagnostic: diagnostics.cannotRouteToDomain }
    }
    if (target.user === null) return null
    if (own.isOfDomain(target) && (await users.find(addressOfRecord(target)))) return null
    return { status: 404, reason: 'Not Found', diagnostic: diagnostics.userDoesNotExist }
  }

  async function serve(request: SipRequest, connection: PeerConnection): Promise<Answer> {
    const method = methods.get(request.method)
    if (method) return method(request, connection)
    return { status: 405, reason: 'Method Not Allowed', headers: [allow()] }
  }

  function allow(): [string, string] {
    const served = new Set([...methods.keys(), 'ACK', 'CANCEL', ...forwarded])
    return ['Allow', [...served].sort().join(', ')]
  }

  function extraHeaders(given: Answer): [string, string][] {
    const extra: [string, string][] = []
    if (given.diagnostic) {
      extra.push(['ms-diagnostics', formatDiagnostic(given.diagnostic, options.serverName)])
    }
    extra.push(['Server', options.product])
    return extra
  }

  return {
    async receive(request, connection) {
      let vias: string[]
      let key: string
      try {
        key = transactionKey(request, readVia(request.headers))
        vias = stampVia(request.headers, connection.origin)
      } catch (error) {
        if (!(error instanceof SipParseError)) throw error
        // Without a readable Via the destination of an answer is unknown.
        const facts = { method: request.method, peer: connection.peer, cause: causeOf(error) }
        onProblem({ code: 'request-unanswerable', facts })
        return
      }
      // An ACK is never answered (section 17). The ACK of a refusal ends here; the ACK of a 2xx is forwarded to the endpoint.
      if (request.method === 'ACK') {
        const inviteKey = transactionKey({ ...request, method: 'INVITE' }, readVia(request.headers))
        if (!connection.transactions.wasRefused(inviteKey)) await proxy.acknowledge(request, connection)
        return
      }
      const known = connection.transactions.match(key)
      if (known === 'pending') return
      if (known !== 'new') {
        connection.send(known)
        return
      }
      const exchange: Exchange = {
        key,
        vias,
        compose: (given) => respond(request, vias, given, extraHeaders(given)),
        reply(response) {
          if (response.status >= 200) connection.transactions.complete(key, response)
          connection.send(response)
        },
      }
      const given =
        wrongAnswer(connection.passage, request.method) ??
        refusalOfVersion(connection.passage, request) ??
        (await answer(request, connection, exchange))
      if (given !== null) {
        exchange.reply(exchange.compose(given))
        // Run the follow-up of the answer, such as the NOTIFY of a new subscription.
        given.afterwards?.()
      }
    },

    allow,

    refuseMalformed(error, connection) {
      if (!(error instanceof UnreadableMessage) || !error.isRequest) return
      try {
        const vias = stampVia(error.headers, connection.origin)
        if (vias.length === 0) return
        const given = badRequest(error)
        connection.send(respond({ headers: error.headers }, vias, given, extraHeaders(given)))
      } catch (unreadable) {
        if (!(unreadable instanceof SipParseError)) throw unreadable
      }
    },
  }
}
