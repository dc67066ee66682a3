import { addressKey, type HandheldNotice, type Person, type Presence, withoutScheme } from '#contract'
import { BoundedMap, Failure } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { ServiceContent } from '../collaboration/index.ts'
import { AddressBook } from './address-book.ts'
import { Conversation, type Message } from './conversation.ts'
import type { Outbox, SessionContent } from './outbox.ts'
import { OwnMessages, type SendResult } from './own-messages.ts'
import { OwnPresence } from './own-presence.ts'
import { OwnTyping } from './own-typing.ts'

/** Maximum number of conversations that the device keeps. A further one drops the least recently used. Invented. */
const mostConversations = 50

/** Content that the service sends within a session, except that which maintains and ends the session. */
export type MessengerContent = Extract<
  ServiceContent,
  { type: 'contacts' | 'presence' | 'message' | 'typing' | 'receipt' }
>

export interface MessengerOptions {
  clock: Clock
  outbox: Outbox
  isReachable(): boolean
  /** Called when a visible property has changed. */
  changed(): void
  /** Called on user activity. */
  acted?(): void
  /** Shows a notice to the person. */
  notify(notice: HandheldNotice): void
}

interface Session {
  id: string
  own: OwnMessages
}

/**
 * The part of the collaboration client for contacts, conversations and presence. Conversations are kept when the person signs out,
 * and deleted when another user signs in or the power goes off.
 */
export class Messenger {
  /** Increases with every change to contacts, conversations and messages. */
  revision = 0
  /** Text of the message that was received last. */
  lastMessage: string | null = null
  readonly #options: MessengerOptions
  readonly #presence: OwnPresence
  readonly #typing: OwnTyping
  readonly #addressBook = new AddressBook()
  /** Conversations by the other person's address, the least recently used first. */
  readonly #conversations = new BoundedMap<string, Conversation>(mostConversations)
  /** The address of the user whose conversations these are. */
  #owner: string | null = null
  #session: Session | null = null
  /** The previous session, since receipts for its messages may still arrive. */
  #past: Session | null = null
  /** The latest session, which may have ended, and the number of the service's last message received in it. */
  #lastSession: string | null = null
  #lastReceived = 0
  #messageCount = 0

