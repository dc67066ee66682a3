import {
  addressOfRecord,
  formatUri,
  parseNameAddress,
  parseUri,
  readFrom,
  readTo,
  type SipRequest,
  type SipUri,
} from '../../sip/index.ts'
import type { Answer } from '../answer.ts'
import { diagnostics } from '../diagnostics.ts'
import type { Binding, LocationService } from '../location-service.ts'
import type { PeerConnection } from '../peer-connection.ts'

/** Where a request goes next. */
export interface Target {
  readonly connection: PeerConnection
  /** Request-URI of the copy that goes there. */
  readonly uri: string
}

export type Routing =
  | { readonly kind: 'targets'; readonly targets: readonly Target[]; readonly routes: readonly string[] }
  /** It is for this server itself. */
  | { readonly kind: 'own' }
  | { readonly kind: 'refused'; readonly answer: Answer }

export interface RouterOptions {
  dns: string
  ownHosts: ReadonlySet<string>
  locations: LocationService
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  connectionOf(id: string): PeerConnection | undefined
}

const unavailable = { status: 480, reason: 'Temporarily Unavailable' }

/** Finds where requests go: RFC 3261 sections 16.4 and 16.5, with the flows of RFC 5626 section 5.3. */
export class Router {
  readonly #options: RouterOptions

  constructor(options: RouterOptions) {
    this.#options = options
  }

  /** @throws SipParseError where the Request-URI or a Route cannot be read */
  async route(request: SipRequest, from: PeerConnection): Promise<Routing> {
    const { flow, routes } = this.#takeOwnRoute(request, from)
    if (routes.length > 0)
      return refuse({ status: 404, reason: 'Not Found', diagnostic: diagnostics.invalidRouteSet })
    const uri = parseUri(request.uri)
    const exact = this.#byContact(request.uri)
    if (exact) return reached([exact], request.uri)
    if (uri.host === this.#options.dns && uri.user !== null) return this.#toUser(request, uri, from, flow)
    if (flow !== null) {
      const connection = this.#options.connectionOf(flow)
      if (!connection?.isOpen)
        return refuse({ ...unavailable, diagnostic: diagnostics.connectionRoutingError })
      return { kind: 'targets', targets: [{ connection, uri: request.uri }], routes: [] }
    }
    if (uri.host === this.#options.dns || this.#options.ownHosts.has(uri.host)) {
      if (uri.user === null) return { kind: 'own' }
      return refuse({ status: 404, reason: 'Not Found', diagnostic: diagnostics.userDoesNotExist })
    }
    return refuse({ status: 404, reason: 'Not Found', diagnostic: diagnostics.cannotRouteToDomain })
  }

  async #toUser(
    request: SipRequest,
    uri: SipUri,
    from: PeerConnection,
    flow: string | null,
  ): Promise<Routing> {
    const { locations, users } = this.#options
    const plain = formatUri({ ...uri, port: null, parameters: new Map(), headers: new Map() })
    if (!(await users.find(plain))) {
      return refuse({ status: 404, reason: 'Not Found', diagnostic: diagnostics.userDoesNotExist })
    }
    const all = locations.find(addressOfRecord(uri))
    const opaque = uri.parameters.get('opaque')
    if (opaque?.startsWith('user:epid:')) {
      const named = all.filter(
        ({ gruu }) => gruu !== null && parseUri(gruu).parameters.get('opaque') === opaque,
      )
      const reachable = named.filter(({ connection }) => connection.isOpen)
      if (reachable.length > 0) return reached(reachable)
      return refuse({ ...unavailable, diagnostic: diagnostics.connectionRoutingError })
    }
    const reachable = all.filter(({ connection }) => connection.isOpen)
    // Within a dialog: the endpoint that it is with, and no other of the user.
    const inDialog = flow === null ? [] : reachable.filter(({ connection }) => connection.id === flow)
    const [only] = inDialog
    if (only && readTo(request.headers).parameters.has('tag')) return reached([only])
    const others = reachable.filter((binding) => !isSender(binding, request, from))
    if (others.length > 0) return reached(others)
    if (reachable.length > 0) return reached(reachable)
    return refuse({ ...unavailable, diagnostic: diagnostics.temporarilyCannotRoute })
  }

  /** Takes this server's own Route off, which it put there as Record-Route (RFC 3261 section 16.4). */
  #takeOwnRoute(request: SipRequest, from: PeerConnection): { flow: string | null; routes: string[] } {
    const routes = request.headers.list('Route')
    let flow: string | null = null
    for (let first = routes[0]; first !== undefined; first = routes[0]) {
      const uri = parseUri(parseNameAddress(first).uri)
      if (!this.#options.ownHosts.has(uri.host) && uri.host !== this.#options.dns) break
      flow = otherEnd(uri.parameters.get('opaque') ?? '', from.id) ?? flow
      routes.shift()
    }
    return { flow, routes }
  }

  /** An address that an endpoint registered as its contact. */
  #byContact(uri: string): Binding | undefined {
    const binding = this.#options.locations.withContact(uri)
    return binding?.connection.isOpen ? binding : undefined
  }
}

/** What a Record-Route carries, so that requests find the other end of the dialog: both connections. */
export function flowToken(caller: PeerConnection, callee: PeerConnection): string {
  return `state:F.${caller.id}.${callee.id}`
}

/** @returns the other connection of a dialog, or null where the token is none of this connection's */
function otherEnd(opaque: string, id: string): string | null {
  const [start, caller, callee] = opaque.split('.')
  if (start !== 'state:F' || caller === undefined || callee === undefined) return null
  if (caller === id) return callee
  return callee === id ? caller : null
}

/** Somebody who writes to her own address means her other endpoints, where she has any. */
function isSender(binding: Binding, request: SipRequest, from: PeerConnection): boolean {
  const sender = readFrom(request.headers)
  if (binding.connection !== from || addressOfRecord(parseUri(sender.uri)) !== binding.aor) return false
  const epid = sender.parameters.get('epid')
  return epid === undefined || epid === null || binding.epid === epid.toLowerCase()
}

function reached(bindings: readonly Binding[], uri?: string): Routing {
  const targets = bindings.map(({ connection, contact }) => ({ connection, uri: uri ?? contact }))
  return { kind: 'targets', targets, routes: [] }
}

function refuse(answer: Answer): Routing {
  return { kind: 'refused', answer }
}
