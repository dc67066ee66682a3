import type { Clock, Timer } from '../clock/index.ts'

export interface StatusMessagesOptions {
  clock: Clock
  /** Sends one status message. @returns whether the device could send it */
  send(): boolean
  onSent(): void
}

/** Sends a status message at each interval while the client is signed in. Without them the service considers the session idle. */
export class StatusMessages {
  /** Lab time in milliseconds. */
  lastSentAt: number | null = null
  intervalMs = 60_000
  readonly #options: StatusMessagesOptions
  #timer: Timer | null = null

  constructor(options: StatusMessagesOptions) {
    this.#options = options
  }

  /** Restarts the interval; the first message follows at its end. */
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
