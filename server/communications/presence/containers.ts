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
}

/** What people of the same company see, unless told otherwise. */
const companyContainer = 200
/** Whoever is in this one is shown nothing. */
export const blockedContainer = 32_000

const mostMembers = 2_000

/** Who sees what of one user: the containers and their members. */
export class Containers {
  readonly #containers = new Map<number, Container>()

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
    this.#containers.set(id, { id, version: this.versionOf(id) + 1, members })
    return true
  }

  /** The highest container that has the watcher as a member: by name, else by domain, else as one of all. */
  containerFor(watcher: string): number {
    const address = watcher.replace(/^sips?:/, '').toLowerCase()
    const domain = address.slice(address.indexOf('@') + 1)
    const isMatch = ({ type, value }: Member) => {
      const wanted = value.replace(/^sips?:/i, '').toLowerCase()
      if (type === 'user') return wanted === address
      if (type === 'domain') return wanted === domain
      return null
    }
    const ranked = this.all().reverse()
    for (const kind of ['user', 'domain']) {
      const found = ranked.find(({ members }) => members.some((each) => each.type === kind && isMatch(each)))
      if (found) return found.id
    }
    const company = ranked.find(({ members }) =>
      members.some(({ type }) => type === 'sameEnterprise' || type === 'everyone'),
    )
    return Math.max(company?.id ?? 0, companyContainer)
  }
}

function keyOf({ type, value }: Member): string {
  return `${type} ${value.toLowerCase()}`
}
