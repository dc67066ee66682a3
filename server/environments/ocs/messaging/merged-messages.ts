import { BoundedMap } from '../../../base/index.ts'
import type { IncomingRequestMessage } from '../../../sip-user-agent/index.ts'

/** More than can be under way at once: a MESSAGE is answered within half a minute. */
const mostRemembered = 1_000

/**
 * A MESSAGE outside of dialogs goes to every endpoint of a user, and nothing can call it back. Those of one service are one
 * user agent server, which takes it once (RFC 3261 section 8.2.2.2).
 */
export class MergedMessages {
  readonly #seen = new BoundedMap<string, true>(mostRemembered)

  /** @returns whether it comes for the first time */
  isFirst({ callId, cseq, fromTag }: IncomingRequestMessage): boolean {
    const key = `${callId} ${cseq} ${fromTag}`
    if (this.#seen.has(key)) return false
    this.#seen.set(key, true)
    return true
  }
}
