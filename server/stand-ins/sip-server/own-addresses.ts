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

/** Decides which addresses belong to this server: those of its domain, and its own. */
export class OwnAddresses {
  readonly #options: OwnAddressOptions

  constructor(options: OwnAddressOptions) {
    this.#options = options
  }

  /** Whether requests to `sips:` addresses may be passed on (RFC 5630 section 5.3). */
  get isSecure(): boolean {
    return this.#options.transport === 'tls'
  }

  /** Whether an address is that of the domain or of one of its users; its port does not matter. */
  isOfDomain({ host }: SipUri): boolean {
    return host === this.#options.dns
  }

  /**
   * Whether an address leads to this server. An address of the machine does with this server's port or without a port: other
   * programs on the machine, such as the phones of a lab, have other ports. `maddr` overrides the host (RFC 3261
   * section 16.4).
   * @param here the local address of the connection over which the address came
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
