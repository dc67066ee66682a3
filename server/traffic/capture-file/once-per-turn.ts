/**
 * Runs a task once, at the end of the current turn of the event loop, however often it was scheduled in that turn. By then
 * both the bytes on the wire and the frame that describes them have arrived.
 */
export class OncePerTurn {
  readonly #task: () => void
  #isScheduled = false

  constructor(task: () => void) {
    this.#task = task
  }

  schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#task()
    })
  }
}
