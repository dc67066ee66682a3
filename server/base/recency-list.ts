import { BoundedMap } from './bounded-map.ts'

/**
 * Items in the order in which each was touched last. Every operation takes the same time, however many items there are.
 *
 * @example
 * const sessions = new RecencyList<Session>()
 * sessions.touch(session) // moves it to the end
 * for (const session of sessions) { … } // the longest untouched first
 */
export class RecencyList<Item extends object> implements Iterable<Item> {
  readonly #items = new BoundedMap<Item, Item>(Number.POSITIVE_INFINITY)

  get size(): number {
    return this.#items.size
  }

  /** Moves an item to the end, and adds it if it is not in the list. */
  touch(item: Item): void {
    this.#items.setNewest(item, item)
  }

  /** Does nothing for an item that is not in the list. */
  remove(item: Item): void {
    this.#items.delete(item)
  }

  /** The longest untouched item first. The current item may be removed during the iteration. */
  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items.values()
  }
}
