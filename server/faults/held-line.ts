/** One direction of a connection: while something in it is held, everything after it waits, so that the order stays. */
export class HeldLine {
  /** Bytes that are held or wait behind what is held. */
  bytes = 0
  #waiting: (() => void)[] | null = null

  get isHeld(): boolean {
    return this.#waiting !== null
  }

  /** Holds `first`. */
  hold(sizeBytes: number, first: () => void): void {
    this.#waiting = [first]
    this.bytes = sizeBytes
  }

  /** Lets `task` wait behind what is held. */
  wait(sizeBytes: number, task: () => void): void {
    this.#waiting?.push(task)
    this.bytes += sizeBytes
  }

  /** Lets everything go on, until something of it is held in its turn. */
  release(): void {
    const waiting = this.#waiting ?? []
    this.forget()
    for (const task of waiting) task()
  }

  /** Forgets what is held: the connection is gone. */
  forget(): void {
    this.#waiting = null
    this.bytes = 0
  }
}
