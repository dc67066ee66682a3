import type { SendOutcome } from '#contract'
import { timeLimits } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'
import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import type { Message } from './conversation.ts'
import type { Outbox } from './outbox.ts'

/** The client gives up waiting for a message's first receipt after this long. Invented. */
const patienceMs = timeLimits.messageOutcome.ms
/** Half of that time without a word, and the client asks: it sends the message again, with its number. Invented. */
const askAfterMs = patienceMs / 2
/** What waits for the recipient's coverage may wait for hours: asked about after this long, then at growing intervals. */
const firstAskMs = 5 * 60_000
const longestAskMs = 60 * 60_000
/** Messages whose end is not known; a further one forgets the oldest that nobody waits for. Invented. */
const mostAwaited = 500

export interface SendResult {
  outcome: SendOutcome
  /** One sentence for the person, or null. */
  why: string | null
}

interface Awaited {
  content: Extract<DeviceContent, { type: 'message'; to: string }>
  message: Message
  timer: Timer | null
  /** The last pause before it was asked about, once it is accepted; 0 before. */
  pauseMs: number
  resolve(result: SendResult): void
}

export interface OwnMessagesOptions {
  clock: Clock
  outbox: Outbox
  isReachable(): boolean
  /** A message's state changed. */
  changed(): void
}

/** The messages that one session sends, from leaving the keyboard until it is known what became of them. */
export class OwnMessages {
  readonly #options: OwnMessagesOptions
  readonly #session: string
  readonly #awaited = new Map<number, Awaited>()
  #nextId = 1
  #isOver = false

  constructor(session: string, options: OwnMessagesOptions) {
    this.#session = session
    this.#options = options
  }

  /** Resolves when it is known how sending ends, as far as can be said: at once where the message waits for coverage. */
  send(to: string, message: Message): Promise<SendResult> {
    return new Promise((resolve) => {
      const content = {
        type: 'message',
        session: this.#session,
        id: this.#nextId,
        to,
        text: message.text,
      } as const
      const awaited: Awaited = { content, message, timer: null, pauseMs: 0, resolve }
      message.state = 'queued'
      const placed = this.#makeRoom()
        ? this.#options.outbox.place(content, () => this.#left(awaited))
        : 'full'
      if (placed === 'full') {
        this.#end(awaited, 'rejected', 'Too many messages wait to be sent')
        return
      }
      this.#nextId += 1
      this.#awaited.set(content.id, awaited)
      if (placed === 'waiting') resolve({ outcome: 'queued', why: 'It waits on the handheld for coverage' })
    })
  }

  /** What the service says of a message. */
  take({ id, state, why }: Extract<ServiceContent, { type: 'receipt' }>): void {
    const awaited = this.#awaited.get(id)
    if (!awaited) return
    // It was asked about and is on its way as before; or nobody would hear what becomes of it any more.
    if (state === 'accepted' && (this.#isOver || awaited.message.state === 'accepted')) return
    awaited.timer?.cancel()
    awaited.timer = null
    awaited.message.state = state
    awaited.message.why = why
    if (state === 'accepted') this.#askLater(awaited)
    else this.#awaited.delete(id)
    const isKept = state === 'accepted'
    awaited.resolve({
      outcome: isKept ? 'queued' : state,
      why: isKept ? (why ?? 'The server keeps it until the recipient can be reached') : why,
    })
    this.#options.changed()
  }

  /** Back in coverage: whether what was sent last ever arrived is not known. The service takes each number once. */
  sendAgain(): void {
    for (const awaited of this.#awaited.values()) {
      if (awaited.message.state !== 'sent') continue
      if (this.#ask(awaited)) this.#await(awaited)
    }
  }

  /**
   * The session is over: what never left the device is nowhere else, and of the rest nobody need hear any more. A receipt for
   * what the service was about to send is taken all the same.
   */
  end(): void {
    this.#isOver = true
    for (const [id, awaited] of this.#awaited) {
      const { state } = awaited.message
      if (state === 'queued') this.#end(awaited, 'rejected', 'You were signed out before it was sent')
      if (state === 'sent' || state === 'accepted') {
        this.#end(awaited, 'unconfirmed', 'You were signed out before it was confirmed')
      }
      if (state !== 'sent') this.#awaited.delete(id)
    }
  }

  #left(awaited: Awaited): void {
    awaited.message.state = 'sent'
    this.#await(awaited)
    this.#options.changed()
  }

  /** Of what has been sent before, the service sends the receipt again, which may have been lost. @returns whether it left */
  #ask({ content }: Awaited): boolean {
    return this.#options.outbox.sendNowOrNever(content)
  }

  #askLater(awaited: Awaited): void {
    awaited.pauseMs = awaited.pauseMs === 0 ? firstAskMs : Math.min(2 * awaited.pauseMs, longestAskMs)
    awaited.timer = this.#options.clock.after(awaited.pauseMs, () => {
      this.#ask(awaited)
      this.#askLater(awaited)
    })
  }

  #await(awaited: Awaited): void {
    const { clock } = this.#options
    awaited.timer?.cancel()
    awaited.timer = clock.after(askAfterMs, () => {
      this.#ask(awaited)
      awaited.timer = clock.after(patienceMs - askAfterMs, () => this.#giveUp(awaited))
    })
  }

  #giveUp(awaited: Awaited): void {
    awaited.timer = null
    // Its receipt may be waiting in the network: it is asked for again once there is coverage.
    if (!this.#options.isReachable()) {
      awaited.resolve({ outcome: 'queued', why: 'Its receipt waits for coverage' })
      return
    }
    // It may be under way, or have arrived: a receipt that comes later still is taken.
    this.#end(awaited, 'unconfirmed', 'No answer from the service')
  }

  #end(awaited: Awaited, state: 'rejected' | 'unconfirmed', why: string): void {
    awaited.timer?.cancel()
    awaited.timer = null
    awaited.message.state = state
    awaited.message.why = why
    awaited.resolve({ outcome: state, why })
    this.#options.changed()
  }

  #makeRoom(): boolean {
    if (this.#awaited.size < mostAwaited) return true
    for (const [id, awaited] of this.#awaited) {
      const { state } = awaited.message
      if (state === 'queued' || state === 'sent') continue
      if (state === 'accepted') this.#end(awaited, 'unconfirmed', 'Too many messages wait to be confirmed')
      return this.#awaited.delete(id)
    }
    return false
  }
}
