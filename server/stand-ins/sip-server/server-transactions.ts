import { BoundedMap } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'
import { type SipRequest, type SipResponse, transactionBranch, type Via } from '../../protocols/sip/index.ts'
import type { Answer } from './answer.ts'

/** 64 * T1: how long an answer is kept for repeated requests (RFC 3261 section 17.2.2, timer J). */
const keptMs = 32_000
/** Maximum number of answers, enough for half a minute; a further one drops the oldest. */
const maximumKept = 2_000

/** One request that waits for its answer. */
export interface Exchange {
  /** The key of its server transaction on its connection. */
  readonly key: string
  /** Its Via values, the topmost with the source address added. */
  readonly vias: readonly string[]
  /** Converts an answer to a response to it. */
  compose(answer: Answer): SipResponse
  /** Sends a provisional or final answer. */
  reply(response: SipResponse): void
}

interface Transaction {
  startedAt: number
  /** Null while the request is being handled. */
  response: SipResponse | null
}

/**
 * The server transactions of one connection (RFC 3261 section 17.2). A repeated request
 * gets the same answer and is not handled twice. Each connection has its own transactions, so that nobody can get the answer
 * to another peer's request.
 */
export class ServerTransactions {
  readonly #clock: Clock
  /** In the order in which they started. */
  readonly #transactions = new BoundedMap<string, Transaction>(maximumKept)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * @returns `new` if the request must be handled; its earlier answer; or `pending` if it is being
   *   handled, so that nothing is sent
   */
  match(key: string): 'new' | 'pending' | SipResponse {
    const now = this.#clock.now()
    this.#transactions.deleteOldestWhile(({ startedAt }) => startedAt <= now - keptMs)
    const known = this.#transactions.get(key)
    if (known) return known.response ?? 'pending'
    this.#transactions.set(key, { startedAt: now, response: null })
    return 'new'
  }

  complete(key: string, response: SipResponse): void {
    // Count its lifetime from now, since an INVITE may have rung for minutes.
    this.#transactions.setNewest(key, { startedAt: this.#clock.now(), response: withOwnBody(response) })
  }

  /** Whether the request has arrived, answered or not. */
  has(key: string): boolean {
    return this.#transactions.has(key)
  }

  /** Whether the request was answered with a refusal, whose ACK then ends here (section 17.2.1). */
  wasRefused(key: string): boolean {
    const status = this.#transactions.get(key)?.response?.status
    return status !== undefined && status >= 300
  }
}

/** Copies the body. A small Buffer is a slice of a slab of 8 kB, which keeping the body would keep alive as a whole. */
function withOwnBody(response: SipResponse): SipResponse {
  const { body } = response
  return body.length === 0 ? response : { ...response, body: Uint8Array.from(body) }
}

/** The key by which repeated requests are recognised (RFC 3261 section 17.2.3). */
export function transactionKey(request: SipRequest, via: Via): string {
  const branch = transactionBranch(via)
  const sentBy = `${via.host}:${via.port ?? ''}`
  if (branch !== null) return JSON.stringify([branch, sentBy, request.method])
  // Before RFC 3261 there was no unique branch, so all these values must be equal.
  const { headers } = request
  const parts = ['From', 'To', 'Call-ID', 'CSeq'].map((name) => headers.get(name) ?? '')
  return JSON.stringify([request.uri, ...parts, headers.get('Via') ?? '', request.method])
}
