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
import { type LateReceipt, receiptType, writeLateReceipt } from './late-receipt.ts'

/** Lab time that a request within a dialog may take; sip.js itself gives up after 32 s of real time. */
const answerTimeMs = timeLimits.messageAnswer.ms
/** Messages that were accepted only, and whose receipt is still to come. */
const mostAwaited = 100

/** What Communicator writes ([MS-SIP], typing indication). */
function keyboardActivity(isTyping: boolean): string {
  return `<?xml version="1.0"?><KeyboardActivity><status status="${isTyping ? 'type' : 'idle'}"/></KeyboardActivity>`
}

/**
 * One dialog of a conversation. Its requests go one at a time: two at once may overtake each other on their way, and the one
 * that comes late is refused for its CSeq.
 */
export class ImDialog {
  readonly session: SipDialog
  /** Hears the device's number of a message that was accepted, and of which nothing more will be heard. */
  onUnconfirmed: (id: number) => void = () => {}
  /** Whether the peer understands receipts that come later. */
  readonly takesReceipts: boolean
  /** By CSeq of the MESSAGE: the device's number of it. */
  readonly #awaited = new BoundedMap<number, number>(mostAwaited)
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
    let sequenceOf = () => 0
    const response = await this.#inTurn('MESSAGE', timeoutMs, (delegate) => {
      const content = {
        contentDisposition: 'render',
        contentType: 'text/plain; charset=UTF-8',
        content: text,
      }
      const sent = this.session.message(delegate, { body: content })
      // Asked for once it is answered: with credentials, it goes again under another number.
      sequenceOf = () => sent.message.cseq
      return sent
    })
    if (response.status === 202 && this.takesReceipts) {
      const sequence = sequenceOf()
      const dropped = this.#awaited.set(sequence, id)
      if (dropped !== undefined) this.onUnconfirmed(dropped)
      if (this.#isOver) this.#giveUp(sequence)
    }
    return response
  }

  /** The dialog is over: no receipt comes any more. */
  over(): void {
    this.#isOver = true
    for (const sequence of [...this.#awaited.keys()]) this.#giveUp(sequence)
  }

  #giveUp(sequence: number): void {
    const id = this.#awaited.get(sequence)
    this.#awaited.delete(sequence)
    if (id !== undefined) this.onUnconfirmed(id)
  }

  /** Told only while nothing else is under way: by then it is old. */
  typing(isTyping: boolean): void {
    if (this.#requests.size === 0) this.#info('application/xml', keyboardActivity(isTyping))
  }

  receipt(receipt: LateReceipt): void {
    if (this.takesReceipts) this.#info(receiptType, writeLateReceipt(receipt))
  }

  /** @returns the device's number of the message that a receipt is for */
  awaited({ sequence }: LateReceipt): number | undefined {
    const id = this.#awaited.get(sequence)
    this.#awaited.delete(sequence)
    return id
  }

  /**
   * Ends it (RFC 3261 section 15.1.1), once what is under way in it has had its answer: until then it takes messages and
   * receipts, and from then on the agent refuses them. Never fails: a peer that cannot be told has no use for it.
   * @param waitsForAck no BYE may go before the ACK (RFC 3261 section 15), unless that did not come in its time
   */
  async end(timeoutMs: number, waitsForAck = true): Promise<void> {
    if (waitsForAck && !(await this.#agent.within(timeoutMs, this.#acknowledged()))) this.session.dispose()
    await this.#inTurn('BYE', timeoutMs, (delegate) => this.#agent.hangUp(this.session, delegate)).catch(
      () => {
        // Nobody answers, or the peer has hung up itself.
      },
    )
    this.over()
  }

  /** Resolves when the ACK has come, or did not in its time. */
  #acknowledged(): Promise<void> {
    return new Promise((resolve) => {
      if (this.session.sessionState !== SipDialogState.AckWait) return resolve()
      const { delegate } = this.session
      this.session.delegate = { ...delegate, onAck: () => resolve(), onAckTimeout: () => resolve() }
    })
  }

  #info(contentType: string, content: string): void {
    const body = { contentDisposition: 'render', contentType, content }
    this.#inTurn('INFO', answerTimeMs, (delegate) => this.session.info(delegate, { body })).catch(() => {
      // Nobody waits for it.
    })
  }

  #inTurn(
    method: string,
    timeoutMs: number,
    send: (delegate: OutgoingRequestDelegate) => ReturnType<SipDialog['message']>,
  ): Promise<SipResponse> {
    return this.#requests.run(() => this.#agent.exchange(method, send, timeoutMs))
  }
}

/** Whether a peer's message names an option tag in Supported. */
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
