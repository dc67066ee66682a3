/**
 * Runs tasks one after the other, in the order in which they were added. A task that fails rejects its own promise and does
 * not stop the others.
 *
 * @example
 * const changes = new SerialQueue()
 * await changes.run(() => database.saveSetting('service', text))
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()
  #size = 0

  /** Tasks that are running or wait for their turn. */
  get size(): number {
    return this.#size
  }

  /** Adds a task, which starts after this call has returned at the earliest. @returns what the task returns, or rejects with what it throws */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    this.#size += 1
    const turn = this.#last.then(task).finally(() => {
      this.#size -= 1
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Resolves when every task added so far has ended, whether it succeeded or failed. */
  async settled(): Promise<void> {
    await this.#last
  }
}
