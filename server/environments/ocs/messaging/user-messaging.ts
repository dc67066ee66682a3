import type { Presence } from '#contract'
import { asBuffer } from '../../../base/bytes/index.ts'
import type { Clock } from '../../../clock/index.ts'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import { MessageRejected, type MessagingEvent, type SessionMessaging } from '../../index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import type { SendState } from './conversation.ts'
import { Conversations } from './conversations.ts'
import type { MergedMessages } from './merged-messages.ts'
import type { PresenceReader } from './presence-documents.ts'
import { PresencePublisher } from './presence-publisher.ts'
import { ContactBook, Roster } from './roster.ts'

/** How long a logout may take if the server does not answer. */
const goodbyeMs = 5_000

export interface UserMessagingOptions {
  clock: Clock
  /** The MESSAGEs outside dialogs that the service's endpoints have accepted. */
  merged: MergedMessages
  /** Shared by the service's endpoints, which get many documents several times. */
  presences: PresenceReader
  emit(event: MessagingEvent): void
  /** Called when the server ends the registration (MS-SIPREGE section 3.1.2.4); `event` is its word, such as `unregistered`. */
  onDeregistered(event: string): void
}

interface Attached {
  readonly endpoint: UserEndpoint
  readonly conversations: Conversations
  readonly roster: Roster
  readonly publisher: PresencePublisher
}

/** The messaging of one session, over its present endpoint. */
export class UserMessaging implements SessionMessaging {
  readonly #options: UserMessagingOptions
  readonly #book = new ContactBook()
  #presence: Presence = 'available'
  #attached: Attached | null = null
  #isStarted = false
  #isReachable = true

  constructor(options: UserMessagingOptions) {
    this.#options = options
  }

  /** Call when the session's endpoint is registered, for the first time or again over another connection. */
  attach(endpoint: UserEndpoint): void {
    const { clock, emit, merged, presences } = this.#options
    this.detach()
    this.#attached = {
      endpoint,
      conversations: new Conversations(clock, endpoint, merged, emit),
      roster: new Roster(clock, endpoint, this.#book, presences, emit),
      publisher: new PresencePublisher(endpoint),
    }
    this.#attached.conversations.setReachable(this.#isReachable)
    endpoint.agent.takesRequest = (request) => this.#takes(request, endpoint)
    if (this.#isStarted) void this.start()
  }

  /** Call when the endpoint is gone: forgets its dialogs and subscriptions. */
  detach(): void {
    this.#attached?.roster.drop()
    this.#attached?.conversations.lost()
    this.#attached = null
  }

  async start(): Promise<void> {
    this.#isStarted = true
    const attached = this.#attached
    if (!attached) return
    await Promise.all([
      attached.publisher.publish(this.#presence),
      attached.roster.start().catch(() => {
        // The connection is gone. The next one starts again.
      }),
    ])
  }

  setReachable(isReachable: boolean): void {
    this.#isReachable = isReachable
    this.#attached?.conversations.setReachable(isReachable)
  }

  publishPresence(presence: Presence): void {
    this.#presence = presence
    void this.#attached?.publisher.publish(presence)
  }

  changeContacts(change: 'add' | 'remove', sipAddress: string): void {
    if (this.#attached) this.#attached.roster.change(change, sipAddress)
    else this.#book.enqueue(change, sipAddress)
  }

  async send(message: { id: number; to: string; text: string }): Promise<SendState> {
    if (!this.#attached) throw new MessageRejected({ code: 'server-unreachable', facts: {} })
    return this.#attached.conversations.send(message)
  }

  askForReceipt(id: number): void {
    this.#attached?.conversations.askForReceipt(id)
  }

  sendTyping(to: string, isTyping: boolean): void {
    this.#attached?.conversations.typing(to, isTyping)
  }

  closeConversation(peer: string): void {
    this.#attached?.conversations.close(peer)
  }

  /** Ends conversations and subscriptions before the registration is removed, which also removes the presence. Never fails. */
  async end(): Promise<void> {
    const attached = this.#attached
    this.#attached = null
    if (!attached) return
    await Promise.all([attached.conversations.end(goodbyeMs), attached.roster.end(goodbyeMs)])
  }

  /** Handles notifications instead of sip.js, which does not know these subscriptions. */
  #takes(request: SipRequest, { agent }: UserEndpoint): boolean {
    switch (request.method) {
      case 'BENOTIFY':
        // A BENOTIFY gets no answer ([MS-SIP], best-effort NOTIFY).
        this.#attached?.roster.takes(request)
        return true
      case 'NOTIFY': {
        const isDeregistration = this.#isDeregistration(request)
        if (!this.#attached?.roster.takes(request) && !isDeregistration) return false
        agent.answer(request, { status: 200, reason: 'OK' })
        if (isDeregistration) this.#deregistered(request)
        return true
      }
      default:
        return false
    }
  }

  #isDeregistration({ headers }: SipRequest): boolean {
    return headers.get('Event')?.trim().toLowerCase() === 'registration-notify'
  }

  #deregistered({ body }: SipRequest): void {
    const text = asBuffer(body).toString('utf8')
    if (!/^\s*deregistered/i.test(text)) return
    this.#options.onDeregistered(/event=([\w-]{1,40})/i.exec(text)?.[1] ?? 'deregistered')
  }
}
