/**
 * Runs a task once this turn of the event loop is over, however often it was asked for. What crosses the wire and what is
 * told of it come one after the other within a turn.
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
