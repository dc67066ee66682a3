import type { SipUri } from '../../protocols/sip/index.ts'
import type { Origin } from './answer.ts'

export interface OwnAddressOptions {
  /** The SIP domain, in lower case. */
  readonly dns: string
  /** Fully qualified name of the server. */
  readonly serverName: string
  /** Names and addresses of the machine it runs on, in lower case. */
  readonly machine: ReadonlySet<string>
  readonly transport: 'tls' | 'tcp'
  port(): number
}

/** Which addresses are this server's business: those of its domain, and its own. */
export class OwnAddresses {
  readonly #options: OwnAddressOptions

  constructor(options: OwnAddressOptions) {
    this.#options = options
  }

  /** Whether requests to `sips:` addresses may be passed on (RFC 5630 section 5.3). */
  get isSecure(): boolean {
    return this.#options.transport === 'tls'
  }

  /** Whether the domain, or one of its users, is meant. A port does not make it another domain. */
  isOfDomain({ host }: SipUri): boolean {
    return host === this.#options.dns
  }

  /**
   * Whether it leads to this server. An address of the machine does so with this server's port or with none: others on the
   * same machine, such as every phone of a lab, have ports of their own. With `maddr` that is where it leads (RFC 3261
   * section 16.4).
   * @param here where the connection was accepted over which the address came
   */
  isOwn(uri: SipUri, here: Origin): boolean {
    const { serverName } = this.#options
    const host = uri.parameters.get('maddr')?.toLowerCase() ?? uri.host
    if (host === this.#options.dns || host === serverName) return true
    if (!this.#isMachine(host, here)) return false
    return uri.port === null || this.#isOwnPort(uri.port, here)
  }

  /**
   * Whether an endpoint's Contact would lead to this server instead of the endpoint. One without a port means the port that
   * its transport usually has (RFC 3263 section 4.2), which need not be the server's.
   */
  isOwnContact(uri: SipUri, here: Origin): boolean {
    if (!this.isOwn(uri, here)) return false
    const host = uri.parameters.get('maddr')?.toLowerCase() ?? uri.host
    if (uri.port !== null || !this.#isMachine(host, here)) return true
    const isTls = uri.scheme === 'sips' || uri.parameters.get('transport')?.toLowerCase() === 'tls'
    return this.#isOwnPort(isTls ? 5061 : 5060, here)
  }

  #isMachine(host: string, here: Origin): boolean {
    return this.#options.machine.has(host) || host === here.address || host === `[${here.address}]`
  }

  #isOwnPort(port: number, here: Origin): boolean {
    return port === this.#options.port() || port === here.port
  }
}
