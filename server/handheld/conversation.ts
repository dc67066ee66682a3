import type { MessageReason, MessageState } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

/** How many messages of a conversation the device keeps. One more drops the oldest. Invented. */
const mostMessages = 200
/** A typing notice expires after this time unless it is repeated. Invented. */
const typingMs = 30_000

/** A line of a conversation. */
export interface Message {
  /** Unique on its handheld. */
  readonly id: string
  readonly isOwn: boolean
  readonly text: string
  readonly at: number
  /** Null for a message received. */
  state: MessageState | null
  /** Why it was rejected, or is not confirmed; or null. */
  why: MessageReason | null
}

/** What was said with one other person. */
export class Conversation {
  readonly sipAddress: string
  /** As the other person gave it; null where they did not. */
  name: string | null = null
  unread = 0
  messages: readonly Message[] = []
  /** Messages that the bounded list no longer holds. */
  droppedMessages = 0
  readonly #clock: Clock
  #typing: Timer | null = null

  constructor(clock: Clock, sipAddress: string) {
    this.#clock = clock
    this.sipAddress = sipAddress
  }

  get isTyping(): boolean {
    return this.#typing !== null
  }

  add(message: Message): void {
    const kept = this.messages.slice(-mostMessages + 1)
    this.droppedMessages += this.messages.length - kept.length
    this.messages = [...kept, message]
    if (message.isOwn) return
    this.unread += 1
    this.endTyping()
  }

  /** Marks the other person as typing. @param onEnded called when the notice expires */
  startTyping(onEnded: () => void): void {
    this.#typing?.cancel()
    this.#typing = this.#clock.after(typingMs, () => {
      this.#typing = null
      onEnded()
    })
  }

  endTyping(): void {
    this.#typing?.cancel()
    this.#typing = null
  }
}
