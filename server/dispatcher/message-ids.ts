/**
 * How far behind the highest ID a message may come and still be told from one that came before. Further behind, it counts
 * as a repetition. Invented.
 */
const windowSize = 256
const highestId = 0xffffffff

/**
 * The IDs of the messages between one device and the service, as one side keeps them: it numbers its own upwards, and takes
 * each of the other side's once, whatever key it was encrypted with. So a recorded packet is worth nothing to whoever
 * sends it again. What is kept is bounded: the highest ID, and those below it that are missing.
 */
export class MessageIds {
  #next: number
  #highest: number
  /** IDs below the highest that have not come yet; null while everything comes in order. */
  #missing: Set<number> | null = null

  /** @param first where both sides begin */
  constructor(first: number) {
    this.#next = first
    this.#highest = first - 1
  }

  /** The ID of the next message of one's own. */
  next(): number {
    const id = this.#next
    this.#next = id === highestId ? 1 : id + 1
    return id
  }

  /** Whether a message with this ID came before, or may have. */
  isTaken(id: number): boolean {
    return id <= this.#highest && !this.#missing?.has(id)
  }

  take(id: number): void {
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
