import type { Timer, TimerOptions } from './clock.ts'

/** A timer in the queue. It is what `Clock.after` returns, since each handheld has several timers. */
export class TimerEntry implements Timer {
  readonly dueMs: number
  readonly order: number
  task: () => void
  readonly isTransit: boolean
  /** It belongs to somebody beside the lab: see `Clock.after`. */
  readonly isBeside: boolean
  /** The wait that this timer belongs to, if it was set during one: see `Timeline.follow`. */
  followedBy = 0
  isGone = false
  readonly #queue: TimerQueue

  constructor(
    queue: TimerQueue,
    dueMs: number,
    order: number,
    task: () => void,
    { isTransit = false, isBeside = false }: TimerOptions,
  ) {
    this.#queue = queue
    this.dueMs = dueMs
    this.order = order
    this.task = task
    this.isTransit = isTransit
    this.isBeside = isBeside
  }

  cancel(): void {
    this.#queue.remove(this)
  }
}

/** The task of a removed timer. Its own task would keep alive what it refers to, such as a closed connection, until it is due. */
const forgotten = () => {}
/** Minimum number of removed timers that are swept out of the heap at a time. */
const leastSwept = 1_000

/** A binary heap of timers, ordered by due time, and timers due at the same time by the order in which they were set. */
export class TimerQueue {
  #heap: TimerEntry[] = []
  #nextOrder = 0
  readonly #onCancelled: (entry: TimerEntry) => void
  /** Number of removed timers that are still in the heap. */
  #gone = 0

  /** @param onCancelled called with each timer that is cancelled while it waits */
  constructor(onCancelled: (entry: TimerEntry) => void = () => {}) {
    this.#onCancelled = onCancelled
  }

  /** The length of the heap, which includes a bounded number of removed timers. */
  get length(): number {
    return this.#heap.length
  }

  /** The `order` that the next timer to be added will get. */
  get nextOrder(): number {
    return this.#nextOrder
  }

  add(dueMs: number, task: () => void, options: TimerOptions = {}): TimerEntry {
    const entry = new TimerEntry(this, dueMs, this.#nextOrder++, task, options)
    this.#heap.push(entry)
    this.#rise(this.#heap.length - 1)
    return entry
  }

  /** Cancels a timer, if it still waits. */
  remove(entry: TimerEntry): void {
    if (entry.isGone) return
    entry.isGone = true
    entry.task = forgotten
    this.#gone += 1
    if (this.#gone >= leastSwept && this.#gone > this.#heap.length / 2) this.#sweep()
    this.#onCancelled(entry)
  }

  /** Takes the removed timers out of the heap. They are more than half, so a removal takes constant time on average. */
  #sweep(): void {
    this.#heap = this.#heap.filter(({ isGone }) => !isGone)
    this.#gone = 0
    for (let index = (this.#heap.length >> 1) - 1; index >= 0; index -= 1) this.#sink(index)
  }

  nextDueMs(): number | undefined {
    return this.next()?.dueMs
  }

  /** The timer that is due first. */
  next(): TimerEntry | undefined {
    this.#shedGone()
    return this.#heap[0]
  }

  dequeue(): TimerEntry | undefined {
    this.#shedGone()
    const first = this.#pop()
    if (first) first.isGone = true
    return first
  }

  #shedGone(): void {
    while (this.#heap[0]?.isGone) {
      this.#pop()
      this.#gone -= 1
    }
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
