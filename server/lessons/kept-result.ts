import type { LessonView } from '#contract'
import { describeFailure, SerialQueue } from '../base/index.ts'

interface Parts {
  view(): LessonView
  report(view: LessonView): void
  keep(view: LessonView): Promise<void>
}

/** Keeps the result of a lesson as often as it changes, and tells the pages when that does not work. */
export class KeptResult {
  readonly #keeping = new SerialQueue()
  readonly #parts: Parts
  /** Why the latest result could not be kept, or null. */
  problem: string | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Reports what has changed at once; resolves once it is kept, or could not be. */
  async changed(): Promise<void> {
    const { keep, report, view } = this.#parts
    const wasProblem = this.problem !== null
    report(view())
    try {
      // One after the other, each with what there is by then: the last one has all.
      await this.#keeping.run(() => keep(view()))
      this.problem = null
    } catch (thrown) {
      this.problem = describeFailure(thrown)
    }
    if (wasProblem || this.problem !== null) report(view())
  }
}
