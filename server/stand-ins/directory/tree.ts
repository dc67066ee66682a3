import { keyOf, parseDn } from './distinguished-name.ts'
import type { Domain } from './domain.ts'
import type { Entry } from './entry.ts'
import { type Context, type FixedEntry, fixedEntries } from './fixed-entries.ts'
import { userEntry } from './user-entry.ts'

/** The domain and its entries, for searches. */
export interface Contents {
  readonly domain: Domain
  readonly tree: Tree
}

export type Scope = 'base' | 'one' | 'sub'

/** Where the entries are: what is fixed, and below the container of users one entry for each account. */
export class Tree {
  readonly #domain: Domain
  readonly #fixed: ReadonlyMap<string, FixedEntry>

  constructor(domain: Domain) {
    this.#domain = domain
    this.#fixed = new Map(fixedEntries(domain).map((entry) => [entry.key, entry]))
  }

  /** @param key the normal form of its name */
  find(key: string): Entry | null {
    return this.#fixed.get(key) ?? this.#userAt(key)
  }

  get fixed(): Iterable<FixedEntry> {
    return this.#fixed.values()
  }

  *users(): Iterable<Entry> {
    for (const account of this.#domain.accounts.all()) yield userEntry(this.#domain, account)
  }

  user(id: string): Entry | null {
    const account = this.#domain.accounts.find(id)
    return account ? userEntry(this.#domain, account) : null
  }

  /**
   * The entries that a search looks at ([MS-ADTS] 3.1.1.3.1.3): of the base's naming context only.
   * @param users the candidates, if the filter names them; null: all
   */
  *within(base: Entry, scope: Scope, users: readonly Entry[] | null): Iterable<Entry> {
    if (scope === 'base') {
      yield base
      return
    }
    if (scope === 'sub') yield base
    const context = this.contextOf(base)
    const isBelow = (key: string) =>
      scope === 'one' ? parentKey(key) === base.key : key.endsWith(`,${base.key}`)
    for (const entry of this.#fixed.values()) if (entry.context === context && isBelow(entry.key)) yield entry
    const { key } = this.#domain.users
    const hasUsers = base.key === key || (scope === 'sub' && key.endsWith(`,${base.key}`))
    if (hasUsers) yield* users ?? this.users()
  }

  /** Every entry of every context. */
  *all(users: readonly Entry[] | null): Iterable<Entry> {
    yield* this.#fixed.values()
    yield* users ?? this.users()
  }

  contextOf(entry: Entry): Context {
    return this.#fixed.get(entry.key)?.context ?? 'domain'
  }

  /** The nearest existing ancestor of a missing name. Empty if it is outside this forest. */
  nearest(dn: string): string {
    const name = parseDn(dn) ?? []
    for (let depth = 1; depth < name.length; depth += 1) {
      const found = this.find(keyOf(name.slice(depth)))
      if (found) return found.dn
    }
    return ''
  }

  #userAt(key: string): Entry | null {
    const { users } = this.#domain
    if (!key.startsWith('cn=') || !key.endsWith(`,${users.key}`)) return null
    const [rdn = [], ...above] = parseDn(key) ?? []
    const [ava] = rdn
    if (!ava || rdn.length !== 1 || keyOf(above) !== users.key) return null
    return this.user(ava.value)
  }
}

/** Commas that separate are the only ones that no backslash stands before. */
function parentKey(key: string): string {
  for (let at = 0; at < key.length; at += 1) {
    if (key[at] === '\\') at += 1
    else if (key[at] === ',') return key.slice(at + 1)
  }
  return ''
}
