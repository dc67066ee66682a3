import { causeOf, type MessageReason, type Notice, timeLimits } from '#contract'
import { BoundedMap } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import {
  type ArrivalState,
  MessageRejected,
  MessageUnconfirmed,
  type MessagingEvent,
  type SessionMessaging,
} from '../environments/index.ts'
import type { DeviceContent, ServiceContent } from './content.ts'
import type { Session } from './session-table.ts'

/** So long the sender's server waits for the device before it is told that the message is kept (RFC 3428 section 7). */
const receiptTimeMs = timeLimits.messageReceipt.ms
/** What the device has not confirmed is sent again when it is heard from so long after that. Invented. */
const repeatAfterMs = 20_000
/** It is sent again at this interval to a device that can be reached and says nothing: it may have no such session. Invented. */
const askEveryMs = 120_000
/** Messages that a device has not confirmed; further ones are refused. */
const mostUnconfirmed = 500
/** Receipts, and numbers without a message, that are remembered for messages that come again. */
const mostRemembered = 200

type Receipt = Extract<ServiceContent, { type: 'receipt'; state: unknown }>
type Arrival = Extract<MessagingEvent, { type: 'message' }>

/** What a device says within its session, beyond keeping and ending it. */
type SessionContent = Exclude<DeviceContent, { type: 'login-request' | 'status' | 'logout' }>

interface Unconfirmed {
  readonly arrival: Arrival
  readonly content: Extract<ServiceContent, { type: 'message' }>
  readonly timer: Timer
  sentAt: number
}

export interface MessagesOptions {
  clock: Clock
  messaging: SessionMessaging
  send(content: ServiceContent): void
  problem(notice: Notice): void
}

/**
 * What is said in one session: messages in both directions, each taken once and in order, and presence, contacts and typing.
 */
export class Messages {
  readonly #session: Session
  readonly #options: MessagesOptions
  /** The highest number that the device has used. */
  #seen = 0
  /** Numbers below that which never came, rising. */
  readonly #missing = new BoundedMap<number, true>(mostRemembered)
  /** Numbers of messages that are being sent, and have no answer yet. */
  readonly #underWay = new Set<number>()
  readonly #receipts = new BoundedMap<number, Receipt>(mostRemembered)
  #lastArrival = 0
  #isReachable = true
  #asking: Timer | null = null
  /** By number, rising. */
  readonly #unconfirmed = new Map<number, Unconfirmed>()

  constructor(session: Session, options: MessagesOptions) {
    this.#session = session
    this.#options = options
  }

  /** The device knows that its session is open: presence, contacts and messages may come. */
  start(): void {
    void this.#options.messaging.start()
  }

  /** Whether the device uses this number for the first time: a message that it sends again is no act of the person. */
  isNew(id: number): boolean {
    return id > this.#seen
  }

  /** The device speaks. */
  receive(content: SessionContent): void {
    const { messaging } = this.#options
    switch (content.type) {
      case 'presence':
        return messaging.publishPresence(content.presence)
      case 'contacts':
        return messaging.changeContacts(content.change, content.sipAddress)
      case 'message':
        return void this.#pass(content)
      case 'typing':
        return messaging.sendTyping(content.to, content.isTyping)
      case 'receipt':
        return this.#confirm(content.id)
      case 'conversation-opened':
        // The person is active; there is nothing to tell a server.
        return
      case 'conversation-closed':
        return messaging.closeConversation(content.with)
    }
  }

  /** Handles what the server brings. */
  handleEvent(event: MessagingEvent, isReachable: boolean): void {
    const session = this.#session.id
    const { send } = this.#options
    switch (event.type) {
      case 'contacts':
        return send({ type: 'contacts', session, contacts: [...event.contacts] })
      case 'presence':
        return send({ type: 'presence', session, presences: [...event.presences] })
      case 'typing':
        return send({ type: 'typing', session, from: event.from, isTyping: event.isTyping })
      case 'receipt':
        return this.#tell(event.id, event.state, event.why)
      case 'message':
        return this.#arrive(event, isReachable)
    }
  }

