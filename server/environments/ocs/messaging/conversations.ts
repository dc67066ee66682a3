import type { MessageReason } from '#contract'
import { LazyMap } from '../../../base/index.ts'
import type { Clock } from '../../../clock/index.ts'
import { messageSession, offersMessages, parseAddressOfRecord } from '../../../protocols/sip/index.ts'
import type {
  IncomingInviteRequest,
  IncomingRequest,
  IncomingRequestMessage,
} from '../../../sip-user-agent/index.ts'
import { type ArrivalState, MessageRejected, type MessagingEvent } from '../../index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import { Conversation, type SendState } from './conversation.ts'
import { type ImDialog, supports } from './im-dialog.ts'
import { acceptedTypes, type IncomingContent, readIncomingContent, typeOf } from './incoming-content.ts'
import { type LateState, readLateReceipt, receiptTag, receiptType } from './late-receipt.ts'
import type { MergedMessages } from './merged-messages.ts'
import { RingingRequests } from './ringing-requests.ts'

/** Maximum conversations of a session. One more ends the least recently used. */
const mostConversations = 50

/** How long a BYE may wait for its answer. */
const goodbyeMs = 32_000

const accept = `Accept: ${acceptedTypes.join(', ')}`

/** The conversations of one endpoint: handles received requests and sends messages. */
export class Conversations {
  readonly #clock: Clock
  readonly #endpoint: UserEndpoint
  readonly #emit: (event: MessagingEvent) => void
  readonly #merged: MergedMessages
  /** By the peer's address of record, the least recently used first. */
  readonly #conversations = new LazyMap<string, Conversation>()
  readonly #ringing: RingingRequests
  /** Dialogs that were accepted while the handheld could not be reached, because no other endpoint accepted them. */
  #late: WeakSet<ImDialog> | null = null
  #isReachable = true

  /** @param merged the MESSAGEs outside dialogs that the service's endpoints have accepted */
  constructor(
    clock: Clock,
    endpoint: UserEndpoint,
    merged: MergedMessages,
    emit: (event: MessagingEvent) => void,
  ) {
    this.#clock = clock
    this.#ringing = new RingingRequests(clock)
    this.#endpoint = endpoint
    this.#merged = merged
    this.#emit = emit
    endpoint.agent.delegate = {
      onInvite: (request) => this.#invited(request),
      onMessage: (request) => this.#paged(request),
    }
  }

  /** @throws MessageRejected */
  async send({ id, to, text }: { id: number; to: string; text: string }): Promise<SendState> {
    const peer = parseAddressOfRecord(to)
    if (peer === null) throw new MessageRejected({ code: 'no-address', facts: { address: to } })
    return this.#with(peer).send({ id, text })
  }

