/**
 * Sets of values by key, such as all that came over one connection. A key without values takes no memory.
 *
 * @example
 * const byConnection = new Multimap<Connection, Subscription>()
 * for (const subscription of byConnection.get(connection)) byConnection.delete(connection, subscription)
 */
export class Multimap<K, V> {
  readonly #sets = new Map<K, Set<V>>()

  /** Adds a value to those of a key. One that is there already keeps its position. */
  add(key: K, value: V): void {
    const values = this.#sets.get(key)
    if (values) values.add(value)
    else this.#sets.set(key, new Set([value]))
  }

  delete(key: K, value: V): void {
    const values = this.#sets.get(key)
    values?.delete(value)
    if (values?.size === 0) this.#sets.delete(key)
  }

  /** The values of a key now, from the first that was added to the last. */
  get(key: K): V[] {
    return [...(this.#sets.get(key) ?? [])]
  }

  /** The number of keys with values. */
  get size(): number {
    return this.#sets.size
  }
}
