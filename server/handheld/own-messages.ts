import { type MessageReason, type SendOutcome, timeLimits } from '#contract'
import { LazyMap } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import type { Message } from './conversation.ts'
import type { Outbox } from './outbox.ts'

/** Time after which the client stops waiting for the first receipt of a message. Invented. */
const firstReceiptMs = timeLimits.messageOutcome.ms
/** After half of that time without a receipt the client sends the message again, with the same number. Invented. */
const resendAfterMs = firstReceiptMs / 2
/** An accepted message can wait for hours for the recipient. It is sent again after this time, then at growing intervals. */
const firstResendMs = 5 * 60_000
const longestResendMs = 60 * 60_000
/** Maximum number of messages without a final receipt. A further one drops the oldest accepted one. Invented. */
const mostAwaited = 500

export interface SendResult {
  outcome: SendOutcome
  /** The reason to show to the person, or null. */
  why: MessageReason | null
}

/** Reasons for which the handheld itself ends a message. */
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
  /** The last pause before the message was sent again. 0 until it is accepted. */
  pauseMs: number
  resolve(result: SendResult): void
}

export interface OwnMessagesOptions {
  clock: Clock
  outbox: Outbox
  isReachable(): boolean
  /** Called when the state of a message has changed. */
  changed(): void
}

/** The messages that one session sends, until their final state is known. */
export class OwnMessages {
  readonly #options: OwnMessagesOptions
  readonly #session: string
  readonly #awaited = new LazyMap<number, Awaited>()
  #nextId = 1
  #isOver = false

  constructor(session: string, options: OwnMessagesOptions) {
    this.#session = session
    this.#options = options
  }

  /** Sends a message. Resolves when the outcome is known, or at once if the message waits for coverage. */
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

  /** Handles a receipt from the service. */
  receive({ id, state, why }: Extract<ServiceContent, { type: 'receipt' }>): void {
    const awaited = this.#awaited.get(id)
    if (!awaited) return
    // Ignore a repeated `accepted`, and an `accepted` after the end of the session, since no final receipt would follow it.
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

  /** Sends unconfirmed messages again after a loss of coverage, since they may be lost. The service accepts each number once. */
  sendAgain(): void {
    for (const awaited of this.#awaited.values()) {
      if (awaited.message.state !== 'sent') continue
      if (this.#resend(awaited)) this.#await(awaited)
    }
  }

  /**
   * Ends the messages when the session has ended: unsent messages are rejected, the others are unconfirmed. Later receipts still
   * change the state.
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
      awaited.timer = clock.after(firstReceiptMs - resendAfterMs, () => this.#giveUp(awaited))
    })
  }

  #giveUp(awaited: Awaited): void {
    awaited.timer = null
    // The receipt may be waiting in the network. The message is sent again once the device is in coverage.
    if (!this.#options.isReachable()) {
      awaited.resolve({ outcome: 'queued', why: { code: 'receipt-waits-for-coverage', facts: {} } })
      return
    }
    // The message may have arrived nevertheless, so a later receipt still changes its state.
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
