interface Node<Item> {
  readonly item: Item
  earlier: Node<Item> | null
  later: Node<Item> | null
}

/**
 * Items in the order in which each was touched last. Every operation costs the same however many there are, which a Map that
 * is deleted from and set again does not give: it keeps holes, and whoever walks it from the front passes all of them.
 *
 * @example
 * const sessions = new RecencyList<Session>()
 * sessions.touch(session) // the latest now
 * for (const session of sessions) { … } // longest untouched first
 */
export class RecencyList<Item extends object> implements Iterable<Item> {
  readonly #nodes = new Map<Item, Node<Item>>()
  #earliest: Node<Item> | null = null
  #latest: Node<Item> | null = null

  get size(): number {
    return this.#nodes.size
  }

  /** Makes an item the latest, and adds it if it is not there. */
  touch(item: Item): void {
    let node = this.#nodes.get(item)
    if (node === undefined) {
      node = { item, earlier: null, later: null }
      this.#nodes.set(item, node)
    } else {
      if (node === this.#latest) return
      this.#unlink(node)
    }
    node.earlier = this.#latest
    node.later = null
    if (this.#latest) this.#latest.later = node
    else this.#earliest = node
    this.#latest = node
  }

  /** Harmless for an item that is not there. */
  remove(item: Item): void {
    const node = this.#nodes.get(item)
    if (node === undefined) return
    this.#nodes.delete(item)
    this.#unlink(node)
  }

  /** Longest untouched first. An item may be removed while it is looked at. */
  *[Symbol.iterator](): IterableIterator<Item> {
    let node = this.#earliest
    while (node !== null) {
      const { item, later } = node
      yield item
      node = later
    }
  }

  #unlink(node: Node<Item>): void {
    if (node.earlier) node.earlier.later = node.later
    else this.#earliest = node.later
    if (node.later) node.later.earlier = node.earlier
    else this.#latest = node.earlier
  }
}
