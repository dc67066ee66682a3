import type { Clock, Timer } from '../clock/index.ts'

/** Typing has ended after so long without a key. Invented. */
const quietMs = 10_000
/** The other side takes a notice for over after 30 s; typing that goes on is told again before that. Invented. */
const repeatMs = 20_000

export interface OwnTypingOptions {
  clock: Clock
  notify(to: string, isTyping: boolean): void
}

/** Tells the other side that the person types: once for each burst, not for each key. */
export class OwnTyping {
  readonly #options: OwnTypingOptions
  #burst: { to: string; toldAt: number; timer: Timer } | null = null

  constructor(options: OwnTypingOptions) {
    this.#options = options
  }

  typed(to: string): void {
    const { clock, notify } = this.#options
    if (this.#burst && this.#burst.to !== to) this.stopped(this.#burst.to)
    this.#burst?.timer.cancel()
    const isDue = !this.#burst || clock.now() - this.#burst.toldAt >= repeatMs
    this.#burst = {
      to,
      toldAt: isDue ? clock.now() : (this.#burst?.toldAt ?? clock.now()),
      timer: clock.after(quietMs, () => this.stopped(to)),
    }
    if (isDue) notify(to, true)
  }

  stopped(to: string): void {
    if (this.#burst?.to !== to) return
    this.forget()
    this.#options.notify(to, false)
  }

  /** A message ends the typing by itself; a notice on its heels has cost real servers the message. */
  wroteTo(to: string): void {
    if (this.#burst?.to === to) this.forget()
  }

  forget(): void {
    this.#burst?.timer.cancel()
    this.#burst = null
  }
}
