import type { Clock, Timer } from '../clock/index.ts'

export interface StatusMessagesOptions {
  clock: Clock
  /** @returns whether it left the device */
  send(): boolean
  onSent(): void
}

/** What a client that is signed in says again and again: that it is there. */
export class StatusMessages {
  /** Lab time in milliseconds. */
  lastSentAt: number | null = null
  intervalMs = 60_000
  readonly #options: StatusMessagesOptions
  #timer: Timer | null = null

  constructor(options: StatusMessagesOptions) {
    this.#options = options
  }

  /** One each interval from now on. */
  start(): void {
    this.stop()
    this.#timer = this.#options.clock.after(this.intervalMs, () => {
      this.sendNow()
      this.start()
    })
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  sendNow(): void {
    if (!this.#options.send()) return
    this.lastSentAt = this.#options.clock.now()
    this.#options.onSent()
  }
}
