import type { DeviceContent } from '../collaboration/index.ts'

/** How much a device queues until it can send; more is refused. Invented. */
const queueLimit = 200

/** `full`: the queue is full, and the content is neither sent nor queued. */
export type SendState = 'sent' | 'queued' | 'full'

interface Queued {
  content: SessionContent
  onSent(): void
}

/** Everything that belongs to a session; a login request is sent at once or not at all. */
export type SessionContent = Exclude<DeviceContent, { type: 'login-request' }>

/** Sends content from the device in order: at once, or when there is coverage again. */
export class Outbox {
  readonly #transmit: (content: DeviceContent) => boolean
  #queue: Queued[] = []

  /** @param transmit says false where the device has no network */
  constructor(transmit: (content: DeviceContent) => boolean) {
    this.#transmit = transmit
  }

  /** Sends `content`, or queues it while there is no network. @param onSent called when it left, maybe before this returns */
  send(content: SessionContent, onSent: () => void = () => {}): SendState {
    if (this.#queue.length === 0 && this.#transmit(content)) {
      onSent()
      return 'sent'
    }
    // A newer presence, or a newer opened conversation, makes the queued one pointless.
    if (content.type === 'presence' || content.type === 'conversation-opened') {
      this.#queue = this.#queue.filter((one) => one.content.type !== content.type)
    }
    // A logout is queued beyond the limit: without it the service would keep a session that no device has.
    if (this.#queue.length >= queueLimit && content.type !== 'logout') return 'full'
    this.#queue.push({ content, onSent })
    return 'queued'
  }

  /**
   * Bypasses the queue and never queues: for typing notices, which expire, and for retransmissions.
   * @returns whether it was sent
   */
  sendUnqueued(content: SessionContent): boolean {
    return this.#transmit(content)
  }

  /** Sends what is queued: there is coverage again. */
  flush(): void {
    const queue = this.#queue
    this.#queue = []
    for (const [index, { content, onSent }] of queue.entries()) {
      if (!this.#transmit(content)) {
        this.#queue = queue.slice(index)
        return
      }
      onSent()
    }
  }

  /** Removes what is queued for a session that is over, except its logout. */
  forgetSession(session: string): void {
    this.#queue = this.#queue.filter(
      ({ content }) => content.session !== session || content.type === 'logout',
    )
  }

  /** Removes everything except logouts: after a loss of power the service still does not know that the sessions are over. */
  clear(): void {
    this.#queue = this.#queue.filter(({ content }) => content.type === 'logout')
  }
}
