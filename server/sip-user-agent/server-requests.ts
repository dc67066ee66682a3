import {
  type IncomingRequestMessage,
  SessionDialog,
  SessionState,
  TransactionState,
  type UserAgentCore,
  type UserAgentServer,
} from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock/index.ts'
import type { SipRequest } from '../protocols/sip/index.ts'
import { allow, type Refusal, refuseMethod } from './judge-message.ts'
import type { ReceivedResponse } from './sip-js-messages.ts'
import { onceAnswered, superviseInvite } from './supervise-requests.ts'

/** The methods that sip.js handles. All others are answered here. */
const sipJsMethods = new Set(['INVITE', 'ACK', 'BYE', 'CANCEL', 'MESSAGE', 'INFO'])

const noDialog: Refusal = { status: 481, reason: 'Call/Transaction Does Not Exist' }
const notReachable: Refusal = { status: 480, reason: 'Temporarily Unavailable' }
/** RFC 3261 section 11.2. */
const capabilities: Refusal = {
  status: 200,
  reason: 'OK',
  headers: [allow, 'Accept: application/sdp, text/plain'],
}

interface ServerRequestOptions {
  clock: Clock
  core: UserAgentCore
  /** The answer to a call or a message while there is no handler for it. Default: 480. */
  absent: Refusal | undefined
}

/** Received requests: decides which of them sip.js gets, and when they are over. */
export class ServerRequests {
  readonly #options: ServerRequestOptions
  /** Received INVITEs, each with the function that stops its timers. */
  readonly #supervised = new Map<UserAgentServer, () => void>()

  constructor(options: ServerRequestOptions) {
    this.#options = options
  }

  /** @returns the answer to a request without a handler, or null */
  refusalOf({ method, headers }: SipRequest, made: IncomingRequestMessage): Refusal | null {
    if (method === 'OPTIONS') return made.toTag === '' || this.dialogOf(made) ? capabilities : noDialog
    // RFC 6665 sections 4.1.3 and 8.2.1.
    if (method === 'NOTIFY') {
      return made.toTag !== '' || headers.has('Event') ? noDialog : { status: 489, reason: 'Bad Event' }
    }
    if (!sipJsMethods.has(method)) return refuseMethod(method)
    // sip.js answers 481 if there is nothing to cancel.
    if (method === 'CANCEL') return null
    const known = this.#options.core.userAgentServers.get(made.viaBranch)
    if (method === 'ACK') {
      // Some clients send the ACK with the branch of their INVITE, by which sip.js finds no dialog.
      if (known?.transaction.state === TransactionState.Accepted) made.viaBranch = `${made.viaBranch} ACK`
      return null
    }
    // The request has arrived before.
    if (known) return null
    if (made.toTag !== '') return this.#takesWithinDialog(made) ? null : noDialog
    const { onInvite, onMessage } = this.#options.core.delegate
    if (method === 'INVITE' || method === 'MESSAGE') {
      return (method === 'INVITE' ? onInvite : onMessage) ? null : (this.#options.absent ?? notReachable)
    }
    return noDialog
  }

  /** A dialog that is over or not confirmed yet accepts only BYE. */
  #takesWithinDialog(message: IncomingRequestMessage): boolean {
    const delegate = this.dialogOf(message)?.delegate
    return message.method === 'BYE' ? delegate?.onBye !== undefined : delegate?.onMessage !== undefined
  }

  dialogOf({ callId, toTag, fromTag }: IncomingRequestMessage | ReceivedResponse): SessionDialog | undefined {
    const dialog = this.#options.core.dialogs.get(`${callId}${toTag}${fromTag}`)
    return dialog instanceof SessionDialog ? dialog : undefined
  }

  /** Watches a request that sip.js has accepted, and forgets it once it is over. */
  supervise(message: IncomingRequestMessage, asked: UserAgentServer): void {
    const over = () => {
      this.#supervised.delete(asked)
      this.#options.core.userAgentServers.delete(message.viaBranch)
      asked.dispose()
    }
    if (message.method === 'INVITE') this.#supervised.set(asked, this.#superviseInvite(message, asked, over))
    else onceAnswered(asked, over)
  }

  #superviseInvite(message: IncomingRequestMessage, invite: UserAgentServer, onOver: () => void): () => void {
    // RFC 3261 section 9.2.
    invite.delegate ??= { onCancel: () => void invite.reject({ statusCode: 487 }) }
    const dialog = () => this.#dialogOpenedBy(message)
    return superviseInvite({
      clock: this.#options.clock,
      invite,
      isAcknowledged: () => {
        const opened = dialog()
        if (!opened) return true
        return message.toTag === ''
          ? opened.sessionState !== SessionState.AckWait
          : opened.reinviteUserAgentServer !== invite
      },
      onUnacknowledged: () => this.giveUp(dialog()),
      onOver,
    })
  }

  #dialogOpenedBy({ callId, fromTag, toTag }: IncomingRequestMessage): SessionDialog | undefined {
    for (const dialog of this.#options.core.dialogs.values()) {
      const isIt = dialog.callId === callId && dialog.remoteTag === fromTag
      if (isIt && (toTag === '' || dialog.localTag === toTag) && dialog instanceof SessionDialog)
        return dialog
    }
    return undefined
  }

  /** Ends a broken dialog; its owner tells the peer. */
  giveUp(dialog: SessionDialog | undefined): void {
    if (!dialog) return
    if (dialog.delegate?.onAckTimeout) dialog.delegate.onAckTimeout()
    else dialog.dispose()
  }

  /** The connection is gone. */
  dispose(): void {
    for (const stop of this.#supervised.values()) stop()
    this.#supervised.clear()
  }
}
