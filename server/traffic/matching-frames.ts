/**
 * The numbers of the frames that match, in order, by their places: those that were there at first from -1 downwards, as the search
 * finds them, and later ones from 0 upwards.
 */
export class MatchingFrames {
  /** Newest first. */
  readonly #older: number[] = []
  #newer: number[] = []
  /** Place of the first entry of `#newer`. */
  #newerFrom = 0

  /** Place of the oldest match. */
  get first(): number {
    return this.#older.length > 0 ? -this.#older.length : this.#newerFrom
  }

  /** Place after that of the newest match. */
  get end(): number {
    return this.#newerFrom + this.#newer.length
  }

  addOlder(number: number): void {
    this.#older.push(number)
  }

  addNewer(number: number): void {
    this.#newer.push(number)
  }

  numberAt(place: number): number | undefined {
    return place < 0 ? this.#older[-place - 1] : this.#newer[place - this.#newerFrom]
  }

  /** Removes frames older than `number`, which the lab has dropped. */
  dropBefore(number: number): void {
    let oldest = this.#older.at(-1)
    while (oldest !== undefined && oldest < number) {
      this.#older.pop()
      oldest = this.#older.at(-1)
    }
    if (oldest !== undefined) return
    const kept = this.#newer.findIndex((one) => one >= number)
    const gone = kept < 0 ? this.#newer.length : kept
    if (gone === 0) return
    this.#newer = this.#newer.slice(gone)
    this.#newerFrom += gone
  }
}
