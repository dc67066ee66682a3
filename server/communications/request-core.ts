import { describeFailure } from '../lab/failure.ts'
import { formatUri, parseUri, readVia, SipParseError, type SipRequest } from '../sip/index.ts'
import { type Answer, respond, stampVia } from './answer.ts'
import { diagnostics, formatDiagnostic } from './diagnostics.ts'
import type { PeerConnection } from './peer-connection.ts'
import { badRequest, checkRequest } from './request-check.ts'
import { transactionKey } from './server-transactions.ts'

/** Methods of SIP (RFC 3261 and its extensions); any other is unknown, not merely not allowed. */
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

/** Carries out a request of one method, once it has passed the checks that all must pass. */
export type RequestMethod = (request: SipRequest, connection: PeerConnection) => Answer | Promise<Answer>

export interface RequestCoreOptions {
  dns: string
  /** The server's own names and addresses, as a Request-URI may give them. */
  ownHosts: ReadonlySet<string>
  /** Fully qualified name of the server, the source of its diagnostics. */
  serverName: string
  /** Value of the Server header. */
  product: string
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  /** What is served, by method. */
  methods: ReadonlyMap<string, RequestMethod>
  onProblem(text: string): void
}

export interface RequestCore {
  receive(request: SipRequest, connection: PeerConnection): Promise<void>
  /** Answers a request that cannot be read, as far as what is left of it allows. */
  refuseMalformed(error: SipParseError, connection: PeerConnection): void
}

/** What happens to every request before and after its method's own work (RFC 3261 section 8.2). */
export function createRequestCore(options: RequestCoreOptions): RequestCore {
  const { dns, ownHosts, users, methods, onProblem } = options

  async function answer(request: SipRequest, connection: PeerConnection): Promise<Answer> {
    try {
      return checkRequest(request) ?? (await checkTarget(request)) ?? (await serve(request, connection))
    } catch (error) {
      if (error instanceof SipParseError) return badRequest(error)
      onProblem(`${request.method} of ${connection.peerName} failed: ${describeFailure(error)}`)
      return { status: 500, reason: 'Server Internal Error' }
    }
  }

  /** Unknown methods first, then domain, then user (section 8.2.2.1 and the routing of a domain's server). */
  async function checkTarget(request: SipRequest): Promise<Answer | null> {
    if (!knownMethods.has(request.method))
      return { status: 501, reason: 'Not Implemented', headers: [allow()] }
    // Its own answers about domain and user say more.
    if (request.method === 'REGISTER') return null
    const target = parseUri(request.uri)
    if (target.host !== dns && !ownHosts.has(target.host)) {
      return { status: 404, reason: 'Not Found', diagnostic: diagnostics.cannotRouteToDomain }
    }
    if (target.user === null) return null
    const sipAddress = formatUri({ ...target, port: null, parameters: new Map(), headers: new Map() })
    if (target.host === dns && (await users.find(sipAddress))) return null
    return { status: 404, reason: 'Not Found', diagnostic: diagnostics.userDoesNotExist }
  }

  async function serve(request: SipRequest, connection: PeerConnection): Promise<Answer> {
    const method = methods.get(request.method)
    if (method) return method(request, connection)
    // A CANCEL that finds nothing to cancel (section 9.2).
    if (request.method === 'CANCEL') return { status: 481, reason: 'Call/Transaction Does Not Exist' }
    return { status: 405, reason: 'Method Not Allowed', headers: [allow()] }
  }

  function allow(): [string, string] {
    return ['Allow', [...methods.keys()].join(', ')]
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
      // Nobody answers an ACK (section 17).
      if (request.method === 'ACK') return
      let vias: string[]
      let key: string
      try {
        key = transactionKey(request, readVia(request.headers))
        vias = stampVia(request.headers, connection.origin)
      } catch (error) {
        if (!(error instanceof SipParseError)) throw error
        // Without a Via that can be read nobody knows where an answer would go.
        onProblem(`${connection.peerName} sent a ${request.method} that cannot be answered: ${error.message}`)
        return
      }
      const known = connection.transactions.match(key)
      if (known === 'pending') return
      if (known !== 'new') {
        connection.send(known)
        return
      }
      const given = await answer(request, connection)
      const response = respond(request, vias, given, extraHeaders(given))
      connection.transactions.complete(key, response)
      connection.send(response)
    },

    refuseMalformed(error, connection) {
      if (!error.isRequest || error.headers === null) return
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
