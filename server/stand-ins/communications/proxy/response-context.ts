import type { SipRequest, SipResponse } from '../../../protocols/sip/index.ts'
import {
  type Answer,
  type ClientTransaction,
  type ClientTransactions,
  diagnostics,
  type PeerConnection,
} from '../../sip-server/index.ts'
import { bestResponse } from './best-response.ts'
import { withoutTopVia } from './forward-request.ts'

/** One copy of a request, and the connection that it is sent over. */
interface Branch {
  readonly request: SipRequest
  readonly connection: PeerConnection
}

export interface ResponseContextOptions {
  transactions: ClientTransactions
  method: string
  branches: readonly Branch[]
  mark: string
  /** Converts an answer of this server to a response to the request. */
  compose(answer: Answer): SipResponse
  /** Sends a response back to the sender of the request. */
  reply(response: SipResponse): void
  /** Every branch has ended. */
  onDone(): void
}

/** Collects the responses to a request that was forwarded to one or more targets (RFC 3261 section 16.7). */
export class ResponseContext {
  readonly #options: ResponseContextOptions
  readonly #refusals: SipResponse[] = []
  #sent: ClientTransaction[] = []
  #open: number
  #isAnswered = false

  constructor(options: ResponseContextOptions) {
    this.#options = options
    this.#open = options.branches.length
  }

  start(): void {
    const { transactions, branches, mark, method, compose } = this.#options
    this.#sent = branches.map(({ request, connection }) => {
      let isOver = false
      return transactions.send(
        request,
        connection,
        {
          onResponse: (response) => {
            // A repeated 2xx, or one of another endpoint behind a proxy: each goes to the caller (RFC 6026 section 7.2).
            if (isOver) this.#options.reply(withoutTopVia(response))
            else this.#handle(withoutTopVia(response))
            isOver ||= response.status >= 200
          },
          onTimeout: () =>
            this.#refuse(
              compose({ status: 408, reason: 'Request Timeout', diagnostic: diagnostics.timedOut }),
            ),
          // Section 16.9 says 503, which would blame this server, although the endpoint is gone. An INVITE has certainly ended,
          // but a MESSAGE may have been read before.
          onLost: () =>
            this.#refuse(
              compose({
                ...(method === 'INVITE'
                  ? { status: 480, reason: 'Temporarily Unavailable' }
                  : { status: 408, reason: 'Request Timeout' }),
                diagnostic: diagnostics.connectionRoutingError,
              }),
            ),
        },
        mark,
      )
    })
  }

  /** Called when the sender cancels the request (section 16.10). */
  cancel(): void {
    for (const transaction of this.#sent) transaction.cancel()
  }

  #handle(response: SipResponse): void {
    // A 100 only tells the previous hop that the request has arrived (section 16.7, step 5).
    if (response.status === 100) return
    if (response.status < 200) {
      if (!this.#isAnswered) this.#options.reply(response)
      return
    }
    if (response.status >= 300) {
      this.#refuse(response)
      return
    }
    // Each 2xx to an INVITE creates a dialog of its own, which the caller must end (section 16.7, step 5).
    if (!this.#isAnswered || this.#options.method === 'INVITE') this.#options.reply(response)
    this.#isAnswered = true
    this.cancel()
    this.#end()
  }

  #refuse(response: SipResponse): void {
    this.#refusals.push(response)
    if (response.status >= 600) this.cancel()
    this.#end()
  }

  #end(): void {
    this.#open -= 1
    if (this.#open > 0) return
    const best = bestResponse(this.#refusals)
    if (!this.#isAnswered && best) this.#options.reply(best)
    this.#isAnswered = true
    this.#options.onDone()
  }
}
