import { addressKey, canonicalHost, withoutScheme } from '#contract'
import { LazyMap } from '../../base/index.ts'

/** Somebody who may see what is in a container (MS-PRES section 2.2.2.5). */
export interface Member {
  /** user, domain, sameEnterprise, federated, publicCloud or everyone. */
  readonly type: string
  /** Address or domain; empty where the type says all. */
  readonly value: string
}

export interface Container {
  readonly id: number
  readonly version: number
  readonly members: readonly Member[]
  /** Members by their keys. */
  readonly keys: ReadonlySet<string>
}

/** The container of people of the same company, unless the user put them into another. */
const companyContainer = 200
/** The container of people who are blocked: they see nothing. */
export const blockedContainer = 32_000

const mostMembers = 2_000

/** The containers of one user and their members, which decide who sees what. */
export class Containers {
  readonly #containers = new LazyMap<number, Container>()

  all(): Container[] {
    return [...this.#containers.values()].sort((a, b) => a.id - b.id)
  }

  versionOf(id: number): number {
    return this.#containers.get(id)?.version ?? 0
  }

  /** @returns whether there was room */
  change(id: number, added: readonly Member[], removed: readonly Member[]): boolean {
    const gone = new Set([...removed, ...added].map(keyOf))
    const members = [
      ...(this.#containers.get(id)?.members ?? []).filter((each) => !gone.has(keyOf(each))),
      ...added,
    ]
    if (members.length > mostMembers) return false
    const keys = new Set(members.map(keyOf))
    this.#containers.set(id, { id, version: this.versionOf(id) + 1, members, keys })
    return true
  }

  /**
   * The highest container that has the watcher as a member: by name, else by domain, else as one of all.
   * @param watcher address of record
   */
  containerFor(watcher: string): number {
    if (this.#containers.size === 0) return companyContainer
    const ranked = this.all().reverse()
    const domain = watcher.slice(watcher.indexOf('@') + 1)
    for (const member of [
      { type: 'user', value: watcher },
      { type: 'domain', value: domain },
    ]) {
      const found = ranked.find(({ keys }) => keys.has(keyOf(member)))
      if (found) return found.id
    }
    const company = ranked.find(({ members }) =>
      members.some(({ type }) => type === 'sameEnterprise' || type === 'everyone'),
    )
    return Math.max(company?.id ?? 0, companyContainer)
  }
}

/** One spelling for each member. */
function keyOf({ type, value }: Member): string {
  if (type === 'user') return `user ${addressKey(value)}`
  if (type === 'domain') return `domain ${canonicalHost(withoutScheme(value)) ?? value}`
  return `${type} ${value.toLowerCase()}`
}
