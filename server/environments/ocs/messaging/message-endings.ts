import type { MessageReason } from '#contract'
import { PeerUnavailable } from '../../../sip-user-agent/index.ts'
import { MessageRejected, MessageUnconfirmed } from '../../index.ts'

/** Why a message was not delivered, by SIP status. */
export function refusalOf(peer: string, status: number, reason: string): MessageRejected {
  return new MessageRejected(reasonOf(who(peer), status, reason))
}

function reasonOf(who: string, status: number, reason: string): MessageReason {
  const facts = { who }
  switch (status) {
    case 403:
      return { code: 'not-allowed', facts }
    case 404:
    case 604:
      return { code: 'no-such-address', facts }
    case 408:
    case 504:
      return { code: 'no-answer', facts }
    case 410:
    case 480:
    case 481:
      return { code: 'not-signed-in', facts }
    case 413:
    case 513:
      return { code: 'too-long', facts }
    case 415:
    case 405:
    case 488:
    case 501:
    case 606:
      return { code: 'takes-no-messages', facts }
    case 486:
    case 600:
      return { code: 'busy', facts }
    case 603:
      return { code: 'declined', facts }
    default:
      return { code: 'refused', facts: { status, reason } }
  }
}

/** The address without its scheme, as people write it. */
function who(peer: string): string {
  return peer.replace(/^sips?:/i, '')
}

/** The outcome of a message whose final answer is no success. */
export function endingOf(peer: string, status: number, reason: string): MessageRejected | MessageUnconfirmed {
  if (!leavesOpen(status)) return refusalOf(peer, status, reason)
  return new MessageUnconfirmed({ code: 'not-confirmed', facts: { who: who(peer) } })
}

/**
 * Answers that leave the outcome open: the proxy waited too long or lost the connection, so it cannot tell whether the
 * message arrived.
 */
function leavesOpen(status: number): boolean {
  return status === 408 || status === 504
}

/** The outcome of a sent message that got no answer. */
export function unconfirmed(peer: string, error: PeerUnavailable): MessageUnconfirmed {
  if (error.code === 'timed-out')
    return new MessageUnconfirmed({ code: 'not-confirmed', facts: { who: who(peer) } })
  if (error.code === 'unreadable-answer') return new MessageUnconfirmed(unreadable(peer), error)
  return new MessageUnconfirmed({ code: 'connection-lost', facts: {} }, error)
}

/** The outcome of a message that was never sent, because no dialog could be opened for it. */
export function failureOf(peer: string, error: unknown): MessageRejected | MessageUnconfirmed {
  if (error instanceof MessageRejected || error instanceof MessageUnconfirmed) return error
  if (error instanceof PeerUnavailable && error.code === 'timed-out') {
    return refusalOf(peer, 408, '')
  }
  if (error instanceof PeerUnavailable && error.code === 'unreadable-answer') {
    return new MessageRejected(unreadable(peer), error)
  }
  return new MessageRejected({ code: 'server-unreachable', facts: {} }, error)
}

function unreadable(peer: string): MessageReason {
  return { code: 'unreadable-answer', facts: { who: who(peer) } }
}

/** Answers to an INVITE from a peer that supports no sessions, but perhaps a MESSAGE without one (RFC 3428), as phones do. */
export function wantsPagerMode(status: number): boolean {
  return [405, 406, 415, 416, 420, 421, 488, 501, 606].includes(status)
}

/** Answers to a MESSAGE which mean that the peer has no such dialog and did not accept the message. */
export function isDeadDialog(status: number): boolean {
  return status === 480 || status === 481
}
