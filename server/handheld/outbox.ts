import type { DeviceContent } from '../collaboration/index.ts'

/** What a device keeps until it can be sent; whatever comes beyond it is refused. Invented. */
const mostWaiting = 200

/** `full`: the content was not taken. */
export type Placed = 'sent' | 'waiting' | 'full'

interface Waiting {
  content: SessionContent
  onSent(): void
}

/** Everything that belongs to a session; a login request is sent at once or not at all. */
export type SessionContent = Exclude<DeviceContent, { type: 'login-request' }>

/** What leaves the device, in order: at once, or when there is coverage again. */
export class Outbox {
  readonly #transmit: (content: DeviceContent) => boolean
  #waiting: Waiting[] = []

  /** @param transmit says false where the device has no network */
  constructor(transmit: (content: DeviceContent) => boolean) {
    this.#transmit = transmit
  }

  /** Sends `content` now or later. @param onSent hears when it left, perhaps before this returns */
  place(content: SessionContent, onSent: () => void = () => {}): Placed {
    if (this.#waiting.length === 0 && this.#transmit(content)) {
      onSent()
      return 'sent'
    }
    // Only the latest presence, and the conversation opened last, are worth telling.
    if (content.type === 'presence' || content.type === 'conversation-opened') {
      this.#waiting = this.#waiting.filter((one) => one.content.type !== content.type)
    }
    // A logout always finds room: without it the service would keep a session that nobody has.
    if (this.#waiting.length >= mostWaiting && content.type !== 'logout') return 'full'
    this.#waiting.push({ content, onSent })
    return 'waiting'
  }

  /** Ahead of what waits, or not at all: what is worth nothing later, and what was sent before. @returns whether it left */
  sendNowOrNever(content: SessionContent): boolean {
    return this.#transmit(content)
  }

  /** There is coverage again. */
  flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const [index, { content, onSent }] of waiting.entries()) {
      if (!this.#transmit(content)) {
        this.#waiting = waiting.slice(index)
        return
      }
      onSent()
    }
  }

  /** A session is over: of what waits for it only its logout still goes. */
  forgetSession(session: string): void {
    this.#waiting = this.#waiting.filter(
      ({ content }) => content.session !== session || content.type === 'logout',
    )
  }

  /** The device has lost its power. That sessions are over it still says when it is back, as the service does not know. */
  forgetAll(): void {
    this.#waiting = this.#waiting.filter(({ content }) => content.type === 'logout')
  }
}
