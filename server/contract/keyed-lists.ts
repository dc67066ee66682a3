interface Index {
  positions: Map<string, number>
  /** The keys in the order of the list; null until somebody asks. */
  keys: readonly string[] | null
  /** For each group the key of its last entry; null until somebody asks. */
  lastOfGroups: Map<string, string> | null
}

/**
 * Lists of entries with a key, such as handhelds with their names. A list never changes: an edit makes a new one. The index of a
 * list moves on to the list that replaces it, so that finding an entry takes the same time in a list of any length.
 */
export class KeyedLists<T> {
  readonly #keys: Keys<T>
  readonly #indexes = new WeakMap<readonly T[], Index>()

  /** @param groupOf what else entries are found by, and several may share: see {@link lastOf} */
  constructor(keyOf: (entry: T) => string, groupOf = keyOf) {
    this.#keys = { keyOf, groupOf }
  }

  get(list: readonly T[], key: string): T | undefined {
    const position = this.#indexOf(list).positions.get(key)
    return position === undefined ? undefined : list[position]
  }

  /** The last entry of a group. */
  lastOf(list: readonly T[], group: string): T | undefined {
    const { groupOf, keyOf } = this.#keys
    const index = this.#indexOf(list)
    index.lastOfGroups ??= new Map(list.map((entry) => [groupOf(entry), keyOf(entry)]))
    const key = index.lastOfGroups.get(group)
    return key === undefined ? undefined : this.get(list, key)
  }

  /** The keys in order. Edits that neither add nor remove an entry keep this array. */
  keys(list: readonly T[]): readonly string[] {
    const index = this.#indexOf(list)
    index.keys ??= list.map(this.#keys.keyOf)
    return index.keys
  }

  /** Starts an edit of a list. */
  edit(list: T[]): ListEdit<T> {
    const take = () => {
      const index = this.#indexOf(list)
      // The edit changes it, so it no longer fits this list.
      this.#indexes.delete(list)
      return index
    }
    return new ListEdit(list, this.#keys, {
      take,
      give: (edited, index) => this.#indexes.set(edited, index),
    })
  }

  #indexOf(list: readonly T[]): Index {
    const known = this.#indexes.get(list)
    if (known !== undefined) return known
    const positions = new Map(list.map((entry, at) => [this.#keys.keyOf(entry), at]))
    const index = { positions, keys: null, lastOfGroups: null }
    this.#indexes.set(list, index)
    return index
  }
}

interface Keys<T> {
  keyOf(entry: T): string
  groupOf(entry: T): string
}

interface Indexes<T> {
  take(): Index
  give(list: readonly T[], index: Index): void
}

/** Changes that are made together: one copy of the list, however many they are. */
export class ListEdit<T> {
  readonly #list: T[]
  readonly #keys: Keys<T>
  readonly #indexes: Indexes<T>
  #edited: { entries: T[]; index: Index; removed: Set<number> } | null = null

  constructor(list: T[], keys: Keys<T>, indexes: Indexes<T>) {
    this.#list = list
    this.#keys = keys
    this.#indexes = indexes
  }

  /** Replaces the entry with the same key, in its place, or adds it at the end. */
  put(entry: T): void {
    const { entries, index } = this.#begin()
    const { groupOf, keyOf } = this.#keys
    const key = keyOf(entry)
    const position = index.positions.get(key)
    const before = position === undefined ? undefined : entries[position]
    if (position === undefined || before === undefined) {
      index.positions.set(key, entries.length)
      index.keys = null
      index.lastOfGroups?.set(groupOf(entry), key)
      entries.push(entry)
    } else {
      entries[position] = entry
      // The list may have another entry of the group that it left.
      if (index.lastOfGroups !== null && groupOf(before) !== groupOf(entry)) index.lastOfGroups = null
    }
  }

  remove(key: string): void {
    const { index, removed } = this.#begin()
    const position = index.positions.get(key)
    if (position === undefined) return
    index.positions.delete(key)
    removed.add(position)
  }

  /** @returns the new list; the old one if there were no changes */
  finish(): T[] {
    if (this.#edited === null) return this.#list
    const { entries, index, removed } = this.#edited
    // All positions after a removed entry change, so the new list gets a new index when one is needed.
    if (removed.size > 0) return entries.filter((_, position) => !removed.has(position))
    this.#indexes.give(entries, index)
    return entries
  }

  #begin() {
    this.#edited ??= { entries: this.#list.slice(), index: this.#indexes.take(), removed: new Set() }
    return this.#edited
  }
}
