/** Runs jobs in the order in which they come, a limited number at once. A job must not fail. */
export class JobQueue {
  readonly #mostAtOnce: number
  #jobs: (() => Promise<void>)[] = []
  /** How many of the jobs have begun: moving the others up for each would take time that grows with their square. */
  #begun = 0
  #running = 0

  constructor(mostAtOnce: number) {
    this.#mostAtOnce = mostAtOnce
  }

  /** Begins the job, synchronously where there is room. */
  run(job: () => Promise<void>): void {
    this.#jobs.push(job)
    this.#next()
  }

  #next(): void {
    while (this.#running < this.#mostAtOnce) {
      const job = this.#jobs[this.#begun]
      if (!job) {
        this.#jobs = []
        this.#begun = 0
        return
      }
      this.#begun += 1
      this.#running += 1
      void job().finally(() => {
        this.#running -= 1
        this.#next()
      })
    }
  }
}
