import { asBuffer, drawRandomHex } from '../../../base/bytes/index.ts'
import type { Clock, Timer } from '../../../clock/index.ts'
import {
  ownText,
  readSeconds,
  readSequence,
  readTo,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../../../protocols/sip/index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'

/** How long before its end a subscription is refreshed; the same as for registrations. */
const refreshMarginMs = 300_000

export interface Document {
  readonly type: string
  readonly body: string
}

export interface SubscriptionOptions {
  clock: Clock
  endpoint: UserEndpoint
  event: string
  headers: readonly string[]
  /** The body of each new SUBSCRIBE, or null. */
  wish(): Document | null
  /** Called with the server's documents: first from its answer, then from NOTIFY or BENOTIFY. */
  onDocument(document: Document): void
}

/**
 * One subscription of an endpoint (RFC 6665). If the server supports it, the first notification is in the answer, and later
 * ones are BENOTIFY ([MS-SIP], piggyback and best effort).
 */
export class Subscription {
  readonly callId = drawRandomHex(16)
  readonly #options: SubscriptionOptions
  readonly #fromTag = drawRandomHex(5)
  #toTag: string | null = null
  #sequence = 0
  /** CSeq of the newest notification, to recognize a late one. */
  #notified = 0
  #timer: Timer | null = null
  #isOver = false

  constructor(options: SubscriptionOptions) {
    this.#options = options
  }

  get isActive(): boolean {
    return this.#toTag !== null && !this.#isOver
  }

  /**
   * Subscribes.
   * @returns whether the server accepted; do not ask a server again that does not support the event
   */
  async start(): Promise<boolean> {
    this.#toTag = null
    this.#notified = 0
    const { status } = await this.#ask(this.#options.wish(), null)
    return status < 300
  }

  /** Changes what the subscription watches. */
  async change(wish: Document): Promise<void> {
    if (this.isActive) await this.#askAgain(wish)
  }

  /** Handles a NOTIFY or BENOTIFY of this subscription. */
  notify(request: SipRequest): void {
    const { number } = readSequence(request.headers)
    if (this.#isOver || number <= this.#notified) return
    this.#notified = number
    this.#tell(request)
    const state = request.headers.get('subscription-state') ?? ''
    if (!/^\s*terminated/i.test(state)) return
    this.#toTag = null
    this.#timer?.cancel()
    // After "timeout" and "deactivated", subscribe again (RFC 6665 section 4.1.3).
    if (/reason=(?:timeout|deactivated)/i.test(state)) void this.#renew()
  }

  /** Ends the subscription (Expires 0). Never fails. */
  async end(timeoutMs: number): Promise<void> {
    const wasActive = this.isActive
    this.drop()
    if (wasActive) await this.#send(null, 0, timeoutMs).catch(() => {})
  }

  /** Forgets the subscription without telling the server. */
  drop(): void {
    this.#isOver = true
    this.#timer?.cancel()
  }

  async #renew(): Promise<void> {
    if (this.#isOver) return
    await this.start().catch(() => {
      // The connection is gone. The next one subscribes again.
    })
  }

  async #refresh(): Promise<void> {
    try {
      if (!this.#isOver) await this.#askAgain(null)
    } catch {
      // The connection is gone. The next one subscribes again.
    }
  }

  async #askAgain(wish: Document | null): Promise<void> {
    const { status } = await this.#ask(wish, null)
    // The server has forgotten the subscription.
    if (status === 481) await this.#renew()
  }

  async #ask(wish: Document | null, expiresSeconds: number | null): Promise<SipResponse> {
    const response = await this.#send(wish, expiresSeconds)
    // A request that was challenged was sent again with a higher number.
    this.#sequence = Math.max(this.#sequence, readSequence(response.headers).number)
    if (response.status >= 300 || this.#isOver) return response
    this.#toTag = toTagOf(response)
    const seconds = readSeconds(response.headers.get('Expires'))
    this.#timer?.cancel()
    if (seconds !== null && seconds > 0) {
      const { clock } = this.#options
      const lastsMs = seconds * 1_000
      this.#timer = clock.after(Math.max(lastsMs / 2, lastsMs - refreshMarginMs), () => void this.#refresh())
    }
    const piggyback = Number(response.headers.get('ms-piggyback-cseq') ?? Number.NaN)
    if (Number.isSafeInteger(piggyback)) this.#notified = Math.max(this.#notified, piggyback)
    this.#tell(response)
    return response
  }

  #send(wish: Document | null, expiresSeconds: number | null, timeoutMs?: number): Promise<SipResponse> {
    const { endpoint, event, headers } = this.#options
    this.#sequence += 1
    return endpoint.agent.request({
      method: 'SUBSCRIBE',
      target: endpoint.sipAddress,
      address: endpoint.sipAddress,
      callId: this.callId,
      sequence: this.#sequence,
      fromTag: this.#fromTag,
      ...(this.#toTag === null ? {} : { toTag: this.#toTag }),
      fromParameters: `;epid=${endpoint.epid}`,
      supported: ['ms-benotify', 'ms-piggyback-first-notify'],
      headers: [
        `Contact: <${endpoint.contact}>`,
        `Event: ${event}`,
        'Proxy-Require: ms-benotify',
        ...(expiresSeconds === null ? [] : [`Expires: ${expiresSeconds}`]),
        ...headers,
      ],
      ...(wish === null ? {} : { content: { type: wish.type, text: wish.body } }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
  }

  #tell(message: SipRequest | SipResponse): void {
    const type = message.headers.get('Content-Type')
    if (type === undefined || message.body.length === 0) return
    this.#options.onDocument({ type, body: asBuffer(message.body).toString('utf8') })
  }
}

function toTagOf(response: SipResponse): string | null {
  try {
    const tag = readTo(response.headers).parameters.get('tag')
    return typeof tag === 'string' ? ownText(tag) : null
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}
