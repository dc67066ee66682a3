import { PeerUnavailable } from '../../sip-user-agent/index.ts'
import { RegisterRefused } from './communications-failure.ts'

/** What to do about a registration after a REGISTER failed. */
export type Verdict =
  /** The server refused for good. */
  | { readonly kind: 'final' }
  /** Retry over the same connection after this time; null: after the usual pause. */
  | { readonly kind: 'later'; readonly waitMs: number | null }
  /** Ask another server. */
  | { readonly kind: 'elsewhere' }
  /** The server did not answer. */
  | { readonly kind: 'silence' }
  /** Retry over a new connection. */
  | { readonly kind: 'reconnect' }

/** Redirections that are followed. 305 and 380 ask for other things than another server (RFC 3261 sections 21.3.4, 21.3.5). */
const followed = new Set([300, 301, 302])

/** Temporary refusals: 408, 480, 491, and 5xx except those about the request itself. */
const passing = new Set([408, 480, 491])
const permanentFailures = new Set([501, 505, 513])

/** Refusals that are temporary only if the server sends Retry-After (RFC 3261 section 20.33). */
const passingWhenTold = new Set([413, 486, 600, 603])

export function judgeFailure(error: unknown): Verdict {
  if (error instanceof PeerUnavailable) return judgeUnavailable(error)
  if (!(error instanceof RegisterRefused)) return { kind: 'final' }
  const { retryAfterMs: waitMs, status } = error
  if (followed.has(status)) return { kind: 'elsewhere' }
  // Flow Failed (RFC 5626 section 6): this connection cannot be used.
  if (status === 430) return { kind: 'reconnect' }
  const isServerFailure = status >= 500 && status < 600 && !permanentFailures.has(status)
  const isPassing = passing.has(status) || isServerFailure || (passingWhenTold.has(status) && waitMs !== null)
  return isPassing ? { kind: 'later', waitMs } : { kind: 'final' }
}

function judgeUnavailable({ code }: PeerUnavailable): Verdict {
  switch (code) {
    case 'password-not-asked':
    case 'password-not-kept':
      return { kind: 'final' }
    case 'timed-out':
      return { kind: 'silence' }
    case 'unreadable-answer':
      return { kind: 'later', waitMs: null }
    default:
      return { kind: 'reconnect' }
  }
}
