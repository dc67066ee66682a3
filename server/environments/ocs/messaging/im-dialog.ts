import { timeLimits } from '#contract'
import { BoundedMap, SerialQueue } from '../../../base/index.ts'
import type { SipResponse } from '../../../protocols/sip/index.ts'
import {
  type IncomingRequest,
  type IncomingResponseMessage,
  type OutgoingRequestDelegate,
  type SipDialog,
  SipDialogState,
  type SipUserAgent,
} from '../../../sip-user-agent/index.ts'
import {
  type LateReceipt,
  type LateState,
  type ReceiptQuestion,
  receiptType,
  writeLateReceipt,
  writeReceiptQuestion,
} from './late-receipt.ts'

/** Lab time that a request within a dialog may take. */
const answerTimeMs = timeLimits.messageAnswer.ms
/** Maximum accepted messages without a receipt, and receipts that are kept for a peer that asks again. */
const mostAwaited = 100

/** Communicator's typing notice ([MS-SIP], typing indication). */
function keyboardActivity(isTyping: boolean): string {
  return `<?xml version="1.0"?><KeyboardActivity><status status="${isTyping ? 'type' : 'idle'}"/></KeyboardActivity>`
}

/**
 * One dialog of a conversation. Sends one request at a time: two could overtake each other on the way, and the peer would
 * refuse the late one for its CSeq.
 */
export class ImDialog {
  readonly session: SipDialog
  /** Called with the device's number of an accepted message that will get no receipt any more. */
  onUnconfirmed: (id: number) => void = () => {}
  /** Whether the peer supports late receipts. */
  readonly takesReceipts: boolean
  /** The device's number of each MESSAGE, by its CSeq. */
  readonly #awaited = new BoundedMap<number, number>(mostAwaited)
  /** The receipts that the peer was sent, by the CSeq of its MESSAGE. */
  readonly #told = new BoundedMap<number, LateState>(mostAwaited)
  readonly #agent: SipUserAgent
  readonly #requests = new SerialQueue()
  #isOver = false

  constructor(agent: SipUserAgent, session: SipDialog, takesReceipts: boolean) {
    this.#agent = agent
    this.session = session
    this.takesReceipts = takesReceipts
  }

  /** @throws PeerUnavailable */
  async message(id: number, text: string, timeoutMs: number): Promise<SipResponse> {
    const content = { type: 'text/plain; charset=UTF-8', text }
    // A MESSAGE that is sent again with credentials has another CSeq.
    const { response, sequence } = await this.#request('MESSAGE', content, timeoutMs)
    if (response.status === 202 && this.takesReceipts) {
      const dropped = this.#awaited.set(sequence, id)
      if (dropped !== undefined) this.onUnconfirmed(dropped)
      if (this.#isOver) this.#giveUp(sequence)
    }
    return response
  }

  /** The dialog is over: gives up all receipts. */
  over(): void {
    this.#isOver = true
    for (const sequence of [...this.#awaited.keys()]) this.#giveUp(sequence)
  }

  #giveUp(sequence: number): void {
    const id = this.#awaited.get(sequence)
    this.#awaited.delete(sequence)
    if (id !== undefined) this.onUnconfirmed(id)
  }

  /** Sends a typing notice only if no request is under way; after waiting it would be out of date. */
  typing(isTyping: boolean): void {
    if (this.#requests.size === 0) this.#info('application/xml', keyboardActivity(isTyping))
  }

  receipt(receipt: LateReceipt): void {
    if (!this.takesReceipts) return
    this.#told.set(receipt.sequence, receipt.state)
    this.#info(receiptType, writeLateReceipt(receipt))
  }

  /** Answers a peer that misses a receipt: sends it again, if the message has an ending. */
  repeatReceipt({ asksFor }: ReceiptQuestion): void {
    const state = this.#told.get(asksFor)
    if (state !== undefined) this.receipt({ sequence: asksFor, state })
  }

  /**
   * Asks the peer for the receipt of an accepted message, which may be lost, or with it the peer's whole dialog.
   * @returns the answer; null if the message awaits no receipt in this dialog
   * @throws PeerUnavailable
   */
  async askForReceipt(id: number): Promise<SipResponse | null> {
    for (const [sequence, awaited] of this.#awaited) {
      if (awaited !== id) continue
      const content = { type: receiptType, text: writeReceiptQuestion({ asksFor: sequence }) }
      return (await this.#request('INFO', content, answerTimeMs)).response
    }
    return null
  }

  /** @returns the device's number of the message that a receipt is for */
  awaited({ sequence }: LateReceipt): number | undefined {
    const id = this.#awaited.get(sequence)
    this.#awaited.delete(sequence)
    return id
  }

  /**
   * Ends the dialog (RFC 3261 section 15.1.1) after the requests under way have their answers. Until then it accepts messages
   * and receipts; afterwards the agent refuses them. Never fails, even if the peer cannot be told.
   * @param waitsForAck whether to wait for the ACK first: no BYE may precede it (RFC 3261 section 15), unless it is overdue
   */
  async end(timeoutMs: number, waitsForAck = true): Promise<void> {
    if (waitsForAck && !(await this.#agent.within(timeoutMs, this.#acknowledged()))) this.session.dispose()
    const hangUp = (delegate: OutgoingRequestDelegate) => this.#agent.hangUp(this.session, delegate)
    await this.#requests
      .run(() => this.#agent.exchange('BYE', hangUp, timeoutMs))
      .catch(() => {
        // The peer does not answer, or has hung up itself.
      })
    this.over()
  }

  /** Resolves when the ACK arrives, or is overdue. */
  #acknowledged(): Promise<void> {
    return new Promise((resolve) => {
      if (this.session.sessionState !== SipDialogState.AckWait) return resolve()
      const { delegate } = this.session
      this.session.delegate = { ...delegate, onAck: () => resolve(), onAckTimeout: () => resolve() }
    })
  }

  #info(type: string, text: string): void {
    this.#request('INFO', { type, text }, answerTimeMs).catch(() => {
      // No caller waits for the result.
    })
  }

  #request(
    method: 'MESSAGE' | 'INFO',
    content: { type: string; text: string },
    timeoutMs: number,
  ): Promise<{ response: SipResponse; sequence: number }> {
    return this.#requests.run(() => this.#agent.requestInDialog(this.session, { method, content, timeoutMs }))
  }
}

/** Whether a message of the peer has the option tag in its Supported header. */
export function supports(
  message: IncomingRequest['message'] | IncomingResponseMessage,
  tag: string,
): boolean {
  return message.getHeaders('supported').some((value) =>
    value
      .toLowerCase()
      .split(/\s{0,9},\s{0,9}/)
      .includes(tag),
  )
}
