import type { IncomingRequest, OutgoingRequestDelegate, Session } from 'sip.js/lib/core/index.js'
import type { SipResponse } from '../../../sip/index.ts'
import type { SipUserAgent } from '../sip-user-agent.ts'
import { type LateReceipt, receiptType, writeLateReceipt } from './late-receipt.ts'

/** Lab time that a request within a dialog may take; sip.js itself gives up after 32 s of real time. */
const answerTimeMs = 60_000
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
  readonly session: Session
  /** Whether the peer understands receipts that come later. */
  readonly takesReceipts: boolean
  /** By CSeq of the MESSAGE: the device's number of it. */
  readonly #awaited = new Map<number, number>()
  readonly #agent: SipUserAgent
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(agent: SipUserAgent, session: Session, takesReceipts: boolean) {
    this.#agent = agent
    this.session = session
    this.takesReceipts = takesReceipts
  }

  /** @throws CommunicationsUnavailable */
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
      const [oldest] = this.#awaited.keys()
      if (oldest !== undefined && this.#awaited.size >= mostAwaited) this.#awaited.delete(oldest)
      this.#awaited.set(sequenceOf(), id)
    }
    return response
  }

  /** Told only while nothing else is under way: by then it is old. */
  typing(isTyping: boolean): void {
    if (this.#waiting === 0) this.#info('application/xml', keyboardActivity(isTyping))
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

  /** Ends it (RFC 3261 section 15.1.1). Never fails: a peer that cannot be told has no use for it. */
  async end(timeoutMs: number): Promise<void> {
    this.session.delegate = {}
    await this.#inTurn('BYE', timeoutMs, (delegate) => this.session.bye(delegate)).catch(() => {
      // It may still wait for its ACK, when no BYE is allowed.
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
    send: (delegate: OutgoingRequestDelegate) => ReturnType<Session['message']>,
  ): Promise<SipResponse> {
    this.#waiting += 1
    const turn = this.#last.then(() => this.#agent.exchange(method, send, timeoutMs))
    this.#last = turn
      .catch(() => {})
      .then(() => {
        this.#waiting -= 1
      })
    return turn
  }
}

/** Whether a peer's message names an option tag in Supported. */
export function supports(message: IncomingRequest['message'] | SipResponse, tag: string): boolean {
  const values = 'kind' in message ? message.headers.list('Supported') : message.getHeaders('supported')
  return values.some((value) =>
    value
      .toLowerCase()
      .split(/\s{0,9},\s{0,9}/)
      .includes(tag),
  )
}
