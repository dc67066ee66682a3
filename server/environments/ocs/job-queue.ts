/** Runs jobs in the order of their arrival, a limited number at a time. A job must not fail. */
export class JobQueue {
  readonly #mostAtOnce: number
  #jobs: (() => Promise<void>)[] = []
  /** How many jobs have begun. An index, because `shift` on a long array makes the whole run quadratic. */
  #begun = 0
  #running = 0

  constructor(mostAtOnce: number) {
    this.#mostAtOnce = mostAtOnce
  }

  /** Starts the job at once if there is room; otherwise enqueues it. */
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
