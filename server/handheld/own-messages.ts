import { type MessageReason, type SendOutcome, timeLimits } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'
import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import type { Message } from './conversation.ts'
import type { Outbox } from './outbox.ts'

/** The client gives up waiting for a message's first receipt after this long. Invented. */
const patienceMs = timeLimits.messageOutcome.ms
/** After half of that time without a receipt the client sends the message again, with the same number. Invented. */
const resendAfterMs = patienceMs / 2
/** A message can wait for the recipient's coverage for hours: it is sent again after this time, then at growing intervals. */
const firstResendMs = 5 * 60_000
const longestResendMs = 60 * 60_000
/** How many messages without a final receipt are remembered. One more drops the oldest that was accepted. Invented. */
const mostAwaited = 500

export interface SendResult {
  outcome: SendOutcome
  /** For the person, or null. */
  why: MessageReason | null
}

/** Why the handheld itself ends a message. */
type OwnReason =
  | 'no-room-to-wait'
  | 'no-room-to-be-confirmed'
  | 'signed-out-unsent'
  | 'signed-out-unconfirmed'
  | 'no-answer-from-service'

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
        ? this.#options.outbox.send(content, () => this.#markSent(awaited))
        : 'full'
      if (placed === 'full') {
        this.#end(awaited, 'rejected', 'no-room-to-wait')
        return
      }
      this.#nextId += 1
      this.#awaited.set(content.id, awaited)
      if (placed === 'queued') {
        resolve({ outcome: 'queued', why: { code: 'waits-for-coverage', facts: {} } })
      }
    })
  }

  /** What the service says of a message. */
  receive({ id, state, why }: Extract<ServiceContent, { type: 'receipt' }>): void {
    const awaited = this.#awaited.get(id)
    if (!awaited) return
    // It was asked about and is on its way as before; or nobody would hear what becomes of it any more.
    if (state === 'accepted' && (this.#isOver || awaited.message.state === 'accepted')) return
    awaited.timer?.cancel()
    awaited.timer = null
    awaited.message.state = state
    awaited.message.why = why
    if (state === 'accepted') this.#resendLater(awaited)
    else this.#awaited.delete(id)
    const isKept = state === 'accepted'
    awaited.resolve({
      outcome: isKept ? 'queued' : state,
      why: isKept ? (why ?? { code: 'kept-by-server', facts: {} }) : why,
    })
    this.#options.changed()
  }

  /** Back in coverage: sends unconfirmed messages again, since they may be lost. The service accepts each number once. */
  sendAgain(): void {
    for (const awaited of this.#awaited.values()) {
      if (awaited.message.state !== 'sent') continue
      if (this.#resend(awaited)) this.#await(awaited)
    }
  }

  /**
   * The session is over: messages that never left the device are rejected, the others unconfirmed. A receipt that the service
   * sends later still counts.
   */
  end(): void {
    this.#isOver = true
    for (const [id, awaited] of this.#awaited) {
      const { state } = awaited.message
      if (state === 'queued') this.#end(awaited, 'rejected', 'signed-out-unsent')
      if (state === 'sent' || state === 'accepted') {
        this.#end(awaited, 'unconfirmed', 'signed-out-unconfirmed')
      }
      if (state !== 'sent') this.#awaited.delete(id)
    }
  }

  #markSent(awaited: Awaited): void {
    awaited.message.state = 'sent'
    this.#await(awaited)
    this.#options.changed()
  }

  /** Sends a message again, so that the service repeats its receipt, which may be lost. @returns whether it was sent */
  #resend({ content }: Awaited): boolean {
    return this.#options.outbox.sendUnqueued(content)
  }

  #resendLater(awaited: Awaited): void {
    awaited.pauseMs = awaited.pauseMs === 0 ? firstResendMs : Math.min(2 * awaited.pauseMs, longestResendMs)
    awaited.timer = this.#options.clock.after(awaited.pauseMs, () => {
      this.#resend(awaited)
      this.#resendLater(awaited)
    })
  }

  #await(awaited: Awaited): void {
    const { clock } = this.#options
    awaited.timer?.cancel()
    awaited.timer = clock.after(resendAfterMs, () => {
      this.#resend(awaited)
      awaited.timer = clock.after(patienceMs - resendAfterMs, () => this.#giveUp(awaited))
    })
  }

  #giveUp(awaited: Awaited): void {
    awaited.timer = null
    // The receipt may wait in the network. The message is sent again once there is coverage.
    if (!this.#options.isReachable()) {
      awaited.resolve({ outcome: 'queued', why: { code: 'receipt-waits-for-coverage', facts: {} } })
      return
    }
    // The message may have arrived all the same: a later receipt still counts.
    this.#end(awaited, 'unconfirmed', 'no-answer-from-service')
  }

  #end(awaited: Awaited, state: 'rejected' | 'unconfirmed', code: OwnReason): void {
    const why: MessageReason = { code, facts: {} }
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
      if (state === 'accepted') this.#end(awaited, 'unconfirmed', 'no-room-to-be-confirmed')
      return this.#awaited.delete(id)
    }
    return false
  }
}