  constructor(options: MessengerOptions) {
    const { clock, outbox } = options
    this.#options = options
    this.#presence = new OwnPresence({
      clock,
      publish: (presence, setBy) => {
        if (this.#session) outbox.send({ type: 'presence', session: this.#session.id, presence, setBy })
        options.changed()
      },
    })
    this.#typing = new OwnTyping({
      clock,
      sendNotice: (to, isTyping) => {
        const session = this.#session?.id
        if (session !== undefined) outbox.sendUnqueued({ type: 'typing', session, to, isTyping })
      },
    })
  }

  /** The person's own presence. Null while signed out. */
  get presence(): Presence | null {
    return this.#presence.current
  }

  /** The number of the service's last message received in a session. Undefined if it is no longer known. */
  lastReceivedIn(session: string): number | undefined {
    return session === this.#lastSession ? this.#lastReceived : undefined
  }

  get unread(): number {
    let sum = 0
    for (const { unread } of this.#conversations.values()) sum += unread
    return sum
  }

  /** The contact list: people who are present first, then by name. */
  contacts(): Person[] {
    return this.#addressBook.contacts()
  }

  /** The conversations, the one with the latest message first. */
  conversations(): Conversation[] {
    return [...this.#conversations.values()].toReversed()
  }

  conversation(sipAddress: string): Conversation | undefined {
    return this.#conversations.get(addressKey(sipAddress))
  }

  /** The other person of each conversation, by address, whether or not on the contact list. */
  partners(): Map<string, Person> {
    const names = [...this.#conversations.values()].map(({ sipAddress, name }) => [sipAddress, name] as const)
    return this.#addressBook.findAll(new Map(names))
  }

  signedIn(session: string, sipAddress: string): void {
    this.signedOut()
    const owner = addressKey(sipAddress)
    if (this.#owner !== owner) this.forget()
    this.#owner = owner
    const { clock, isReachable, outbox } = this.#options
    const own = new OwnMessages(session, { clock, outbox, isReachable, changed: () => this.#changed() })
    this.#session = { id: session, own }
    this.#lastSession = session
    this.#lastReceived = 0
    this.#presence.signedIn()
  }

  signedOut(): void {
    const session = this.#session
    if (!session) return
    this.#session = null
    this.#past = session
    this.#presence.signedOut()
    this.#typing.forget()
    session.own.end()
    this.#options.outbox.forgetSession(session.id)
    for (const conversation of this.#conversations.values()) conversation.endTyping()
    this.#addressBook.forgetPresences()
    this.#changed()
  }

  /** Deletes contacts and conversations. */
  forget(): void {
    this.signedOut()
    if (this.#owner === null) return
    this.#owner = null
    this.#past = null
    this.lastMessage = null
    this.#conversations.clear()
    this.#addressBook.clear()
    this.#changed()
  }

  /** Sends unconfirmed messages again, before the queued ones, which were written later. */
  backInCoverage(): void {
    this.#session?.own.sendAgain()
  }

  /** @throws {Failure} while signed out */
  send(to: string, text: string): Promise<SendResult> {
    const { own } = this.#act()
    this.#typing.messageSent(addressKey(to))
    const message = this.#message(text, 'queued')
    this.#conversationWith(to).add(message)
    const result = own.send(addressKey(to), message)
    this.#changed()
    return result
  }

  /** @throws {Failure} while signed out */
  setTyping(to: string, isTyping: boolean): void {
    this.#act()
    if (isTyping) this.#typing.keyPressed(addressKey(to))
    else this.#typing.stop(addressKey(to))
  }

  /** @throws {Failure} while signed out */
  choosePresence(presence: Presence): void {
    this.#signedInSession()
    this.#options.acted?.()
    this.#presence.choose(presence)
  }

  /** Adds or removes a contact. The service sends the new list. @throws {Failure} while signed out or if the queue is full */
  changeContact(change: 'add' | 'remove', sipAddress: string): void {
    const { id } = this.#act()
    this.#enqueue({ type: 'contacts', session: id, change, sipAddress: addressKey(sipAddress) })
  }

  /**
   * Marks a conversation as read, also one of a past session.
   * @param isOpened false if the conversation was already open when a message arrived, which is no user activity
   */
  read(sipAddress: string, isOpened = true): void {
    if (isOpened) {
      this.#acted()
      const session = this.#session?.id
      const key = addressKey(sipAddress)
      if (session !== undefined)
        this.#options.outbox.send({ type: 'conversation-opened', session, with: key })
    }
    const conversation = this.conversation(sipAddress)
    if (!conversation || conversation.unread === 0) return
    conversation.unread = 0
    this.#changed()
  }

  /** Removes a conversation from the device. Its queued messages are still sent. @throws {Failure} if the queue is full */
  close(sipAddress: string): void {
    this.#acted()
    const conversation = this.conversation(sipAddress)
    if (!conversation) return
    const key = conversation.sipAddress
    if (this.#session) {
      this.#typing.messageSent(key)
      this.#enqueue({ type: 'conversation-closed', session: this.#session.id, with: key })
    }
    conversation.endTyping()
    this.#conversations.delete(key)
    this.#changed()
  }

  receive(content: MessengerContent): void {
    const session = this.#session
    if (content.type === 'receipt' && content.session === this.#past?.id) this.#past.own.receive(content)
    if (content.session !== session?.id) return
    switch (content.type) {
      case 'contacts':
        this.#addressBook.setList(content.contacts)
        return this.#changed()
      case 'presence':
        this.#addressBook.update(content.presences)
        return this.#changed()
      case 'message':
        return this.#receiveMessage(session.id, content)
      case 'typing':
        return this.#receiveTyping(content.from, content.isTyping)
      case 'receipt':
        return session.own.receive(content)
    }
  }

  /** Accepts the service's messages in order, each once. After a gap the service repeats all messages from the missing one on. */
  #receiveMessage(
    session: string,
    { id, from, name, text }: Extract<MessengerContent, { type: 'message' }>,
  ): void {
    const isNext = id === this.#lastReceived + 1
    if (isNext) this.#lastReceived = id
    // Acknowledge repeated messages too: the service sends a message again because it missed the receipt.
    if (this.#lastReceived > 0)
      this.#options.outbox.send({ type: 'receipt', session, id: this.#lastReceived })
    if (!isNext) return
    const conversation = this.#conversationWith(from)
    conversation.name = name ?? conversation.name
    conversation.add(this.#message(text, null))
    this.lastMessage = text
    this.#changed()
  }

  /** Handles a typing notice, which does not open a conversation. */
  #receiveTyping(from: string, isTyping: boolean): void {
    const conversation = this.conversation(from)
    if (!conversation) return
    if (isTyping) conversation.startTyping(() => this.#changed())
    else conversation.endTyping()
    this.#changed()
  }

  #message(text: string, state: 'queued' | null): Message {
    this.#messageCount += 1
    const at = this.#options.clock.now()
    return { id: `message-${this.#messageCount}`, isOwn: state !== null, text, at, state, why: null }
  }

  /** Gets or makes the conversation with a person, and makes it the most recently used. */
  #conversationWith(sipAddress: string): Conversation {
    const key = addressKey(sipAddress)
    const conversation = this.#conversations.get(key) ?? new Conversation(this.#options.clock, key)
    const dropped = this.#conversations.setNewest(key, conversation)
    if (dropped) {
      dropped.endTyping()
      const who = withoutScheme(dropped.sipAddress)
      this.#options.notify({ code: 'conversation-dropped', facts: { who, most: mostConversations } })
    }
    return conversation
  }

  /** Records user activity that needs a session. @throws {Failure} while signed out */
  #act(): Session {
    const session = this.#signedInSession()
    this.#acted()
    return session
  }

  #acted(): void {
    this.#options.acted?.()
    this.#presence.acted()
  }

  #signedInSession(): Session {
    if (this.#session) return this.#session
    throw new Failure('not-signed-in', {})
  }

  #enqueue(content: SessionContent): void {
    if (this.#options.outbox.send(content) !== 'full') return
    throw new Failure('outbox-full', {})
  }

  #changed(): void {
    this.revision += 1
    this.#options.changed()
  }
}
