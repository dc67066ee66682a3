import { BoundedMap } from '../base/index.ts'
import { type Clock, holdForOutside } from '../clock/index.ts'
import { readSequence, readVia, type SipMessage, SipParseError } from '../protocols/sip/index.ts'

/** Requests that are never answered: nobody waits for an answer to them (RFC 3261 section 17.1.1.3, MS-SIP BENOTIFY). */
const unanswered = new Set(['ACK', 'BENOTIFY'])
const mostRemembered = 10_000

/**
 * Keeps virtual time still while it is a server outside the lab that has something to do: it owes more answers than it
 * waits for. A message from one handheld to another, through that server, is owed an answer and awaits one at the same
 * time; what it then waits for is the lab's own.
 */
export class OutsideHold {
  readonly #clock: Clock
  readonly #awaited = new Set<string>()
  readonly #owed = new Set<string>()
  /** Requests of the server that were answered: one that comes again is not answered again, and owes nothing. */
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

  /** The connection is gone, and with it whatever was under way. */
  end(): void {
    this.#awaited.clear()
    this.#owed.clear()
    this.#hold()
  }

  /** @param opened what a request adds to; `settled`: what a final answer takes away from */
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

  /** Restarts the silence timeout on every message: as long as something comes, the server is not silent. */
  #hold(): void {
    const before = this.#release
    this.#release =
      this.#awaited.size > this.#owed.size ? holdForOutside(this.#clock, () => this.#awaited.clear()) : null
    before?.()
  }
}

/** What a request and its answers have in common (RFC 3261 section 17.1.3); null for what is not answered. */
function transactionOf(message: SipMessage): string | null {
  try {
    const { method } = readSequence(message.headers)
    return unanswered.has(method) ? null : `${readVia(message.headers).parameters.get('branch')} ${method}`
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}
