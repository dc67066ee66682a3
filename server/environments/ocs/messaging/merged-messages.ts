import { BoundedMap } from '../../../base/index.ts'
import type { IncomingRequestMessage } from '../../../sip-user-agent/index.ts'

/** More than can be under way at the same time, because a MESSAGE is answered within half a minute. */
const mostRemembered = 1_000

/**
 * Recognizes a MESSAGE outside dialogs that several endpoints of the service receive. A proxy sends it to every endpoint of a
 * user and cannot cancel it. The service's endpoints count as one user agent server, which accepts it once (RFC 3261 section
 * 8.2.2.2).
 */
export class MergedMessages {
  readonly #seen = new BoundedMap<string, true>(mostRemembered)

  /** @returns whether the message arrives for the first time */
  isFirst({ callId, cseq, fromTag }: IncomingRequestMessage): boolean {
    const key = `${callId} ${cseq} ${fromTag}`
    if (this.#seen.has(key)) return false
    this.#seen.set(key, true)
    return true
  }
}
