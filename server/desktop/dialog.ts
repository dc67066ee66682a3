import {
  readContactHeader,
  SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../protocols/sip/index.ts'

/** The state of a dialog at a desktop client (RFC 3261 section 12). */
export interface DesktopDialog {
  readonly callId: string
  /** Address of record of the other end, as `sip:user@host`. */
  readonly peer: string
  /** Values of From and To in requests of this end. */
  readonly local: string
  readonly remote: string
  /** Request-URI of requests of this end. */
  readonly target: string
  /** Values of Route, first hop first. */
  readonly routes: readonly string[]
  /** CSeq of the last request of this end. */
  sequence: number
}

export function dialogOfAnswer(
  invite: SipRequest,
  answer: SipResponse,
  peer: string,
  sequence: number,
): DesktopDialog {
  return {
    callId: invite.headers.get('Call-ID') ?? '',
    peer,
    local: invite.headers.get('From') ?? '',
    remote: answer.headers.get('To') ?? '',
    target: contactOf(answer) ?? invite.uri,
    // The caller's route set is the Record-Route in reverse order (section 12.1.2).
    routes: answer.headers.list('Record-Route').toReversed(),
    sequence,
  }
}

/** @param local value of To in the answer that this end gives */
export function dialogOfRequest(invite: SipRequest, local: string, peer: string): DesktopDialog {
  return {
    callId: invite.headers.get('Call-ID') ?? '',
    peer,
    local,
    remote: invite.headers.get('From') ?? '',
    target: contactOf(invite) ?? peer,
    routes: invite.headers.list('Record-Route'),
    sequence: 0,
  }
}

/** The first headers of a request within the dialog, without Via. */
export function dialogHeaders(dialog: DesktopDialog, method: string, sequence: number): SipHeaders {
  const headers = new SipHeaders()
  for (const route of dialog.routes) headers.add('Route', route)
  headers.add('From', dialog.local)
  headers.add('To', dialog.remote)
  headers.add('Call-ID', dialog.callId)
  headers.add('CSeq', `${sequence} ${method}`)
  headers.add('Max-Forwards', '70')
  return headers
}

function contactOf({ headers }: SipMessage): string | null {
  const contacts = readContactHeader(headers)
  return contacts === '*' ? null : (contacts[0]?.uri ?? null)
}
