import { BoundedMap } from '../base/index.ts'
import { type Clock, holdForOutside } from '../clock/index.ts'
import { readSequence, readVia, type SipMessage, SipParseError } from '../protocols/sip/index.ts'

/** Methods whose requests get no answer (RFC 3261 section 17.1.1.3, MS-SIP BENOTIFY). */
const unanswered = new Set(['ACK', 'BENOTIFY'])
const mostRemembered = 10_000

/**
 * Holds virtual time while a server outside the lab owes more answers than it awaits. A message from one handheld to another
 * through that server makes it owe one answer and await another; then time passes, because the lab itself must answer.
 */
export class OutsideHold {
  readonly #clock: Clock
  readonly #awaited = new Set<string>()
  readonly #owed = new Set<string>()
  /** Requests of the server that were answered. A repeated one gets no further answer, so it does not count. */
  readonly #answered = new BoundedMap<string, true>(mostRemembered)
  #release: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  sent(message: SipMessage | null): void {
    this.#count(message, this.#awaited, this.#owed)
    const key = message?.kind === 'response' && message.status >= 200 ? transactionOf(message) : null
    if (key !== null) this.#answered.set(key, true)
  }

  received(message: SipMessage): void {
    const key = message.kind === 'request' ? transactionOf(message) : null
    if (key !== null && this.#answered.has(key)) return
    this.#count(message, this.#owed, this.#awaited)
  }

  /** The connection is gone: releases the hold. */
  end(): void {
    this.#awaited.clear()
    this.#owed.clear()
    this.#hold()
  }

  /** @param opened the set that a request joins; `settled`: the set that a final answer leaves */
  #count(message: SipMessage | null, opened: Set<string>, settled: Set<string>): void {
    const key = message && transactionOf(message)
    if (!message || key === null) return
    if (message.kind === 'request') {
      if (opened.size < mostRemembered) opened.add(key)
    } else if (message.status >= 200) {
      settled.delete(key)
    }
    this.#hold()
  }

  /** Restarts the silence timeout; call it on every message. */
  #hold(): void {
    const before = this.#release
    this.#release =
      this.#awaited.size > this.#owed.size ? holdForOutside(this.#clock, () => this.#awaited.clear()) : null
    before?.()
  }
}

/** The key that a request and its answers share (RFC 3261 section 17.1.3); null for a request without an answer. */
function transactionOf(message: SipMessage): string | null {
  try {
    const { method } = readSequence(message.headers)
    return unanswered.has(method) ? null : `${readVia(message.headers).parameters.get('branch')} ${method}`
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}
