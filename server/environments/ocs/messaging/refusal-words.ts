import { PeerUnavailable } from '../../../sip-user-agent/index.ts'
import { MessageRejected, MessageUnconfirmed } from '../../index.ts'

/** Why somebody did not get a message, by SIP status, in the person's words. */
export function refusalOf(peer: string, status: number, reason: string): MessageRejected {
  return new MessageRejected(sentence(peer.replace(/^sips?:/i, ''), status, reason))
}

function sentence(who: string, status: number, reason: string): string {
  switch (status) {
    case 403:
      return `You may not write to ${who}.`
    case 404:
    case 604:
      return `Nobody has the address ${who}.`
    case 408:
    case 504:
      return `${who} did not answer.`
    case 410:
    case 480:
    case 481:
      return `${who} is not signed in.`
    case 413:
    case 513:
      return `The message is too long for ${who}.`
    case 415:
    case 405:
    case 488:
    case 501:
    case 606:
      return `${who} cannot take messages.`
    case 486:
    case 600:
      return `${who} is busy.`
    case 603:
      return `${who} declined.`
    default:
      return `The message was refused: ${status} ${reason}.`
  }
}

/** What became of a message by its final answer, where that is no success. */
export function endingOf(peer: string, status: number, reason: string): MessageRejected | MessageUnconfirmed {
  if (!leavesOpen(status)) return refusalOf(peer, status, reason)
  return new MessageUnconfirmed(`${peer.replace(/^sips?:/i, '')} did not confirm it.`)
}

/**
 * Answers that stand for none: a proxy that waited too long, or lost the connection meanwhile, cannot tell whether the
 * message was taken.
 */
function leavesOpen(status: number): boolean {
  return status === 408 || status === 504
}

/** No answer came to a message that was sent. */
export function unconfirmed(peer: string, error: PeerUnavailable): MessageUnconfirmed {
  if (error.code === 'timed-out')
    return new MessageUnconfirmed(`${peer.replace(/^sips?:/i, '')} did not confirm it.`)
  if (error.code === 'unreadable-answer') return new MessageUnconfirmed(unreadable(peer), error)
  return new MessageUnconfirmed('The connection was lost before it was confirmed.', error)
}

/** Nobody answered, or nobody could be asked; the message itself was never sent. */
export function failureOf(peer: string, error: unknown): MessageRejected | MessageUnconfirmed {
  if (error instanceof MessageRejected || error instanceof MessageUnconfirmed) return error
  if (error instanceof PeerUnavailable && error.code === 'timed-out') {
    return refusalOf(peer, 408, '')
  }
  if (error instanceof PeerUnavailable && error.code === 'unreadable-answer') {
    return new MessageRejected(unreadable(peer), error)
  }
  return new MessageRejected('The Communications Server cannot be reached.', error)
}

function unreadable(peer: string): string {
  return `What ${peer.replace(/^sips?:/i, '')} answered cannot be read.`
}

/** Answers to an INVITE of somebody who takes no sessions, but perhaps a MESSAGE without one (RFC 3428), as phones do. */
export function wantsPagerMode(status: number): boolean {
  return [405, 406, 415, 416, 420, 421, 488, 501, 606].includes(status)
}

/** Answers to a MESSAGE that mean that the dialog is dead at the other end, and that the message was not taken. */
export function isDeadDialog(status: number): boolean {
  return status === 480 || status === 481
}
