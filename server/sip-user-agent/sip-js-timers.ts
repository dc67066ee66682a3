import { Timers } from 'sip.js/lib/core/index.js'

/** The longest that a timer of Node's takes: 24 days. */
const neverMs = 2 ** 31 - 1

/** RFC 3261 section 17.1.1.1. */
export const t1Ms = 500
export const t2Ms = 4_000
/** How long one side of a transaction waits for the other, in milliseconds. */
export const transactionMs = 64 * t1Ms

/**
 * Keeps sip.js's timers from firing. They run by the machine's time instead of the lab's, and an exception in one of them
 * would end the process. `SipUserAgent.exchange` and `superviseInvite` do their work by the lab's clock.
 * Timers D, I, J and K stay at 0: they end a transaction at the end of the turn, as over any reliable transport.
 */
export function silenceSipJsTimers(): void {
  for (const name of [
    'T1',
    'T2',
    'TIMER_B',
    'TIMER_F',
    'TIMER_H',
    'TIMER_L',
    'TIMER_M',
    'TIMER_N',
    'PROVISIONAL_RESPONSE_INTERVAL',
  ] as const) {
    Timers[name] = neverMs
  }
}
