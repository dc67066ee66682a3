import type { Presence } from '#contract'
import type { Clock } from '../../../clock/index.ts'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import { MessageRejected, type MessagingEvent, type SessionMessaging } from '../../index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import type { SendState } from './conversation.ts'
import { Conversations } from './conversations.ts'
import type { MergedMessages } from './merged-messages.ts'
import { PresencePublisher } from './presence-publisher.ts'
import { ContactBook, Roster } from './roster.ts'

/** What a logout may take: a server that does not answer keeps nobody. */
const goodbyeMs = 5_000

export interface UserMessagingOptions {
  clock: Clock
  /** What the endpoints of the service have taken outside of dialogs. */
  merged: MergedMessages
  emit(event: MessagingEvent): void
  /** The server ended the registration (MS-SIPREGE section 3.1.2.4); `event` is its own word, such as `unregistered`. */
  onDeregistered(event: string): void
}

interface Attached {
  readonly endpoint: UserEndpoint
  readonly conversations: Conversations
  readonly roster: Roster
  readonly publisher: PresencePublisher
}

/** What one session does at the Communications Server, over whichever endpoint it has at the time. */
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

  /** The session's endpoint is registered, for the first time or anew over another connection. */
  attach(endpoint: UserEndpoint): void {
    const { clock, emit, merged } = this.#options
    this.detach()
    this.#attached = {
      endpoint,
      conversations: new Conversations(clock, endpoint, merged, emit),
      roster: new Roster(clock, endpoint, this.#book, emit),
      publisher: new PresencePublisher(endpoint),
    }
    this.#attached.conversations.setReachable(this.#isReachable)
    endpoint.agent.takesRequest = (request) => this.#takes(request, endpoint)
    if (this.#isStarted) void this.start()
  }

  /** The endpoint is gone, with all dialogs and subscriptions. */
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
        // The connection is gone, and it is begun again over another.
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

  sendTyping(to: string, isTyping: boolean): void {
    this.#attached?.conversations.typing(to, isTyping)
  }

  closeConversation(peer: string): void {
    this.#attached?.conversations.close(peer)
  }

  /** Says goodbye to everybody, before the registration is removed; presence goes with that. Never fails. */
  async end(): Promise<void> {
    const attached = this.#attached
    this.#attached = null
    if (!attached) return
    await Promise.all([attached.conversations.end(goodbyeMs), attached.roster.end(goodbyeMs)])
  }

  /** What is notified. sip.js, which knows of no such subscriptions, need not see it. */
  #takes(request: SipRequest, { agent }: UserEndpoint): boolean {
    switch (request.method) {
      case 'BENOTIFY':
        // Nobody answers one ([MS-SIP], best-effort NOTIFY).
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
    const text = Buffer.from(body).toString('utf8')
    if (!/^\s*deregistered/i.test(text)) return
    this.#options.onDeregistered(/event=([\w-]{1,40})/i.exec(text)?.[1] ?? 'deregistered')
  }
}
