import { InviteServerTransaction, TransactionState, type UserAgentServer } from 'sip.js/lib/core/index.js'
import type { Clock, Timer } from '../clock/index.ts'
import { t1Ms, t2Ms, transactionMs } from './sip-js-timers.ts'

export interface SupervisionOptions {
  clock: Clock
  invite: UserAgentServer
  /** Whether the ACK for our 2xx has come. */
  isAcknowledged(): boolean
  /** No ACK came in time: the dialog is to be ended (RFC 3261 section 13.3.1.4). */
  onUnacknowledged(): void
  /** The transaction is over. */
  onOver(): void
}

/**
 * A request other than INVITE is forgotten as soon as it is answered: over a reliable transport it does not come again (RFC
 * 3261 section 17.2.2).
 */
export function onceAnswered({ transaction }: UserAgentServer, onOver: () => void): void {
  const look = () => {
    if (transaction.state === TransactionState.Completed) onOver()
  }
  transaction.addStateChangeListener(look)
  look()
}

/**
 * Does for an INVITE that came in what sip.js would do by timers of its own: sends a 2xx again until its ACK comes, gives up
 * waiting for an ACK, and forgets the transaction (RFC 3261 sections 13.3.1.4 and 17.2.1; RFC 6026).
 * @returns stops it
 */
export function superviseInvite(options: SupervisionOptions): () => void {
  const { clock, invite, isAcknowledged } = options
  const { transaction } = invite
  let next: Timer | null = null
  let last: Timer | null = null
  let isAnswered = false

  function stop(): void {
    next?.cancel()
    last?.cancel()
  }

  function look(): void {
    switch (transaction.state) {
      case TransactionState.Accepted:
      case TransactionState.Completed:
        if (!isAnswered) begin()
        isAnswered = true
        return
      // The ACK for a refusal came.
      case TransactionState.Confirmed:
      case TransactionState.Terminated:
        stop()
        options.onOver()
    }
  }

  function begin(): void {
    if (transaction.state === TransactionState.Accepted) retransmitIn(t1Ms)
    last = clock.after(transactionMs, () => {
      stop()
      if (transaction.state === TransactionState.Accepted && !isAcknowledged()) options.onUnacknowledged()
      options.onOver()
    })
  }

  function retransmitIn(delayMs: number): void {
    next = clock.after(delayMs, () => {
      if (isAcknowledged() || !(transaction instanceof InviteServerTransaction)) return
      transaction.retransmitAcceptedResponse()
      retransmitIn(Math.min(2 * delayMs, t2Ms))
    })
  }

  transaction.addStateChangeListener(look)
  look()
  return stop
}
