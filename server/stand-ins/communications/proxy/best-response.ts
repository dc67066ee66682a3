import { SipHeaders, type SipResponse } from '../../../protocols/sip/index.ts'

/** Answers that tell the caller what to do differently (RFC 3261 section 16.7, step 6). */
const helpful = [401, 407, 415, 420, 484]
/** The least informative answers: nobody is there. */
const vague = [408, 480]

/**
 * Selects the answer when every branch of a fork has refused (RFC 3261 section 16.7, step 6): a 6xx if there is one,
 * otherwise the most helpful one of the lowest class.
 */
export function bestResponse(responses: readonly SipResponse[]): SipResponse | null {
  const [best] = [...responses].sort((a, b) => rank(a) - rank(b))
  if (best === undefined) return null
  // The endpoint is overloaded, not this server (section 16.7, step 6).
  if (best.status === 503) return { ...best, status: 500, reason: 'Server Internal Error' }
  return best.status === 401 || best.status === 407 ? withAllChallenges(best, responses) : best
}

function rank({ status }: SipResponse): number {
  const kind = Math.floor(status / 100)
  if (kind === 6) return 0
  const usefulness = helpful.includes(status) ? 0 : vague.includes(status) ? 2 : 1
  return kind * 10 + usefulness
}

/** Section 16.7, step 7: the challenges of all branches. */
function withAllChallenges(best: SipResponse, responses: readonly SipResponse[]): SipResponse {
  const headers = SipHeaders.from(best.headers)
  for (const other of responses) {
    if (other === best || (other.status !== 401 && other.status !== 407)) continue
    for (const name of ['WWW-Authenticate', 'Proxy-Authenticate']) {
      for (const value of other.headers.all(name)) headers.add(name, value)
    }
  }
  return { ...best, headers }
}
