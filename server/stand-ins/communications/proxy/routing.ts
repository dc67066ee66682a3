import {
  addressOfRecord,
  isSameUri,
  parseAddressOfRecord,
  parseNameAddress,
  parseUri,
  readFrom,
  readTo,
  type SipRequest,
  type SipUri,
} from '../../../protocols/sip/index.ts'
import {
  type Answer,
  type Binding,
  diagnostics,
  type LocationService,
  type OwnAddresses,
  type PeerConnection,
} from '../../sip-server/index.ts'
import { isOwnRoute, otherEnd } from './flow-token.ts'

/** The next hop of a request. */
export interface Target {
  readonly connection: PeerConnection
  /** Request-URI and Route of the copy for this target. */
  readonly uri: string
  readonly routes: readonly string[]
  /** The number of users that it was forwarded to; each counts as a hop. */
  readonly forwards: number
}

export type Routing =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  /** The request is for this server itself. */
  | { readonly kind: 'own' }
  | { readonly kind: 'refused'; readonly answer: Answer }

export interface RouterOptions {
  own: OwnAddresses
  locations: LocationService
  users: {
    find(sipAddress: string): boolean | Promise<boolean>
    isAmbiguous?(sipAddress: string): boolean
  }
  connectionOf(id: string): PeerConnection | undefined
}

const unavailable = { status: 480, reason: 'Temporarily Unavailable' }
const connectionLost = { ...unavailable, diagnostic: diagnostics.connectionRoutingError }
const noSuchUser = { status: 404, reason: 'Not Found', diagnostic: diagnostics.userDoesNotExist }
const noSuchDomain = { status: 404, reason: 'Not Found', diagnostic: diagnostics.cannotRouteToDomain }
const noSuchRoute = { status: 404, reason: 'Not Found', diagnostic: diagnostics.invalidRouteSet }

/** A request after removing this server's own routes. */
interface Unrouted {
  readonly uri: string
  /** The rest of the route set. */
  readonly routes: readonly string[]
  /** The connection of the other end of the dialog, from this server's Record-Route. */
  readonly flow: string | null
}

/** Endpoints that an address leads to, directly or by forwarding. */
interface Found {
  readonly endpoints: readonly { binding: Binding; forwards: number }[]
  /** Whether the forwarding has a loop. */
  readonly isLoop: boolean
}

/**
 * Determines the targets of requests: RFC 3261 sections 16.4 and 16.5, with the flows of RFC 5626 section 5.3.
 *
 * Requests to an address of record go only to its bindings. A Contact address is a valid target only within a dialog with that
 * user, or if the endpoint's connection comes from that address. So nobody can receive requests to others by registering
 * their address.
 */
export class Router {
  readonly #options: RouterOptions

  constructor(options: RouterOptions) {
    this.#options = options
  }

  /** @throws SipParseError if the Request-URI or a Route is invalid */
  async route(request: SipRequest, from: PeerConnection): Promise<Routing> {
    const unrouted = this.#takeOwnRoutes(request, from)
    const { uri: text, routes, flow } = unrouted
    if (routes.length > 0) return this.#alongRoute(request, unrouted)
    const uri = parseUri(text)
    const { own } = this.#options
    // With a maddr of another host, the request is for that host (section 16.5).
    const isElsewhere = uri.parameters.has('maddr') && !own.isOwn(uri, from.here)
    if (!isElsewhere && own.isOfDomain(uri) && uri.user !== null) {
      return this.#toUser(request, unrouted, from)
    }
    if (!isElsewhere && own.isOwn(uri, from.here) && !(isWithinDialog(request) && flow !== null)) {
      return uri.user === null ? { kind: 'own' } : refuse(noSuchUser)
    }
    return this.#toContact(request, text, flow) ?? refuse(noSuchDomain)
  }

