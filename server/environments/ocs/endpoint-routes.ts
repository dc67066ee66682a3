import { addressKey } from '#contract'
import { Multimap } from '../../base/index.ts'
import {
  addressOfRecord,
  parseUri,
  readTo,
  readVia,
  type SipHeaders,
  type SipMessage,
  SipParseError,
  type SipRequest,
} from '../../protocols/sip/index.ts'
import type { UserEndpoint } from './user-endpoint.ts'

/** Length of the stamp that ends each branch of the service. */
const stampLength = 13

/**
 * Finds the endpoint of a message on a connection that many endpoints share. Call-IDs do not identify it, because two of the
 * service's own users in one dialog have the same Call-ID on the same connection. An answer belongs to the agent whose stamp
 * is in its branch. A request belongs to the endpoint whose `ms-opaque` is in its Request-URI; for a server that writes
 * another address, the epid of To or the user decides.
 */
export class EndpointRoutes {
  readonly #byStamp = new Map<string, UserEndpoint>()
  readonly #byOpaque = new Map<string, UserEndpoint>()
  readonly #byUser = new Multimap<string, UserEndpoint>()

  add(endpoint: UserEndpoint): void {
    this.#byStamp.set(endpoint.agent.stamp, endpoint)
    this.#byOpaque.set(endpoint.opaque, endpoint)
    this.#byUser.add(addressKey(endpoint.sipAddress), endpoint)
  }

  remove(endpoint: UserEndpoint): void {
    this.#byStamp.delete(endpoint.agent.stamp)
    this.#byOpaque.delete(endpoint.opaque)
    this.#byUser.delete(addressKey(endpoint.sipAddress), endpoint)
  }

  /** @returns the endpoints that were there */
  clear(): UserEndpoint[] {
    const all = [...this.#byStamp.values()]
    for (const endpoint of all) this.remove(endpoint)
    return all
  }

  find(message: SipMessage): UserEndpoint | undefined {
    try {
      return message.kind === 'response' ? this.#asker(message.headers) : this.#asked(message)
    } catch (error) {
      // The fields that decide cannot be read, so it belongs to no endpoint.
      if (error instanceof SipParseError) return undefined
      throw error
    }
  }

  /** Finds the endpoint of an answer of which only the headers can be read. */
  findAsker(headers: SipHeaders): UserEndpoint | undefined {
    try {
      return this.#asker(headers)
    } catch (error) {
      if (error instanceof SipParseError) return undefined
      throw error
    }
  }

  #asker(headers: SipHeaders): UserEndpoint | undefined {
    const branch = readVia(headers).parameters.get('branch') ?? ''
    return this.#byStamp.get(branch.slice(-stampLength))
  }

  #asked(request: SipRequest): UserEndpoint | undefined {
    const uri = parseUri(request.uri)
    const exact = this.#byOpaque.get(uri.parameters.get('ms-opaque') ?? '')
    if (exact) return exact
    const to = readTo(request.headers)
    const user = uri.user === null ? parseUri(to.uri) : uri
    const own = this.#byUser.get(addressOfRecord(user))
    const epid = to.parameters.get('epid')?.toLowerCase()
    // Choose the newest endpoint, as a server does that keeps one address for each user.
    return own.find((endpoint) => endpoint.epid === epid) ?? own.at(-1)
  }
}