  /** While the device cannot be reached nobody need wait for its receipts; when it can again, the network sends what waits. */
  reachabilityChanged(isReachable: boolean): void {
    this.#isReachable = isReachable
    for (const unconfirmed of this.#unconfirmed.values()) {
      if (isReachable) unconfirmed.sentAt = this.#options.clock.now()
      else unconfirmed.arrival.answer('accepted')
    }
    this.#options.messaging.setReachable(isReachable)
  }

  /** The device is there: what it should have had long ago was lost on the way, and goes again. */
  heard(): void {
    const now = this.#options.clock.now()
    for (const unconfirmed of this.#unconfirmed.values()) {
      if (now - unconfirmed.sentAt < repeatAfterMs) continue
      unconfirmed.sentAt = now
      this.#options.send(unconfirmed.content)
    }
  }

  /**
   * The session is over: what the device has not confirmed, nobody will.
   * @param taken the number of the last message that the device has, which then takes no more; null where it did not say
   */
  end(taken: number | null): void {
    this.#asking?.cancel()
    if (taken !== null) this.#confirm(taken)
    for (const id of [...this.#unconfirmed.keys()])
      this.#settle(id, taken === null ? 'unconfirmed' : 'rejected')
  }

  /** Passes a message of the device's on. One that comes again is not sent again; its receipt is. */
  async #pass({ id, to, text }: Extract<DeviceContent, { type: 'message' }>): Promise<void> {
    if (id <= this.#seen) {
      const receipt = this.#receipts.get(id)
      if (receipt) this.#options.send(receipt)
      // One that was lost and overtaken would be out of order now.
      else if (this.#missing.delete(id)) this.#tell(id, 'rejected', { code: 'lost-on-the-way', facts: {} })
      else if (!this.#underWay.has(id)) this.#tell(id, 'unconfirmed', { code: 'forgotten', facts: {} })
      return
    }
    for (let missing = Math.max(this.#seen + 1, id - mostRemembered); missing < id; missing += 1) {
      this.#missing.set(missing, true)
    }
    this.#seen = id
    this.#underWay.add(id)
    const { messaging, problem } = this.#options
    try {
      const state = await messaging.send({ id, to, text })
      // What came of it later may have been told already.
      if (!this.#receipts.has(id)) this.#tell(id, state, null)
    } catch (error) {
      if (error instanceof MessageUnconfirmed) return this.#tell(id, 'unconfirmed', error.why)
      if (error instanceof MessageRejected) return this.#tell(id, 'rejected', error.why)
      problem({ code: 'message-failed', facts: { cause: causeOf(error) } })
      this.#tell(id, 'unconfirmed', { code: 'unforeseen', facts: {} })
    } finally {
      this.#underWay.delete(id)
    }
  }

  #arrive(arrival: Arrival, isReachable: boolean): void {
    if (this.#unconfirmed.size >= mostUnconfirmed) return arrival.answer('rejected')
    this.#lastArrival += 1
    const id = this.#lastArrival
    const { clock, send } = this.#options
    const timer = clock.after(receiptTimeMs, () => arrival.answer('accepted'))
    const { from, name, text } = arrival
    const content = { type: 'message', session: this.#session.id, id, from, name, text } as const
    this.#unconfirmed.set(id, { arrival, content, timer, sentAt: clock.now() })
    this.#isReachable = isReachable
    if (!isReachable) arrival.answer('accepted')
    send(content)
    this.#asking ??= this.#askLater()
  }

  #askLater(): Timer {
    return this.#options.clock.after(askEveryMs, () => {
      if (this.#isReachable) this.heard()
      this.#asking = this.#unconfirmed.size > 0 ? this.#askLater() : null
    })
  }

  /** The device has everything up to this number. */
  #confirm(last: number): void {
    for (const id of [...this.#unconfirmed.keys()]) if (id <= last) this.#settle(id, 'delivered')
  }

  #settle(id: number, state: ArrivalState): void {
    const unconfirmed = this.#unconfirmed.get(id)
    if (!unconfirmed) return
    this.#unconfirmed.delete(id)
    unconfirmed.timer.cancel()
    unconfirmed.arrival.answer(state)
  }

  #tell(id: number, state: Receipt['state'], why: MessageReason | null): void {
    const receipt: Receipt = { type: 'receipt', session: this.#session.id, id, state, why }
    this.#receipts.setNewest(id, receipt)
    this.#options.send(receipt)
  }
}
