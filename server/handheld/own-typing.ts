import type { Clock, Timer } from '../clock/index.ts'

/** Time without a key after which typing has ended. Invented. */
const quietMs = 10_000
/** Interval at which a typing notice is repeated, since it expires after 30 s on the other side. Invented. */
const repeatMs = 20_000

export interface OwnTypingOptions {
  clock: Clock
  sendNotice(to: string, isTyping: boolean): void
}

/** Sends typing notices: one for each burst of typing, not for each key. */
export class OwnTyping {
  readonly #options: OwnTypingOptions
  #burst: { to: string; notifiedAt: number; timer: Timer } | null = null

  constructor(options: OwnTypingOptions) {
    this.#options = options
  }

  keyPressed(to: string): void {
    const { clock, sendNotice } = this.#options
    if (this.#burst && this.#burst.to !== to) this.stop(this.#burst.to)
    this.#burst?.timer.cancel()
    const isDue = !this.#burst || clock.now() - this.#burst.notifiedAt >= repeatMs
    this.#burst = {
      to,
      notifiedAt: isDue ? clock.now() : (this.#burst?.notifiedAt ?? clock.now()),
      timer: clock.after(quietMs, () => this.stop(to)),
    }
    if (isDue) sendNotice(to, true)
  }

  stop(to: string): void {
    if (this.#burst?.to !== to) return
    this.forget()
    this.#options.sendNotice(to, false)
  }

  /** Ends the burst without a notice: the message implies it, and real servers lost messages that a notice followed. */
  messageSent(to: string): void {
    if (this.#burst?.to === to) this.forget()
  }

  forget(): void {
    this.#burst?.timer.cancel()
    this.#burst = null
  }
}
