import { type EvidenceItem, lessonLimits, type NotebookEntry } from '#contract'
import { Failure } from '../base/index.ts'

/** What a trainee has noted, and offered as proof. Bounded: what was only noted gives way to proofs. */
export class Notebook {
  #entries: readonly NotebookEntry[]
  #last: number

  /** @param before the entries of a lesson that goes on */
  constructor(before: readonly NotebookEntry[] = []) {
    this.#entries = before
    this.#last = Math.max(0, ...before.map(({ id }) => id))
  }

  get entries(): NotebookEntry[] {
    return [...this.#entries]
  }

  /** The entry of the same thing for the same question. */
  find(item: EvidenceItem, question: string | null): NotebookEntry | undefined {
    return this.#entries.find((one) => one.question === question && isSame(one.item, item))
  }

  /** @throws {Failure} `lesson-notebook-full` */
  add(entry: Omit<NotebookEntry, 'id'>): NotebookEntry {
    if (this.#entries.length >= lessonLimits.notebook) {
      const noted = this.#entries.findIndex(({ verdict }) => verdict === 'noted')
      if (entry.question === null || noted < 0) {
        throw new Failure('lesson-notebook-full', { most: lessonLimits.notebook })
      }
      this.#entries = this.#entries.toSpliced(noted, 1)
    }
    this.#last += 1
    const added = { id: this.#last, ...entry }
    this.#entries = [...this.#entries, added]
    return added
  }

  /** Removes an entry, unless it was an answer. */
  forget(entry: number): void {
    this.#entries = this.#entries.filter(({ id, verdict }) => id !== entry || verdict !== 'noted')
  }
}

function isSame(one: EvidenceItem, other: EvidenceItem): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
