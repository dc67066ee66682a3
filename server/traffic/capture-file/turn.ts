/**
 * Runs a task once this turn of the event loop is over, however often it was asked for. What crosses the wire and what is
 * told of it come one after the other within a turn.
 */
export class Turn {
  readonly #task: () => void
  #isAsked = false

  constructor(task: () => void) {
    this.#task = task
  }

  ask(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    setImmediate(() => {
      this.#isAsked = false
      this.#task()
    })
  }
}
