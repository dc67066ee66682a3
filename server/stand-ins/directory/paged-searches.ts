import { randomBytes } from 'node:crypto'
import { BoundedMap } from '../../base/index.ts'
import type { Entry } from './entry.ts'
import { searchLimits } from './limits.ts'

/** What is left of a search that is read page by page. */
export interface PagedSearch {
  /** What was asked, page and cookie apart: the next page must be of the same search (RFC 2696 section 3). */
  readonly question: string
  readonly entries: readonly Entry[]
  /** How many of them were sent. */
  sent: number
  /** There were more than the search may return in all. */
  readonly isCutOff: boolean
}

const cookieLength = 16
/** Entries that the paged searches of one connection may keep, beside those of the latest. */
const mostKept = 100_000

/** The paged searches of one connection. The oldest is given up when there are too many, or too large ones. */
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
    const key = Buffer.from(cookie).toString('hex')
    const search = this.#open.get(key)
    if (!search) return null
    this.#open.delete(key)
    return search.question === question ? search : null
  }

  #kept(): number {
    return [...this.#open.values()].reduce((sum, { entries }) => sum + entries.length, 0)
  }
}
