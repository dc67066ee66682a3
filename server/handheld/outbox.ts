import type { DeviceContent } from '../collaboration/index.ts'

/** Maximum length of the queue. Further content is refused. Invented. */
const queueLimit = 200

/** `full`: the queue is full, and the content is neither sent nor queued. */
export type SendState = 'sent' | 'queued' | 'full'

interface Queued {
  content: SessionContent
  onSent(): void
}

/** Content that belongs to a session. Login requests are not queued: they are sent at once or not at all. */
export type SessionContent = Exclude<DeviceContent, { type: 'login-request' }>

/** Sends content from the device in order: at once, or when the device is in coverage again. */
export class Outbox {
  readonly #transmit: (content: DeviceContent) => boolean
  #queue: Queued[] = []

  /** @param transmit sends content; returns false if the device cannot reach the network */
  constructor(transmit: (content: DeviceContent) => boolean) {
    this.#transmit = transmit
  }

  /** Sends `content`, or queues it while there is no network. @param onSent called when it was sent, maybe before this returns */
  send(content: SessionContent, onSent: () => void = () => {}): SendState {
    if (this.#queue.length === 0 && this.#transmit(content)) {
      onSent()
      return 'sent'
    }
    // A newer presence, or a newer opened conversation, replaces the queued one.
    if (content.type === 'presence' || content.type === 'conversation-opened') {
      this.#queue = this.#queue.filter((one) => one.content.type !== content.type)
    }
    // Queue a logout even beyond the limit: without it the service would keep a session that no device has.
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

  /** Sends the queued content, when the device is in coverage again. */
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

  /** Removes the queued content of a session that has ended, except its logout. */
  forgetSession(session: string): void {
    this.#queue = this.#queue.filter(
      ({ content }) => content.session !== session || content.type === 'logout',
    )
  }

  /** Removes everything except logouts: after a loss of power the service must still learn that the sessions have ended. */
  clear(): void {
    this.#queue = this.#queue.filter(({ content }) => content.type === 'logout')
  }
}
