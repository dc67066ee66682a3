import { randomBytes } from 'node:crypto'
import { asBuffer } from '../../base/bytes/index.ts'
import { BoundedMap } from '../../base/index.ts'
import type { Entry } from './entry.ts'
import { searchLimits } from './limits.ts'

/** The rest of a paged search. */
export interface PagedSearch {
  /** The request without page size and cookie: the next page must be of the same search (RFC 2696 section 3). */
  readonly question: string
  readonly entries: readonly Entry[]
  /** The number of entries sent. */
  sent: number
  /** Whether there were more entries than the search may return. */
  readonly isCutOff: boolean
}

const cookieLength = 16
/** Maximum entries that the paged searches of one connection keep, besides those of the latest. */
const mostKept = 100_000

/** The paged searches of one connection. The oldest is dropped if there are too many, or too large ones. */
export class PagedSearches {
  /** By cookie. A cookie is good for one page, on its own connection. */
  readonly #open = new BoundedMap<string, PagedSearch>(searchLimits.MaxResultSetsPerConn)

  /** @returns the cookie for the next page */
  keep(search: PagedSearch): Uint8Array {
    this.#open.deleteOldestWhile(() => this.#kept() > mostKept)
    const cookie = randomBytes(cookieLength)
    this.#open.set(cookie.toString('hex'), search)
    return cookie
  }

  /** @returns null for a cookie of another connection, of another search, or of one that is at its end or given up */
  resume(cookie: Uint8Array, question: string): PagedSearch | null {
    const key = asBuffer(cookie).toString('hex')
    const search = this.#open.get(key)
    if (!search) return null
    this.#open.delete(key)
    return search.question === question ? search : null
  }

  #kept(): number {
    return [...this.#open.values()].reduce((sum, { entries }) => sum + entries.length, 0)
  }
}
