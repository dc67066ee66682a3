import { timeLimits } from '#contract'
import { drawRandomHex } from '../../../base/bytes/index.ts'
import { SerialQueue } from '../../../base/index.ts'
import type { Clock } from '../../../clock/index.ts'
import { messageSession } from '../../../protocols/sip/index.ts'
import { PeerUnavailable, ReceivedResponse, type SipDialog } from '../../../sip-user-agent/index.ts'
import { MessageRejected, MessageUnconfirmed } from '../../index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import { ImDialog, supports } from './im-dialog.ts'
import { acceptedTypes } from './incoming-content.ts'
import { receiptTag } from './late-receipt.ts'
import {
  endingOf,
  failureOf,
  isDeadDialog,
  refusalOf,
  unconfirmed,
  wantsPagerMode,
} from './message-endings.ts'

/** How long a message waits for its answer, as in Communicator. */
const sendTimeMs = timeLimits.messageAnswer.ms
/** Maximum texts that wait for earlier ones. */
const mostWaiting = 100
/** Maximum dialogs. There are several when both sides open one at the same time, or the peer has several endpoints. */
const mostDialogs = 4

export type SendState = 'delivered' | 'accepted'

interface Text {
  readonly id: number
  readonly text: string
}

/**
 * One user's conversation with one peer. Sends texts one after the other, in a dialog (MS-SIP, instant messaging sessions),
 * or each as a MESSAGE of its own to a peer that supports no sessions (RFC 3428).
 */
export class Conversation {
  /** Address of record. */
  readonly peer: string
  readonly #clock: Clock
  readonly #endpoint: UserEndpoint
  /** Connects the handlers for a new dialog's incoming requests. */
  readonly #onDialog: (dialog: ImDialog) => void
  readonly #onUnconfirmed: (id: number) => void
  /** The newest, which is used, is the last. */
  #dialogs: ImDialog[] = []
  readonly #texts = new SerialQueue()
  /** The peer supports no sessions, or writes without one. */
  isPager = false
  #isOver = false

  constructor(options: {
    clock: Clock
    endpoint: UserEndpoint
    peer: string
    onDialog(dialog: ImDialog): void
    /** Called with the device's number of an accepted message that will get no receipt any more. */
    onUnconfirmed(id: number): void
  }) {
    this.#clock = options.clock
    this.#endpoint = options.endpoint
    this.peer = options.peer
    this.#onDialog = options.onDialog
    this.#onUnconfirmed = options.onUnconfirmed
  }

  get isBusy(): boolean {
    return this.#texts.size > 0
  }

