/**
 * A map that takes no memory for entries while it has none: V8's `Map` takes 180 bytes when it is empty, and each handheld has a dozen
 * maps that are empty most of the time. An entry that is added to an empty map does not show up in iterations that began before.
 *
 * @example
 * const waiting = new LazyMap<string, Waiting>()
 */
export class LazyMap<K, V> {
  #entries: Map<K, V> | null = null

  get size(): number {
    return this.#entries?.size ?? 0
  }

  has(key: K): boolean {
    return this.#entries?.has(key) ?? false
  }

  get(key: K): V | undefined {
    return this.#entries?.get(key)
  }

  set(key: K, value: V): void {
    this.#entries ??= new Map()
    this.#entries.set(key, value)
  }

  /** @returns whether it was there */
  delete(key: K): boolean {
    const wasThere = this.#entries?.delete(key) ?? false
    if (this.#entries?.size === 0) this.#entries = null
    return wasThere
  }

  clear(): void {
    this.#entries = null
  }

  keys(): Iterable<K> {
    return this.#entries?.keys() ?? []
  }

  values(): Iterable<V> {
    return this.#entries?.values() ?? []
  }

  [Symbol.iterator](): Iterator<[K, V]> {
    return (this.#entries ?? new Map<K, V>()).entries()
  }
}

/** A set that takes no memory for values while it has none: see `LazyMap`. */
export class LazySet<V> {
  readonly #values = new LazyMap<V, V>()

  get size(): number {
    return this.#values.size
  }

  has(value: V): boolean {
    return this.#values.has(value)
  }

  add(value: V): void {
    this.#values.set(value, value)
  }

  /** @returns whether it was there */
  delete(value: V): boolean {
    return this.#values.delete(value)
  }

  [Symbol.iterator](): Iterator<V> {
    return this.#values.keys()[Symbol.iterator]()
  }
}
