import { PeerUnavailable } from '../../sip-user-agent/index.ts'
import { RegisterRefused } from './communications-failure.ts'

/** What is to become of a registration after a REGISTER failed. */
export type Verdict =
  /** The server means it: there is no use in asking again. */
  | { readonly kind: 'final' }
  /** Worth another try over the same connection, after so long; null: as long as seems fit. */
  | { readonly kind: 'later'; readonly waitMs: number | null }
  /** Another server is to be asked. */
  | { readonly kind: 'elsewhere' }
  /** Nobody answered. */
  | { readonly kind: 'silence' }
  /** Worth another try over a new connection. */
  | { readonly kind: 'reconnect' }

/** Redirections that are followed. 305 and 380 ask for other things than another server (RFC 3261 sections 21.3.4, 21.3.5). */
const followed = new Set([300, 301, 302])

/** What passes by itself: 408, 480, 491, and of the server's own failures those that are not about the request. */
const passing = new Set([408, 480, 491])
const permanentFailures = new Set([501, 505, 513])

/** Refusals that pass only where the server says when (RFC 3261 section 20.33). */
const passingWhenTold = new Set([413, 486, 600, 603])

export function judgeFailure(error: unknown): Verdict {
  if (error instanceof PeerUnavailable) return judgeUnavailable(error)
  if (!(error instanceof RegisterRefused)) return { kind: 'final' }
  const { retryAfterMs: waitMs, status } = error
  if (followed.has(status)) return { kind: 'elsewhere' }
  // Flow Failed (RFC 5626 section 6): this connection will not do.
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