  /**
   * Section 16.4: a previous strict router has moved the final target to the end of Route, and put this server's address into the
   * Request-URI. Undoes that, and then removes this server's own addresses from Route, which come from its Record-Route.
   */
  #takeOwnRoutes(request: SipRequest, from: PeerConnection): Unrouted {
    const { own } = this.#options
    const routes = request.headers.list('Route')
    let text = request.uri
    let flow: string | null = null
    const uri = parseUri(text)
    // Within a dialog, a request with a Route is never for the server itself.
    const isRoute = uri.user === null && (isOwnRoute(uri) || isWithinDialog(request))
    if (routes.length > 0 && isRoute && own.isOwn(uri, from.here)) {
      flow = otherEnd(uri, from)
      text = parseNameAddress(routes.pop() ?? '').uri
    }
    for (let first = routes[0]; first !== undefined; first = routes[0]) {
      const route = parseUri(parseNameAddress(first).uri)
      if (!own.isOwn(route, from.here)) break
      flow = otherEnd(route, from) ?? flow
      routes.shift()
    }
    return { uri: text, routes, flow }
  }

  /** The next hop is another router. One without `lr` is a strict router, which needs its address in the Request-URI. */
  #alongRoute(request: SipRequest, { uri, routes, flow }: Unrouted): Routing {
    const [first = '', ...others] = routes
    const next = parseNameAddress(first).uri
    const routing = this.#toContact(request, next, flow)
    if (routing?.kind !== 'targets') return routing ?? refuse(noSuchRoute)
    const isLoose = parseUri(next).parameters.has('lr')
    // Section 16.6, step 6.
    const along = isLoose ? { uri, routes } : { uri: next, routes: [...others, `<${uri}>`] }
    return { kind: 'targets', targets: routing.targets.map((target) => ({ ...target, ...along })) }
  }

  async #toUser(request: SipRequest, { uri: text, flow }: Unrouted, from: PeerConnection): Promise<Routing> {
    const { own, users, connectionOf } = this.#options
    const uri = parseUri(text)
    if (!(await users.find(addressOfRecord(uri)))) return refuse(noSuchUser)
    // Two directory entries have this address, such as a user and a mail group, so it is ambiguous (RFC 3261 21.4.23).
    if (users.isAmbiguous?.(addressOfRecord(uri))) return refuse({ status: 485, reason: 'Ambiguous' })
    if (uri.scheme === 'sips' && !own.isSecure) {
      return refuse({ ...unavailable, headers: [['Warning', '380 - "SIPS Not Allowed"']] })
    }
    const { endpoints, isLoop } = this.#follow(uri, new Set())
    // Within a dialog, only the endpoint of the dialog is a target, whether it is still registered or not.
    if (flow !== null && isWithinDialog(request)) {
      const inDialog = endpoints.filter(({ binding }) => binding.connection.id === flow)
      if (inDialog.length > 0) return reached(inDialog.slice(0, 1))
      if (!isGruu(uri) && connectionOf(flow)?.isOpen) return this.#overFlow(flow, text)
    }
    if (isGruu(uri)) {
      if (endpoints.length > 0) return reached(endpoints)
      return flow === null ? refuse(connectionLost) : this.#overFlow(flow, text)
    }
    const others = endpoints.filter(({ binding }) => !isSender(binding, request, from))
    if (endpoints.length > 0) return reached(others.length > 0 ? others : endpoints)
    if (isLoop) return refuse({ status: 482, reason: 'Loop Detected' })
    return refuse({ ...unavailable, diagnostic: diagnostics.temporarilyCannotRoute })
  }

  /**
   * The reachable endpoints of a user. A Contact that is an address of the domain is resolved to the endpoints of that user; each
   * endpoint appears once (section 16.5).
   */
  #follow(uri: SipUri, visited: Set<string>): Found {
    const aor = addressOfRecord(uri)
    const key = isGruu(uri) ? `${aor} ${opaqueOf(uri)}` : aor
    if (visited.has(key)) return { endpoints: [], isLoop: true }
    visited.add(key)
    const found: { binding: Binding; forwards: number }[] = []
    let isLoop = false
    for (const binding of this.#options.locations.reachable(aor)) {
      if (isGruu(uri) && !(binding.gruu !== null && opaqueOf(parseUri(binding.gruu)) === opaqueOf(uri)))
        continue
      if (binding.forward === null) {
        found.push({ binding, forwards: 0 })
        continue
      }
      const further = this.#follow(binding.forward, visited)
      isLoop ||= further.isLoop
      for (const { binding: last, forwards } of further.endpoints) {
        found.push({ binding: last, forwards: forwards + 1 })
      }
    }
    return { endpoints: found, isLoop }
  }

  /** The target for an address outside the domain: the endpoint with that Contact, or else the other end of the dialog. */
  #toContact(request: SipRequest, text: string, flow: string | null): Routing | null {
    const { locations } = this.#options
    const to = readTo(request.headers)
    const peer = to.parameters.has('tag') ? parseAddressOfRecord(to.uri) : null
    const isReachable = ({ connection, forward }: Binding) => connection.isOpen && forward === null
    const ofPeer = peer === null ? undefined : locations.find(peer)
    let open = ofPeer?.filter((each) => isReachable(each) && isSameUri(each.contact, text)) ?? []
    if (open.length === 0) {
      const uri = parseUri(text)
      open = locations.atContact(text).filter((each) => isReachable(each) && isAt(uri, each.connection))
    }
    const binding = open.find(({ connection }) => connection.id === flow) ?? open[0]
    if (binding) return reached([{ binding, forwards: 0 }], text)
    return flow === null ? null : this.#overFlow(flow, text)
  }

  #overFlow(flow: string, uri: string): Routing {
    const connection = this.#options.connectionOf(flow)
    if (!connection?.isOpen) return refuse(connectionLost)
    return { kind: 'targets', targets: [{ connection, uri, routes: [], forwards: 0 }] }
  }
}

function isWithinDialog(request: SipRequest): boolean {
  return readTo(request.headers).parameters.has('tag')
}

/** Globally routable address of one endpoint (MS-SIPRE section 2.2.3). */
function isGruu(uri: SipUri): boolean {
  return opaqueOf(uri).startsWith('user:epid:')
}

function opaqueOf(uri: SipUri): string {
  return uri.parameters.get('opaque')?.toLowerCase() ?? ''
}

/** Whether the connection comes from that address, which proves the address. */
function isAt({ host, port }: SipUri, { origin }: PeerConnection): boolean {
  return port === origin.port && (host === origin.address || host === `[${origin.address}]`)
}

/** A request to the sender's own address is for the sender's other endpoints, if there are any. */
function isSender(binding: Binding, request: SipRequest, from: PeerConnection): boolean {
  const sender = readFrom(request.headers)
  if (binding.connection !== from || parseAddressOfRecord(sender.uri) !== binding.aor) return false
  const epid = sender.parameters.get('epid')
  return epid === undefined || epid === null || binding.epid === epid.toLowerCase()
}

function reached(endpoints: readonly { binding: Binding; forwards: number }[], uri?: string): Routing {
  // Two users may forward to the same third user.
  const bindings = new Map(endpoints.map((each) => [each.binding, each]))
  const targets = [...bindings.values()].map(({ binding: { connection, target, path }, forwards }) => ({
    connection,
    uri: uri ?? target,
    routes: path,
    forwards,
  }))
  return { kind: 'targets', targets }
}

function refuse(answer: Answer): Routing {
  return { kind: 'refused', answer }
}
