import type { MessageReason, MessageState } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

/** Maximum number of messages that the device keeps in a conversation. A further one drops the oldest. Invented. */
const mostMessages = 200
/** Time after which a typing notice expires unless it is repeated. Invented. */
const typingMs = 30_000

/** A message in a conversation. */
export interface Message {
  /** Unique on its handheld. */
  readonly id: string
  readonly isOwn: boolean
  readonly text: string
  readonly at: number
  /** Null for received messages. */
  state: MessageState | null
  /** The reason why it was rejected or is not confirmed, or null. */
  why: MessageReason | null
}

/** The conversation with one other person. */
export class Conversation {
  readonly sipAddress: string
  /** The display name that the other person sent, or null. */
  name: string | null = null
  unread = 0
  messages: readonly Message[] = []
  /** Number of messages that the bounded list has dropped. */
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
