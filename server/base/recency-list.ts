/** The place of an item in a {@link RecencyList}. */
export interface RecencyEntry<Item> {
  readonly item: Item
  older: RecencyEntry<Item> | null
  newer: RecencyEntry<Item> | null
}

/**
 * Items in the order in which each was touched last. Every operation takes the same time, however many items there are, and looks
 * nothing up: whoever adds an item keeps its entry.
 *
 * @example
 * const sessions = new RecencyList<Session>()
 * const entry = sessions.add(session)
 * sessions.touch(entry) // moves it to the end
 * for (const session of sessions) { … } // the longest untouched first
 */
export class RecencyList<Item> implements Iterable<Item> {
  #oldest: RecencyEntry<Item> | null = null
  #newest: RecencyEntry<Item> | null = null

  /** Adds an item at the end. */
  add(item: Item): RecencyEntry<Item> {
    const entry: RecencyEntry<Item> = { item, older: null, newer: null }
    this.#append(entry)
    return entry
  }

  /** Moves an item of this list to the end. */
  touch(entry: RecencyEntry<Item>): void {
    if (entry === this.#newest) return
    this.remove(entry)
    this.#append(entry)
  }

  /** Removes an item of this list. The entry keeps its neighbours, so that an iteration that stands on it can go on. */
  remove(entry: RecencyEntry<Item>): void {
    if (entry.older) entry.older.newer = entry.newer
    else this.#oldest = entry.newer
    if (entry.newer) entry.newer.older = entry.older
    else this.#newest = entry.older
  }

  /** The longest untouched item first. The current item may be removed during the iteration. */
  *[Symbol.iterator](): Generator<Item, void> {
    for (let entry = this.#oldest; entry; entry = entry.newer) yield entry.item
  }

  #append(entry: RecencyEntry<Item>): void {
    entry.older = this.#newest
    entry.newer = null
    if (this.#newest) this.#newest.newer = entry
    else this.#oldest = entry
    this.#newest = entry
  }
}
