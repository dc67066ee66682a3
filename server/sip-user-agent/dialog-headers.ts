import type { SessionDialog, URI } from 'sip.js/lib/core/index.js'

/** The parts that all requests of one dialog share, each a line or several with their ends, as sip.js writes them. */
export interface DialogHeaders {
  readonly target: string
  readonly routes: string
  readonly to: string
  readonly from: string
  readonly callId: string
}

/** A request within a dialog, for `StandaloneRequests`. */
export interface RequestInDialog {
  readonly method: 'MESSAGE' | 'INFO'
  readonly headers: DialogHeaders
  readonly content: { readonly type: string; readonly text: string }
  /** The number in CSeq for the next try. */
  nextSequence(): number
}

interface Known {
  /** A re-INVITE can change it. */
  readonly remoteTarget: URI
  readonly headers: DialogHeaders
}

const known = new WeakMap<SessionDialog, Known>()

/**
 * The headers of a dialog's next request. sip.js keeps the dialog, and writes them once, because they stay the same until the peer
 * changes its address.
 */
export function headersOf(dialog: SessionDialog): DialogHeaders {
  const before = known.get(dialog)
  if (before?.remoteTarget === dialog.remoteTarget) return before.headers
  // Given a number, sip.js does not count the dialog's own up.
  const made = dialog.createOutgoingRequestMessage('MESSAGE', { cseq: 1 })
  const lines = (name: string) => made.getHeaders(name).map((value) => `${name}: ${value}\r\n`)
  const headers = {
    target: made.ruri.toRaw(),
    routes: lines('Route').join(''),
    to: lines('To').join(''),
    from: lines('From').join(''),
    callId: lines('Call-ID').join(''),
  }
  known.set(dialog, { remoteTarget: dialog.remoteTarget, headers })
  return headers
}

/** Counts the dialog's own number up. @returns the number for the next request */
export function nextSequence(dialog: SessionDialog): number {
  // The end that was called has none before its first request.
  if (dialog.localSequenceNumber === undefined) return dialog.createOutgoingRequestMessage('MESSAGE').cseq
  dialog.incrementLocalSequenceNumber()
  return dialog.localSequenceNumber
}
