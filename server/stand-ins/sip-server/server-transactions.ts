import { BoundedMap } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'
import { type SipRequest, type SipResponse, transactionBranch, type Via } from '../../protocols/sip/index.ts'
import type { Answer } from './answer.ts'

/** 64 * T1: how long an answer is kept for a request that comes again (RFC 3261 section 17.2.2, timer J). */
const keptMs = 32_000
/** Enough for every request of half a minute; beyond it the oldest answers go first. */
const maximumKept = 2_000

/** One request that waits for its answer. */
export interface Exchange {
  /** Names its server transaction on its connection. */
  readonly key: string
  /** Its Via values, the topmost stamped with where it came from. */
  readonly vias: readonly string[]
  /** Makes an answer into a response to it. */
  compose(answer: Answer): SipResponse
  /** Answers it, provisionally or for good. */
  reply(response: SipResponse): void
}

interface Transaction {
  startedAt: number
  /** Null while the request is worked on. */
  response: SipResponse | null
}

/**
 * The server transactions of one connection (RFC 3261 section 17.2). The same request, should it come again,
 * gets the same answer and is not carried out twice. A connection knows only its own, so that nobody can fetch an answer
 * that was meant for somebody else.
 */
export class ServerTransactions {
  readonly #clock: Clock
  /** In the order in which they started. */
  readonly #transactions = new BoundedMap<string, Transaction>(maximumKept)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * @returns `new` when the request is to be carried out; the answer that it already had; or `pending` when it is being
   *   worked on, and nothing is to be said
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
    // Kept from now on: an INVITE may have rung for minutes.
    this.#transactions.setNewest(key, { startedAt: this.#clock.now(), response })
  }

  /** Whether the request has come, answered or not. */
  has(key: string): boolean {
    return this.#transactions.has(key)
  }

  /** Whether the request was answered with a refusal, whose ACK then ends here (section 17.2.1). */
  wasRefused(key: string): boolean {
    const status = this.#transactions.get(key)?.response?.status
    return status !== undefined && status >= 300
  }
}

/** What makes two requests the same (RFC 3261 section 17.2.3). */
export function transactionKey(request: SipRequest, via: Via): string {
  const branch = transactionBranch(via)
  const sentBy = `${via.host}:${via.port ?? ''}`
  if (branch !== null) return JSON.stringify([branch, sentBy, request.method])
  // From before RFC 3261: no unique branch, so all of this must be the same.
  const { headers } = request
  const parts = ['From', 'To', 'Call-ID', 'CSeq'].map((name) => headers.get(name) ?? '')
  return JSON.stringify([request.uri, ...parts, headers.get('Via') ?? '', request.method])
}
