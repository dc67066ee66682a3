export interface TimerEntry {
  dueMs: number
  order: number
  task: () => void
  isTransit: boolean
  /** The wait that this timer belongs to, if it was set during one: see `Timeline.follow`. */
  followedBy: number
  isGone: boolean
}

/** A binary heap of timers, ordered by due time, and timers due at the same time by the order in which they were set. */
export class TimerQueue {
  readonly #heap: TimerEntry[] = []
  #nextOrder = 0

  /** The `order` that the next timer to be added will get. */
  get nextOrder(): number {
    return this.#nextOrder
  }

  add(dueMs: number, task: () => void, isTransit: boolean): TimerEntry {
    const entry = { dueMs, order: this.#nextOrder++, task, isTransit, followedBy: 0, isGone: false }
    this.#heap.push(entry)
    this.#rise(this.#heap.length - 1)
    return entry
  }

  /** @returns whether the timer was still waiting */
  remove(entry: TimerEntry): boolean {
    if (entry.isGone) return false
    entry.isGone = true
    return true
  }

  nextDueMs(): number | undefined {
    this.#shedGone()
    return this.#heap[0]?.dueMs
  }

  dequeue(): TimerEntry | undefined {
    this.#shedGone()
    const first = this.#pop()
    if (first) first.isGone = true
    return first
  }

  #shedGone(): void {
    while (this.#heap[0]?.isGone) this.#pop()
  }

  #pop(): TimerEntry | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (first && last && first !== last) {
      this.#heap[0] = last
      this.#sink(0)
    }
    return first
  }

  #rise(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isBefore(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #sink(start: number): void {
    let index = start
    for (;;) {
      let first = index
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, first)) first = child
      }
      if (first === index) return
      this.#swap(index, first)
      index = first
    }
  }

  #isBefore(a: number, b: number): boolean {
    const left = this.#heap[a]
    const right = this.#heap[b]
    if (!left || !right) return false
    return left.dueMs === right.dueMs ? left.order < right.order : left.dueMs < right.dueMs
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a]
    const right = this.#heap[b]
    if (!left || !right) return
    this.#heap[a] = right
    this.#heap[b] = left
  }
}
