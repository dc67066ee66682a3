/**
 * A map of limited size: when it is full, adding a key drops the key that was added longest ago.
 *
 * Every operation takes the same time, however many entries there are. A plain `Map` does not offer that: deleting its first
 * entries leaves holes, and every read of its first key has to skip them.
 *
 * @example
 * const endings = new BoundedMap<string, Ending>(10_000)
 * const dropped = endings.set(session.id, 'logged-out')
 */
export class BoundedMap<K, V> {
  readonly #limit: number
  /** Made with the first entry: most of the maps that each handheld has stay empty. */
  #nodes: Map<K, Node<K, V>> | null = null
  #oldest: Node<K, V> | null = null
  #newest: Node<K, V> | null = null

  /** @param limit how many entries are kept; at least 1 */
  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#nodes?.size ?? 0
  }

  has(key: K): boolean {
    return this.#nodes?.has(key) ?? false
  }

  get(key: K): V | undefined {
    return this.#nodes?.get(key)?.value
  }

  /**
   * Adds an entry as the newest, or changes the value of a known key, which keeps its position.
   * @returns the value of the oldest entry, if that was dropped to make room
   */
  set(key: K, value: V): V | undefined {
    const known = this.#nodes?.get(key)
    if (known) {
      known.value = value
      return undefined
    }
    const dropped = this.size >= this.#limit ? this.#oldest : null
    if (dropped) this.#remove(dropped)
    this.#append(key, value)
    return dropped?.value
  }

  /**
   * As `set`, but a known key becomes the newest too.
   * @returns the value of the oldest entry, if that was dropped to make room
   */
  setNewest(key: K, value: V): V | undefined {
    const known = this.#nodes?.get(key)
    if (!known) return this.set(key, value)
    if (known === this.#newest) known.value = value
    else {
      // Replace the entry and do not delete its key: deleting a key from a Map leaves a hole.
      this.#unlink(known)
      this.#append(key, value)
    }
    return undefined
  }

  /** @returns whether it was there */
  delete(key: K): boolean {
    const node = this.#nodes?.get(key)
    if (node) this.#remove(node)
    return node !== undefined
  }

  /** Deletes the oldest entries, up to the first one that `isUnwanted` does not match. */
  deleteOldestWhile(isUnwanted: (value: V) => boolean): void {
    while (this.#oldest && isUnwanted(this.#oldest.value)) this.#remove(this.#oldest)
  }

  clear(): void {
    this.#nodes = null
    this.#oldest = null
    this.#newest = null
  }

  /** From the oldest to the newest. Entries may be deleted during the iteration. */
  *[Symbol.iterator](): Generator<[key: K, value: V], void> {
    for (let node = this.#oldest; node; node = node.newer) yield [node.key, node.value]
  }

  *keys(): Generator<K, void> {
    for (const [key] of this) yield key
  }

  *values(): Generator<V, void> {
    for (const [, value] of this) yield value
  }

  #append(key: K, value: V): void {
    const node: Node<K, V> = { key, value, older: this.#newest, newer: null }
    if (this.#newest) this.#newest.newer = node
    else this.#oldest = node
    this.#newest = node
    this.#nodes ??= new Map()
    this.#nodes.set(key, node)
  }

  #remove(node: Node<K, V>): void {
    this.#unlink(node)
    this.#nodes?.delete(node.key)
  }

  /** Leaves the removed node its neighbours, so that an iteration that stands on it can go on. */
  #unlink(node: Node<K, V>): void {
    if (node.older) node.older.newer = node.newer
    else this.#oldest = node.newer
    if (node.newer) node.newer.older = node.older
    else this.#newest = node.older
  }
}

interface Node<K, V> {
  readonly key: K
  value: V
  older: Node<K, V> | null
  newer: Node<K, V> | null
}
