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

/** One copy of a request, and the connection that it goes out on. */
interface Branch {
  readonly request: SipRequest
  readonly connection: PeerConnection
}

export interface ResponseContextOptions {
  transactions: ClientTransactions
  method: string
  branches: readonly Branch[]
  mark: string
  /** Makes an answer of this server's own into a response to the request. */
  compose(answer: Answer): SipResponse
  /** Sends a response back to the sender of the request. */
  reply(response: SipResponse): void
  /** Every branch has ended. */
  onDone(): void
}

/** What became of one request that went to one or more targets (RFC 3261 section 16.7). */
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
            // Again, or another endpoint's behind a proxy: each 2xx goes to the caller (RFC 6026 section 7.2).
            if (isOver) this.#options.reply(withoutTopVia(response))
            else this.#handle(withoutTopVia(response))
            isOver ||= response.status >= 200
          },
          onTimeout: () =>
            this.#refuse(
              compose({ status: 408, reason: 'Request Timeout', diagnostic: diagnostics.timedOut }),
            ),
          // Section 16.9 says 503, which would blame this server: it is the endpoint that is gone. What it took meanwhile,
          // nobody knows: an INVITE is certainly over, but a MESSAGE may have been read.
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

  /** The sender cancels the request (section 16.10). */
  cancel(): void {
    for (const transaction of this.#sent) transaction.cancel()
  }

  #handle(response: SipResponse): void {
    // A 100 says one hop that the next has it (section 16.7, step 5).
    if (response.status === 100) return
    if (response.status < 200) {
      if (!this.#isAnswered) this.#options.reply(response)
      return
    }
    if (response.status >= 300) {
      this.#refuse(response)
      return
    }
    // Each 2xx of an INVITE is a dialog of its own, and the caller's to end (section 16.7, step 5).
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
