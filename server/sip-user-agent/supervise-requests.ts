import { InviteServerTransaction, TransactionState, type UserAgentServer } from 'sip.js/lib/core/index.js'
import type { Clock, Timer } from '../clock/index.ts'
import { t1Ms, t2Ms, transactionMs } from './sip-js-timers.ts'

export interface SupervisionOptions {
  clock: Clock
  invite: UserAgentServer
  /** Whether the ACK for the 2xx has arrived. */
  isAcknowledged(): boolean
  /** Called when no ACK arrives in time; the dialog must end then (RFC 3261 section 13.3.1.4). */
  onUnacknowledged(): void
  /** Called when the transaction is over. */
  onOver(): void
}

/**
 * Forgets a request other than INVITE as soon as it is answered, because it does not arrive again over a reliable transport
 * (RFC 3261 section 17.2.2).
 */
export function onceAnswered({ transaction }: UserAgentServer, onOver: () => void): void {
  const look = () => {
    if (transaction.state === TransactionState.Completed) onOver()
  }
  transaction.addStateChangeListener(look)
  look()
}

/**
 * Does the work of sip.js's timers for a received INVITE: repeats a 2xx until the ACK arrives, gives up waiting for an ACK,
 * and forgets the transaction (RFC 3261 sections 13.3.1.4 and 17.2.1; RFC 6026).
 * @returns a function that stops it
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
      // The ACK for a refusal has arrived.
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
