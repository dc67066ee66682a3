import type { Presence } from '#contract'
import { Failure } from '../../../base/index.ts'

/** Somebody on a contact list. */
export interface Contact {
  readonly sipAddress: string
  readonly name: string
  /** Null: not known, because the server does not tell. */
  readonly presence: Presence | null
}

/**
 * What is said of a message that came: `delivered` the device has it; `accepted` it is kept until the device can be
 * reached; `rejected` it will not be delivered; `unconfirmed` the session ended before the device said whether it has it.
 * After `accepted` comes another.
 */
export type ArrivalState = 'delivered' | 'accepted' | 'rejected' | 'unconfirmed'

/** What the Communications Server brings a session. */
export type MessagingEvent =
  | { type: 'contacts'; contacts: readonly Contact[] }
  | { type: 'presence'; presences: readonly { sipAddress: string; presence: Presence }[] }
  | {
      type: 'message'
      from: string
      name: string | null
      text: string
      /** Tells the sender. Harmless when repeated. */
      answer(state: ArrivalState): void
    }
  | { type: 'typing'; from: string; isTyping: boolean }
  /** What became, later, of the message that the device numbered `id`, and that was accepted only. */
  | { type: 'receipt'; id: number; state: 'delivered' | 'rejected' | 'unconfirmed'; why: string | null }

/** What a session does at the Communications Server beyond being registered. */
export interface Messaging {
  /** Publishes presence and fetches the contact list. Never fails: a server may know neither. */
  start(sessionId: string): Promise<void>
  /** Whether the session's device can be reached: where it cannot, other endpoints of the user go first. */
  setReachable(sessionId: string, isReachable: boolean): void
  publishPresence(sessionId: string, presence: Presence): void
  changeContacts(sessionId: string, change: 'add' | 'remove', sipAddress: string): void
  /**
   * Sends a message, after those to the same address that were given before.
   * @param message.id the device's own number, for receipts that come later
   * @throws MessageRejected, MessageUnconfirmed
   */
  send(
    sessionId: string,
    message: { id: number; to: string; text: string },
  ): Promise<'delivered' | 'accepted'>
  /** Told to somebody with whom there is a conversation, and to nobody else. */
  sendTyping(sessionId: string, to: string, isTyping: boolean): void
  closeConversation(sessionId: string, peer: string): void
}

/** Nobody can tell whether a message arrived: it was sent, and no answer came. Its text is a sentence for its writer. */
export class MessageUnconfirmed extends Failure {
  constructor(sentence: string, cause?: unknown) {
    super('message-unconfirmed', sentence, { cause })
  }
}

/** A message will not be delivered. Its text is a sentence for the person who wrote it. */
export class MessageRejected extends Failure {
  constructor(sentence: string, cause?: unknown) {
    super('message-rejected', sentence, { cause })
  }
}