  /** Asks for the receipt of an accepted message, which may be lost. */
  askForReceipt(id: number): void {
    for (const conversation of this.#conversations.values()) void conversation.askForReceipt(id)
  }

  /** Sends a typing notice only within a dialog: a peer without one need not know that somebody is about to write. */
  typing(to: string, isTyping: boolean): void {
    this.#conversations.get(parseAddressOfRecord(to) ?? '')?.typing(isTyping)
  }

  close(to: string): void {
    const peer = parseAddressOfRecord(to) ?? ''
    const conversation = this.#conversations.get(peer)
    if (!conversation) return
    if (!conversation.isBusy) this.#conversations.delete(peer)
    void conversation.close()
  }

  /** Sets whether the handheld can be reached. */
  setReachable(isReachable: boolean): void {
    this.#isReachable = isReachable
    if (!isReachable) return
    this.#late = null
    this.#ringing.acceptAll()
  }

  /** The connection is gone. */
  lost(): void {
    this.#ringing.stopAll()
    for (const conversation of this.#conversations.values()) conversation.lost()
  }

  /** Ends every conversation, for good. Never fails. */
  async end(timeoutMs: number): Promise<void> {
    // Refuse calls and messages from now on.
    this.#endpoint.agent.delegate = {}
    this.#ringing.refuseAll()
    const all = [...this.#conversations.values()]
    this.#conversations.clear()
    await Promise.all(all.map((conversation) => conversation.end(timeoutMs)))
  }

  #with(peer: string): Conversation {
    const known = this.#conversations.get(peer)
    const conversation =
      known ??
      new Conversation({
        clock: this.#clock,
        endpoint: this.#endpoint,
        peer,
        onDialog: (dialog) => this.#listen(peer, dialog),
        onUnconfirmed: (id) => this.#emit({ type: 'receipt', id, ...lateEnding(peer, 'unconfirmed') }),
      })
    this.#conversations.delete(peer)
    this.#conversations.set(peer, conversation)
    if (!known && this.#conversations.size > mostConversations) this.#endOldest()
    return conversation
  }

  #endOldest(): void {
    for (const [peer, conversation] of this.#conversations) {
      if (conversation.isBusy) continue
      this.#conversations.delete(peer)
      void conversation.close()
      return
    }
  }

  /** Handles an INVITE, which may contain the peer's first message. */
  #invited(request: IncomingInviteRequest): void {
    const { message } = request
    const peer = parseAddressOfRecord(message.from.uri.toString())
    if (peer === null) return void request.reject({ statusCode: 400 })
    if (!offersMessages(message.body)) return void request.reject({ statusCode: 488 })
    if (this.#isReachable) this.#accept(request, peer)
    else this.#ring(request, () => this.#accept(request, peer))
  }

  #ring(request: IncomingInviteRequest, accept: () => void): void {
    const refuse = this.#ringing.add(request, accept)
    if (refuse === null) return
    // Another endpoint has accepted the call (RFC 3261 section 9.2).
    request.delegate = { onCancel: () => refuse(487) }
    request.progress({ statusCode: 180 })
  }

  #accept(request: IncomingInviteRequest, peer: string): void {
    const { message } = request
    const first = firstMessageOf(message)
    const isTaken = first !== null && first.kind === 'text' && first.text.length > 0
    const conversation = this.#with(peer)
    const { session } = request.accept({
      statusCode: 200,
      supported: [receiptTag],
      // Send the tag in a header of its own, because clients compare the whole value.
      extraHeaders: isTaken ? ['Supported: ms-text-format'] : [],
      body: {
        contentDisposition: 'session',
        contentType: 'application/sdp',
        content: messageSession(this.#endpoint.sipAddress, acceptedTypes),
      },
    })
    const dialog = conversation.adopt(session, supports(message, receiptTag))
    if (!this.#isReachable) {
      this.#late ??= new WeakSet()
      this.#late.add(dialog)
    }
    if (isTaken) {
      const sequence = message.cseq
      this.#arrived(peer, message, first.text, (state) => {
        // The INVITE has its answer, so only a receipt can report the outcome.
        if (state !== 'accepted') dialog.receipt({ sequence, state })
      })
    }
  }

  #listen(peer: string, dialog: ImDialog): void {
    const gone = () => {
      this.#conversations.get(peer)?.drop(dialog)
      dialog.over()
    }
    dialog.session.delegate = {
      onMessage: (request) => this.#handleMessage(peer, request, dialog),
      onInfo: (request) => this.#handleInfo(peer, request, dialog),
      onBye(request) {
        request.accept()
        gone()
      },
      // The ACK never arrived (RFC 3261 section 13.3.1.4).
      onAckTimeout: () => {
        gone()
        void dialog.end(goodbyeMs, false)
      },
      // Communicator refreshes its sessions with a re-INVITE.
      onInvite: (request) => {
        if (!offersMessages(request.message.body)) return void request.reject({ statusCode: 488 })
        const content = messageSession(this.#endpoint.sipAddress, acceptedTypes)
        request.accept({
          statusCode: 200,
          body: { contentDisposition: 'session', contentType: 'application/sdp', content },
        })
      },
    }
  }

  /** Handles a MESSAGE outside any dialog, which phones send (RFC 3428). */
  #paged(request: IncomingRequest): void {
    const peer = parseAddressOfRecord(request.message.from.uri.toString())
    if (peer === null) return void request.reject({ statusCode: 400 })
    if (this.#isReachable) this.#handleMessage(peer, request, null)
    else this.#ringing.add(request, () => this.#handleMessage(peer, request, null))
  }

  #handleMessage(peer: string, request: IncomingRequest, dialog: ImDialog | null): void {
    const { message } = request
    const content = readIncomingContent(message.getHeader('Content-Type') ?? 'text/plain', message.body)
    if (content.kind !== 'text') return this.#handleOther(peer, request, content)
    if (dialog !== null && this.#isElsewhere(dialog)) {
      this.#conversations.get(peer)?.drop(dialog)
      void dialog.end(goodbyeMs)
      return void request.reject({ statusCode: 481 })
    }
    if (dialog === null) {
      if (!this.#merged.isFirst(message)) return void request.reject({ statusCode: 482 })
      // Answer a peer that writes without a session in the same way.
      this.#with(peer).isPager = true
    }
    let last: ArrivalState | null = null
    this.#arrived(peer, message, content.text, (state) => {
      if (last === null) {
        if (state === 'rejected') request.reject({ statusCode: 480 })
        else if (state === 'unconfirmed') request.reject({ statusCode: 408 })
        else request.accept({ statusCode: state === 'delivered' ? 200 : 202 })
      } else if (last === 'accepted' && state !== 'accepted') {
        dialog?.receipt({ sequence: message.cseq, state })
      } else return
      last = state
    })
  }

  /**
   * Whether a message should go to another endpoint, because the handheld cannot be reached. The peer then opens a new
   * conversation, which rings at all endpoints of the user. Only for peers that are services of this kind: another client
   * might lose a message.
   */
  #isElsewhere(dialog: ImDialog): boolean {
    return !this.#isReachable && dialog.takesReceipts && !this.#late?.has(dialog)
  }

  #handleInfo(peer: string, request: IncomingRequest, dialog: ImDialog): void {
    const { message } = request
    const type = message.getHeader('Content-Type') ?? ''
    if (typeOf(type) !== receiptType) {
      return this.#handleOther(peer, request, readIncomingContent(type, message.body))
    }
    const receipt = readLateReceipt(message.body)
    if (receipt === null) return void request.reject({ statusCode: 400 })
    request.accept({ statusCode: 200 })
    if ('asksFor' in receipt) return dialog.repeatReceipt(receipt)
    const id = dialog.awaited(receipt)
    if (id === undefined) return
    this.#emit({ type: 'receipt', id, ...lateEnding(peer, receipt.state) })
  }

  #handleOther(peer: string, request: IncomingRequest, content: IncomingContent): void {
    if (content.kind === 'typing') {
      request.accept({ statusCode: 200 })
      this.#emit({ type: 'typing', from: peer, isTyping: content.isTyping })
    } else if (content.kind === 'too-long') {
      request.reject({ statusCode: 413 })
    } else {
      request.reject({ statusCode: 415, extraHeaders: [accept] })
    }
  }

  #arrived(
    from: string,
    message: IncomingRequestMessage,
    text: string,
    answer: (state: ArrivalState) => void,
  ): void {
    if (text === '') return answer('delivered')
    const name = message.from.displayName || null
    this.#emit({ type: 'message', from, name, text, answer })
  }
}

/** The final outcome of a message that was accepted before, with the reason for its writer. */
function lateEnding(peer: string, state: LateState): { state: LateState; why: MessageReason | null } {
  const who = peer.replace(/^sip:/, '')
  switch (state) {
    case 'delivered':
      return { state, why: null }
    case 'rejected':
      return { state, why: { code: 'signed-out-before-arrival', facts: { who } } }
    case 'unconfirmed':
      return { state, why: { code: 'session-ended-unconfirmed', facts: { who } } }
  }
}

/** Reads Communicator's first message in the INVITE: `ms-text-format: text/plain; charset=UTF-8; ms-body=SGVsbG8=`. */
function firstMessageOf(message: IncomingRequestMessage): IncomingContent | null {
  const value = message.getHeader('Ms-Text-Format') ?? message.getHeader('Ms-IM-Format')
  const body = /;\s{0,9}ms-body="?([A-Za-z0-9+/=]{1,30000})/i.exec(value ?? '')?.[1]
  if (value === undefined || body === undefined) return null
  return readIncomingContent(value, Buffer.from(body, 'base64').toString('utf8'))
}
