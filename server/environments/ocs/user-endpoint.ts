import { randomBytes } from 'node:crypto'
import type { Notice } from '#contract'
import type { Failure } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'
import {
  parseMessage,
  readSeconds,
  readSequence,
  type SipMessage,
  type SipResponse,
  writeMessage,
} from '../../protocols/sip/index.ts'
import { SipUserAgent, type UserProof } from '../../sip-user-agent/index.ts'
import type { CommunicationsConnection } from './communications-connection.ts'
import { type EndpointIdentity, endpointIdentity } from './endpoint-identity.ts'
import { receiptTag } from './messaging/late-receipt.ts'
import { grantedSeconds, refusalOf } from './registration-answer.ts'

/** Asked for; the server decides (the example in MS-SIPREGE section 4.1.1). */
const usualSeconds = 7_200

/** A server that finds each interval too brief would keep an endpoint asking for ever. */
const mostIntervals = 3

/** MS-SIPREGE section 2.2.1.5. */
export const supportedTags = ['gruu-10', 'adhoclist', 'msrtc-event-categories']

const methods = 'INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY'

/** What a registration gave. */
export interface Granted {
  readonly expiresSeconds: number
  /** How often the connection must carry something, or null (MS-CONMGMT section 2.2.1). */
  readonly keepAliveSeconds: number | null
  /** Lab time in milliseconds by which the user must prove anew who it is, or null. */
  readonly renewAt: number | null
  /** Whether the server has seen that the password is right. */
  readonly isProven: boolean
}

export interface UserEndpointOptions {
  clock: Clock
  connection: CommunicationsConnection
  sipAddress: string
  pin: string
  timeoutMs: number
  /** Proves who the user is; null: the service vouches for it, as a trusted server. */
  proof: UserProof | null
  /** See {@link SipUserAgent}. */
  onUnexpected(notice: Notice): void
}

/** One user's endpoint on one connection: what UCMA calls a user endpoint of a trusted application. */
export class UserEndpoint {
  readonly callId = randomBytes(16).toString('hex')
  /** In the Contact, and so in the Request-URI of whatever is for this endpoint, and for no other on the connection. */
  readonly opaque = randomBytes(5).toString('hex')
  readonly pin: string
  readonly sipAddress: string
  readonly agent: SipUserAgent
  readonly #options: UserEndpointOptions
  readonly #identity: EndpointIdentity
  readonly #fromTag = randomBytes(5).toString('hex')
  readonly #contact: string
  #sequence = 0
  /** More where the server takes no less (423, Min-Expires). */
  #wantedSeconds = usualSeconds

  constructor(options: UserEndpointOptions) {
    const { connection, pin } = options
    this.#options = options
    this.pin = pin
    this.sipAddress = options.sipAddress
    this.#identity = endpointIdentity(pin)
    const { localAddress, target } = connection
    this.#contact = `sip:${localAddress};transport=${target.transport};ms-opaque=${this.opaque}`
    this.agent = new SipUserAgent({
      clock: options.clock,
      aor: options.sipAddress,
      contact: this.#contact,
      timeoutMs: options.timeoutMs,
      version: target.client.version,
      understands: [receiptTag],
      proof: options.proof,
      wire: connectionWire(connection, pin, options.proof),
      onUnexpected: options.onUnexpected,
    })
  }

  /**
   * Registers, or refreshes the registration.
   * @throws PeerUnavailable, RegisterRefused, RegistrationNotHeld
   */
  async register(): Promise<Granted> {
    const { proof, sipAddress } = this.#options
    proof?.prepare()
    const response = await this.#ask()
    const own = { uri: this.#contact, instance: `<urn:uuid:${this.#identity.uuid}>` }
    return {
      expiresSeconds: grantedSeconds(sipAddress, response, own, this.#wantedSeconds),
      keepAliveSeconds: keepAliveOf(response),
      renewAt: proof?.renewAt ?? null,
      isProven: proof?.isProven ?? false,
    }
  }

  /** @throws PeerUnavailable, RegisterRefused */
  async unregister(): Promise<void> {
    this.#accepted(await this.#send(0))
  }

  /** Such as `sip:127.0.0.1:50211;transport=tls;ms-opaque=5fa2…`. */
  get contact(): string {
    return this.#contact
  }

  get epid(): string {
    return this.#identity.epid
  }

  receive(message: SipMessage): void {
    if (this.#options.proof?.admits(message) === false) return
    this.agent.receive(message)
  }

  dispose(why: Failure): void {
    this.agent.dispose(why)
  }

  /** Asks for longer where the server says that it must be (RFC 3261 section 10.2.8). */
  async #ask(): Promise<SipResponse> {
    for (let interval = 1; ; interval += 1) {
      const response = await this.#send(this.#wantedSeconds)
      if (response.status !== 423 || interval >= mostIntervals) return this.#accepted(response)
      const least = readSeconds(response.headers.get('Min-Expires')) ?? 0
      if (least <= this.#wantedSeconds) return this.#accepted(response)
      this.#wantedSeconds = least
    }
  }

  /** RFC 3261 section 10.2, with what MS-SIPREGE section 3.1.1.4 adds. */
  async #send(expiresSeconds: number): Promise<SipResponse> {
    const { sipAddress, connection } = this.#options
    const { epid, uuid } = this.#identity
    this.#sequence += 1
    const response = await this.agent.request({
      method: 'REGISTER',
      target: `sip:${connection.target.dns}`,
      address: sipAddress,
      callId: this.callId,
      sequence: this.#sequence,
      fromTag: this.#fromTag,
      fromParameters: `;epid=${epid}`,
      supported: supportedTags,
      headers: [
        `Contact: <${this.#contact}>;methods="${methods}";proxy=replace;+sip.instance="<urn:uuid:${uuid}>"`,
        'Event: registration',
        `Expires: ${expiresSeconds}`,
        'ms-keep-alive: UAC;hop-hop=yes',
      ],
    })
    // A request that was challenged went again, with another number.
    this.#sequence = Math.max(this.#sequence, readSequence(response.headers).number)
    return response
  }

  /** @throws RegisterRefused where it is not accepted */
  #accepted(response: SipResponse): SipResponse {
    if (response.status >= 200 && response.status < 300) return response
    const { connection, proof, sipAddress } = this.#options
    const hasShown = proof?.hasShown ?? false
    throw refusalOf(sipAddress, response, { kind: connection.target.proof, hasShown })
  }
}

/** What a user agent needs of a connection; `pin` is whose messages these are, and `proof` goes with all of them. */
export function connectionWire(
  connection: CommunicationsConnection,
  pin: string | null,
  proof: UserProof | null,
) {
  return {
    protocol: connection.target.transport === 'tls' ? ('TLS' as const) : ('TCP' as const),
    localAddress: connection.localAddress,
    send(text: string) {
      const plain = Buffer.from(text)
      const bytes = proof ? writeMessage(proof.secure(parseMessage(plain))) : plain
      connection.send(bytes, pin, () => parseMessage(bytes))
    },
  }
}

function keepAliveOf(response: SipResponse): number | null {
  const value = response.headers.get('ms-keep-alive') ?? ''
  return readSeconds(/;\s{0,9}timeout=([0-9]{1,9})/i.exec(value)?.[1])
}
