/** A message whose ID is further behind the highest one received counts as a replay. Invented. */
const windowSize = 256
const highestId = 0xffffffff

/**
 * One side's replay protection between a device and the service. It numbers its own messages upwards, and accepts each ID of the
 * other side once, with any key. Its state is bounded: the highest received ID and the missing IDs below it.
 */
export class MessageIds {
  #next: number
  #highest: number
  /** IDs below the highest one that have not been received. Null while all messages arrive in order. */
  #missing: Set<number> | null = null

  /** @param first the first ID of either side */
  constructor(first: number) {
    this.#next = first
    this.#highest = first - 1
  }

  /** Returns the ID for this side's next message. */
  next(): number {
    const id = this.#next
    this.#next = id === highestId ? 1 : id + 1
    return id
  }

  /** Whether a message with this ID was received before, or may have been. */
  isReceived(id: number): boolean {
    return id <= this.#highest && !this.#missing?.has(id)
  }

  markReceived(id: number): void {
    if (id <= this.#highest) {
      this.#missing?.delete(id)
      return
    }
    const lowest = id - windowSize + 1
    for (const old of this.#missing ?? []) if (old < lowest) this.#missing?.delete(old)
    for (let between = Math.max(this.#highest + 1, lowest); between < id; between += 1) {
      this.#missing ??= new Set()
      this.#missing.add(between)
    }
    if (this.#missing?.size === 0) this.#missing = null
    this.#highest = id
  }
}
