import { causeOf, type MessageReason, type Notice, timeLimits } from '#contract'
import { BoundedMap, LazyMap, LazySet } from '../base/index.ts'
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

/** How long the sender's server waits for the device's receipt before the service answers `accepted` (RFC 3428 section 7). */
const receiptTimeMs = timeLimits.messageReceipt.ms
/** An unconfirmed message is sent again when the device sends something at least this much later. Invented. */
const repeatAfterMs = 20_000
/** Interval at which it is sent again to a reachable but silent device, which may no longer have the session. Invented. */
const askEveryMs = 120_000
/** Maximum unconfirmed messages of a device; more are refused. */
const mostUnconfirmed = 500
/** Maximum receipts, and missing numbers, that are remembered for messages that arrive again. */
const mostRemembered = 200

type Receipt = Extract<ServiceContent, { type: 'receipt'; state: unknown }>
type Arrival = Extract<MessagingEvent, { type: 'message' }>

/** The records of a device within its session, except those that keep or end it. */
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
 * The traffic of one session: messages in both directions, each delivered once and in order; presence, contacts and typing.
 */
export class Messages {
  readonly #session: Session
  readonly #options: MessagesOptions
  /** The highest message number that the device has used. */
  #seen = 0
  /** Lower numbers that have not arrived, in ascending order. */
  readonly #missing = new BoundedMap<number, true>(mostRemembered)
  /** Numbers of messages that are being sent and have no answer yet. */
  readonly #underWay = new LazySet<number>()
  readonly #receipts = new BoundedMap<number, Receipt>(mostRemembered)
  #lastArrival = 0
  #isReachable = true
  #asking: Timer | null = null
  /** By number, in ascending order. */
  readonly #unconfirmed = new LazyMap<number, Unconfirmed>()

  constructor(session: Session, options: MessagesOptions) {
    this.#session = session
    this.#options = options
  }

  /** Call when the device knows that its session is open. Starts presence, contacts and messages. */
  start(): void {
    void this.#options.messaging.start()
  }

  /** Whether the device uses this number for the first time. A repeated message does not count as user activity. */
  isNew(id: number): boolean {
    return id > this.#seen
  }

  /** Handles a record from the device. */
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
        // It only shows that the person is active; the server need not know.
        return
      case 'conversation-closed':
        return messaging.closeConversation(content.with)
    }
  }

  /** Handles an event from the server. */
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

  /** While the device cannot be reached, answers `accepted` at once; later the network delivers what waits. */
  reachabilityChanged(isReachable: boolean): void {
    this.#isReachable = isReachable
    for (const unconfirmed of this.#unconfirmed.values()) {
      if (isReachable) unconfirmed.sentAt = this.#options.clock.now()
      else unconfirmed.arrival.answer('accepted')
    }
    this.#options.messaging.setReachable(isReachable)
  }

  /** The device sent something, so it can be reached: sends messages again that must have been lost. */
  heard(): void {
    const now = this.#options.clock.now()
    for (const unconfirmed of this.#unconfirmed.values()) {
      if (now - unconfirmed.sentAt < repeatAfterMs) continue
      unconfirmed.sentAt = now
      this.#options.send(unconfirmed.content)
    }
  }

  /**
   * Ends the session. Messages that the device has not confirmed become unconfirmed.
   * @param taken the number of the last message that the device received; null if it did not say
   */
  end(taken: number | null): void {
    this.#asking?.cancel()
    if (taken !== null) this.#confirm(taken)
    for (const id of [...this.#unconfirmed.keys()])
      this.#settle(id, taken === null ? 'unconfirmed' : 'rejected')
  }

  /** Sends a message of the device. If it arrives again, sends only its receipt again. */
  async #pass({ id, to, text }: Extract<DeviceContent, { type: 'message' }>): Promise<void> {
    if (id <= this.#seen) {
      const receipt = this.#receipts.get(id)
      if (receipt) {
        this.#options.send(receipt)
        if (receipt.state === 'accepted') this.#options.messaging.askForReceipt(id)
      }
      // A later message has overtaken it, so sending it now would break the order.
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
      // Its final receipt may have gone out already.
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

  /** The device has received every message up to this number. */
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