  /** @throws MessageRejected, MessageUnconfirmed */
  async send(text: Text): Promise<SendState> {
    if (this.#texts.size >= mostWaiting) throw new MessageRejected({ code: 'too-many-unsent', facts: {} })
    return this.#texts.run(() => this.#deliver(text))
  }

  /** Asks for the receipt of an accepted message. A peer that knows the dialog no more will send none: gives it up. Never fails. */
  async askForReceipt(id: number): Promise<void> {
    for (const dialog of this.#dialogs) {
      try {
        const answer = await dialog.askForReceipt(id)
        if (answer && isDeadDialog(answer.status)) this.#abandon(dialog, answer.status !== 481)
      } catch {
        // No answer, or the dialog ends just now (RFC 3261 section 12.2.1.2).
        this.#abandon(dialog)
      }
    }
  }

  /** Sends a typing notice, but not while a text is under way. */
  typing(isTyping: boolean): void {
    if (!this.isBusy) this.#dialogs.at(-1)?.typing(isTyping)
  }

  /** Adds a dialog that the peer opened. */
  adopt(session: SipDialog, takesReceipts: boolean): ImDialog {
    const dialog = new ImDialog(this.#endpoint.agent, session, takesReceipts)
    dialog.onUnconfirmed = this.#onUnconfirmed
    this.isPager = false
    this.#dialogs.push(dialog)
    if (this.#dialogs.length > mostDialogs) void this.#dialogs.shift()?.end(sendTimeMs)
    this.#onDialog(dialog)
    return dialog
  }

  /** Removes a dialog that is over or dead. */
  drop(dialog: ImDialog): void {
    this.#dialogs = this.#dialogs.filter((each) => each !== dialog)
    dialog.over()
  }

  /** Ends a dialog in which something went wrong, for both sides (RFC 3261 section 12.2.1.2). */
  #abandon(dialog: ImDialog, isKnownToPeer = true): void {
    this.drop(dialog)
    if (isKnownToPeer) void dialog.end(sendTimeMs)
    else dialog.session.dispose()
  }

  /** The connection is gone: forgets all dialogs. */
  lost(): void {
    for (const dialog of this.#dialogs) this.drop(dialog)
  }

  /** Ends the dialogs. The next text opens a new one. */
  async close(timeoutMs = sendTimeMs): Promise<void> {
    const dialogs = this.#dialogs
    this.#dialogs = []
    await Promise.all(dialogs.map((dialog) => dialog.end(timeoutMs)))
  }

  /** Ends the conversation for good and drops waiting texts. */
  async end(timeoutMs: number): Promise<void> {
    this.#isOver = true
    await this.close(timeoutMs)
  }

  async #deliver(text: Text): Promise<SendState> {
    const deadline = this.#clock.now() + sendTimeMs
    try {
      for (let isLastTry = false; ; isLastTry = true) {
        if (this.#isOver) throw new MessageRejected({ code: 'session-ended', facts: {} })
        const known = this.#dialogs.at(-1)
        const dialog = this.isPager ? null : (known ?? (await this.#open(deadline)))
        if (dialog === null) return await this.#page(text, deadline)
        const { status, reason } = await this.#message(dialog, text, deadline)
        if (status < 300) return status === 202 ? 'accepted' : 'delivered'
        const ending = endingOf(this.peer, status, reason)
        if (ending instanceof MessageUnconfirmed) this.#abandon(dialog)
        if (!isDeadDialog(status)) throw ending
        this.#abandon(dialog, status !== 481)
        // A new dialog cannot be stale, so the peer itself is gone.
        if (isLastTry || dialog !== known) throw refusalOf(this.peer, status, reason)
      }
    } catch (error) {
      const ending = failureOf(this.peer, error)
      // The end of the session cut the INVITE short, so its failure says nothing about the server.
      if (this.#isOver && ending instanceof MessageRejected)
        throw new MessageRejected({ code: 'session-ended', facts: {} }, error)
      throw ending
    }
  }

  async #message(dialog: ImDialog, { id, text }: Text, deadline: number) {
    try {
      return await dialog.message(id, text, this.#leftUntil(deadline))
    } catch (error) {
      this.#abandon(dialog)
      if (error instanceof PeerUnavailable) throw unconfirmed(this.peer, error)
      // The dialog has ended meanwhile, so sip.js sends nothing.
      return { status: 481, reason: 'Call/Transaction Does Not Exist' }
    }
  }

  /** @returns null if the peer supports no sessions */
  async #open(deadline: number): Promise<ImDialog | null> {
    const { agent, contact, epid, sipAddress } = this.#endpoint
    const message = agent.compose({
      method: 'INVITE',
      target: this.peer,
      to: this.peer,
      address: sipAddress,
      fromParameters: `;epid=${epid}`,
      supported: [receiptTag],
      headers: [
        `Contact: <${contact}>`,
        // A new identifier each time, because a peer that still has the old conversation refuses its identifier.
        `Ms-Conversation-ID: ${drawRandomHex(16)}`,
        `EndPoints: <${sipAddress}>, <${this.peer}>`,
        'Ms-Text-Format: text/plain; charset=UTF-8',
      ],
      content: { type: 'application/sdp', text: messageSession(sipAddress, acceptedTypes) },
    })
    let opened: ImDialog | null = null
    let fault: string | null = null
    let isGivenUp = false
    const response = await agent
      .exchange(
        'INVITE',
        (delegate) =>
          agent.core.invite(message, {
            ...delegate,
            onAccept: (accepted) => {
              accepted.ack()
              const { message: answer, session } = accepted
              const bodyFault = answer instanceof ReceivedResponse ? answer.bodyFault : null
              // If several endpoints accept, use the first (RFC 3261 section 13.2.2.4).
              if (opened !== null || isGivenUp || bodyFault !== null) {
                if (opened === null) fault = bodyFault
                void new ImDialog(agent, session, false).end(sendTimeMs)
              } else {
                // Adopt the dialog at once: the peer's first message may follow its answer in the same packet.
                opened = this.adopt(session, supports(answer, receiptTag))
              }
              delegate.onAccept?.(accepted)
            },
          }),
        this.#leftUntil(deadline),
      )
      .catch((error: unknown) => {
        isGivenUp = true
        throw error
      })
    if (opened !== null) {
      if (!this.#isOver) return opened
      void this.close()
      throw new MessageRejected({ code: 'session-ended', facts: {} })
    }
    if (fault !== null)
      throw new PeerUnavailable({ code: 'unreadable-answer', facts: { response: null, cause: fault } })
    if (!wantsPagerMode(response.status)) throw refusalOf(this.peer, response.status, response.reason)
    this.isPager = true
    return null
  }

  async #page({ text }: Text, deadline: number): Promise<SendState> {
    const { agent, epid, sipAddress } = this.#endpoint
    const { status, reason } = await agent
      .request({
        method: 'MESSAGE',
        target: this.peer,
        to: this.peer,
        address: sipAddress,
        fromParameters: `;epid=${epid}`,
        supported: [],
        content: { type: 'text/plain; charset=UTF-8', text },
        timeoutMs: this.#leftUntil(deadline),
      })
      .catch((error: unknown) => {
        throw error instanceof PeerUnavailable ? unconfirmed(this.peer, error) : error
      })
    if (status < 300) return status === 202 ? 'accepted' : 'delivered'
    this.isPager = false
    throw endingOf(this.peer, status, reason)
  }

  #leftUntil(deadline: number): number {
    return Math.max(1, deadline - this.#clock.now())
  }
}
