import type { Clock, Timer } from '../lab/clock/index.ts'
import { describeFailure } from '../lab/failure.ts'
import {
  type ArrivalState,
  MessageRejected,
  type Messaging,
  type MessagingEvent,
} from './connectors/index.ts'
import type { DeviceContent, ServiceContent } from './content.ts'
import type { Session } from './session-table.ts'

/** So long the sender's server waits for the device before it is told that the message is kept (RFC 3428 section 7). */
const receiptTimeMs = 10_000
/** Messages that a device has not confirmed; further ones are refused. */
const mostUnconfirmed = 500
/** Receipts that are remembered for messages that come again. */
const mostRemembered = 200

type Receipt = Extract<ServiceContent, { type: 'receipt'; state: unknown }>
type Arrival = Extract<MessagingEvent, { type: 'message' }>

/** What a device says within its session, beyond keeping and ending it. */
type SessionContent = Exclude<DeviceContent, { type: 'login-request' | 'status' | 'logout' }>

export interface MessagesOptions {
  clock: Clock
  messaging: Messaging
  send(content: ServiceContent): void
  problem(text: string): void
}

/**
 * What is said in one session: messages in both directions, each taken once and in order, and presence, contacts and typing.
 */
export class Messages {
  readonly #session: Session
  readonly #options: MessagesOptions
  /** The highest number that the device has used. */
  #seen = 0
  readonly #receipts = new Map<number, Receipt>()
  #lastArrival = 0
  readonly #unconfirmed = new Map<number, { arrival: Arrival; timer: Timer }>()

  constructor(session: Session, options: MessagesOptions) {
    this.#session = session
    this.#options = options
  }

  /** The device speaks. */
  receive(content: SessionContent): void {
    const { messaging } = this.#options
    const { id } = this.#session
    switch (content.type) {
      case 'presence':
        return messaging.publishPresence(id, content.presence)
      case 'contacts':
        return messaging.changeContacts(id, content.change, content.sipAddress)
      case 'message':
        return void this.#pass(content)
      case 'typing':
        return messaging.sendTyping(id, content.to, content.isTyping)
      case 'receipt':
        return this.#settle(content.id, 'delivered')
      case 'conversation-closed':
        return messaging.closeConversation(id, content.with)
    }
  }

  /** What the Communications Server brings. */
  take(event: MessagingEvent, isReachable: boolean): void {
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

  /** The device cannot be reached: nobody need wait for its receipts. */
  outOfReach(): void {
    for (const { arrival } of this.#unconfirmed.values()) arrival.answer('accepted')
  }

  /** The session is over: what the device has not confirmed, nobody will. */
  end(): void {
    for (const id of [...this.#unconfirmed.keys()]) this.#settle(id, 'rejected')
  }

  /** Passes a message of the device's on. One that comes again is not sent again; its receipt is. */
  async #pass({ id, to, text }: Extract<DeviceContent, { type: 'message' }>): Promise<void> {
    if (id <= this.#seen) {
      const receipt = this.#receipts.get(id)
      if (receipt) this.#options.send(receipt)
      return
    }
    this.#seen = id
    const { messaging, problem } = this.#options
    try {
      const state = await messaging.send(this.#session.id, { id, to, text })
      // What came of it later may have been told already.
      if (!this.#receipts.has(id)) this.#tell(id, state, null)
    } catch (error) {
      if (!(error instanceof MessageRejected)) problem(`sending a message: ${describeFailure(error)}`)
      const why = error instanceof MessageRejected ? error.message : 'The message could not be sent.'
      this.#tell(id, 'rejected', why)
    }
  }

  #arrive(arrival: Arrival, isReachable: boolean): void {
    if (this.#unconfirmed.size >= mostUnconfirmed) return arrival.answer('rejected')
    this.#lastArrival += 1
    const id = this.#lastArrival
    const timer = this.#options.clock.after(receiptTimeMs, () => arrival.answer('accepted'))
    this.#unconfirmed.set(id, { arrival, timer })
    if (!isReachable) arrival.answer('accepted')
    const { from, name, text } = arrival
    this.#options.send({ type: 'message', session: this.#session.id, id, from, name, text })
  }

  #settle(id: number, state: ArrivalState): void {
    const unconfirmed = this.#unconfirmed.get(id)
    if (!unconfirmed) return
    this.#unconfirmed.delete(id)
    unconfirmed.timer.cancel()
    unconfirmed.arrival.answer(state)
  }

  #tell(id: number, state: Receipt['state'], why: string | null): void {
    const receipt: Receipt = { type: 'receipt', session: this.#session.id, id, state, why }
    this.#receipts.delete(id)
    this.#receipts.set(id, receipt)
    const [oldest] = this.#receipts.keys()
    if (oldest !== undefined && this.#receipts.size > mostRemembered) this.#receipts.delete(oldest)
    this.#options.send(receipt)
  }
}
