/** Two or more values of a key. A class of its own, so that no value can be taken for it. */
class Several<V> extends Set<V> {}

/**
 * Sets of values by key, such as all that came over one connection. A key without values takes no memory, and a key with one value only
 * that of the value: most keys have one, and a set of one takes 200 bytes.
 *
 * @example
 * const byConnection = new Multimap<Connection, Subscription>()
 * for (const subscription of byConnection.get(connection)) byConnection.delete(connection, subscription)
 */
export class Multimap<K, V extends NonNullable<unknown>> {
  readonly #values = new Map<K, V | Several<V>>()

  /** Adds a value to those of a key. One that is there already keeps its position. */
  add(key: K, value: V): void {
    const known = this.#values.get(key)
    if (known instanceof Several) known.add(value)
    else if (known === undefined) this.#values.set(key, value)
    else if (known !== value) this.#values.set(key, new Several([known, value]))
  }

  delete(key: K, value: V): void {
    const known = this.#values.get(key)
    if (known instanceof Several) known.delete(value)
    if (known === value || (known instanceof Several && known.size === 0)) this.#values.delete(key)
  }

  /** The values of a key now, from the first that was added to the last. */
  get(key: K): V[] {
    const known = this.#values.get(key)
    if (known instanceof Several) return [...known]
    return known === undefined ? [] : [known]
  }

  /** The number of keys with values. */
  get size(): number {
    return this.#values.size
  }
}
