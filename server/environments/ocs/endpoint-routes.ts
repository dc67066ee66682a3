import { addressKey } from '#contract'
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

/** Length of the stamp at the end of every branch of ours. */
const stampLength = 13

/**
 * Whose a message is, on a connection that many endpoints share. Call-IDs do not tell: where two of our own users talk to
 * each other, both ends of their dialog have the same one on the same connection. So an answer belongs to the agent whose
 * stamp its branch bears, and a request to the endpoint that its Request-URI names: by the `ms-opaque` of the Contact, or
 * else, from a server that writes another address, by To's epid or by the user.
 */
export class EndpointRoutes {
  readonly #byStamp = new Map<string, UserEndpoint>()
  readonly #byOpaque = new Map<string, UserEndpoint>()
  readonly #byUser = new Map<string, Set<UserEndpoint>>()

  add(endpoint: UserEndpoint): void {
    this.#byStamp.set(endpoint.agent.stamp, endpoint)
    this.#byOpaque.set(endpoint.opaque, endpoint)
    const user = addressKey(endpoint.sipAddress)
    this.#byUser.set(user, (this.#byUser.get(user) ?? new Set()).add(endpoint))
  }

  remove(endpoint: UserEndpoint): void {
    this.#byStamp.delete(endpoint.agent.stamp)
    this.#byOpaque.delete(endpoint.opaque)
    const user = addressKey(endpoint.sipAddress)
    const own = this.#byUser.get(user)
    own?.delete(endpoint)
    if (own?.size === 0) this.#byUser.delete(user)
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
      // Unreadable where it matters: it is nobody's.
      if (error instanceof SipParseError) return undefined
      throw error
    }
  }

  /** Whose an answer is of which no more than the headers can be read. */
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
    const own = [...(this.#byUser.get(addressOfRecord(user)) ?? [])]
    const epid = to.parameters.get('epid')?.toLowerCase()
    // The newest, as a server does that knows one address of a user only.
    return own.find((endpoint) => endpoint.epid === epid) ?? own.at(-1)
  }
}
