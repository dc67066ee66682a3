import type { Notice } from '#contract'
import { drawRandomHex } from '../../base/bytes/index.ts'
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
import type { CommunicationsConnection, MessageOwner } from './communications-connection.ts'
import { type EndpointIdentity, endpointIdentity } from './endpoint-identity.ts'
import { receiptTag } from './messaging/late-receipt.ts'
import { grantedSeconds, refusalOf } from './registration-answer.ts'
import type { SessionOrigins } from './session-origins.ts'

/** The expiry that the endpoint requests; the server decides (the example in MS-SIPREGE section 4.1.1). */
const usualSeconds = 7_200

/** Maximum longer intervals to try, because a server that refuses every interval would make an endpoint ask for ever. */
const mostIntervals = 3

/** MS-SIPREGE section 2.2.1.5. */
export const supportedTags = ['gruu-10', 'adhoclist', 'msrtc-event-categories']

const methods = 'INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY'

/** The result of a registration. */
export interface Granted {
  readonly expiresSeconds: number
  /** Keep-alive interval that the server asks for, or null (MS-CONMGMT section 2.2.1). */
  readonly keepAliveSeconds: number | null
  /** Lab time in milliseconds by which the user must authenticate again, or null. */
  readonly renewAt: number | null
  /** Whether the server has checked the password. */
  readonly isProven: boolean
}

export interface UserEndpointOptions {
  clock: Clock
  connection: CommunicationsConnection
  sipAddress: string
  pin: string
  timeoutMs: number
  /** Authenticates the user; null: the service vouches for the user, as a trusted server. */
  proof: UserProof | null
  /** For the tap. */
  origins?: SessionOrigins | undefined
  /** See {@link SipUserAgent}. */
  onUnexpected(notice: Notice): void
}

/** One user's endpoint on one connection; UCMA calls it a user endpoint of a trusted application. */
export class UserEndpoint {
  readonly callId = drawRandomHex(16)
  /** Identifies the endpoint: it is in the Contact, so the server puts it into the Request-URI of the endpoint's requests. */
  readonly opaque = drawRandomHex(5)
  readonly pin: string
  readonly sipAddress: string
  readonly agent: SipUserAgent
  readonly #options: UserEndpointOptions
  readonly #identity: EndpointIdentity
  readonly #fromTag = drawRandomHex(5)
  readonly #contact: string
  #sequence = 0
  /** Longer after a 423 with Min-Expires. */
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
      wire: connectionWire(connection, (text) => this.#ownerOfSent(text), options.proof),
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

  /** To whom the tap attributes a message that is received for this endpoint. */
  ownerOf(message: SipMessage): MessageOwner {
    const isRegister = () => /REGISTER$/i.test(message.headers.get('CSeq') ?? '')
    return { pin: this.pin, origin: this.#options.origins?.of('down', isRegister) }
  }

  #ownerOfSent(text: string): MessageOwner {
    return { pin: this.pin, origin: this.#options.origins?.of('up', () => text.startsWith('REGISTER ')) }
  }

  receive(message: SipMessage): void {
    if (this.#options.proof?.admits(message) === false) return
    this.agent.receive(message)
  }

  dispose(why: Failure): void {
    this.agent.dispose(why)
  }

  /** Requests a longer expiry when the server demands it (RFC 3261 section 10.2.8). */
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
    // A request that was challenged was sent again with a higher number.
    this.#sequence = Math.max(this.#sequence, readSequence(response.headers).number)
    return response
  }

  /** @throws RegisterRefused when the server does not accept it */
  #accepted(response: SipResponse): SipResponse {
    if (response.status >= 200 && response.status < 300) return response
    const { connection, proof, sipAddress } = this.#options
    const hasShown = proof?.hasShown ?? false
    throw refusalOf(sipAddress, response, { kind: connection.target.proof, hasShown })
  }
}

/** Adapts a connection for a user agent. `ownerOf` tells whose its messages are, and `proof` signs them. */
export function connectionWire(
  connection: CommunicationsConnection,
  ownerOf: (text: string) => MessageOwner,
  proof: UserProof | null,
) {
  return {
    protocol: connection.target.transport === 'tls' ? ('TLS' as const) : ('TCP' as const),
    localAddress: connection.localAddress,
    send(text: string) {
      const plain = Buffer.from(text)
      const bytes = proof ? writeMessage(proof.secure(parseMessage(plain))) : plain
      connection.send(bytes, ownerOf(text), () => parseMessage(bytes))
    },
  }
}

function keepAliveOf(response: SipResponse): number | null {
  const value = response.headers.get('ms-keep-alive') ?? ''
  return readSeconds(/;\s{0,9}timeout=([0-9]{1,9})/i.exec(value)?.[1])
}
