import {
  type LdapControl,
  LdapError,
  type LdapOperation,
  type LdapResult,
  resultCode,
  type SearchRequest,
  writePagedResults,
  writeSortResult,
} from '../../protocols/ldap/index.ts'
import { selectAttributes } from './attribute-selection.ts'
import { controlOid, readSearchControls, type SearchControls } from './controls.ts'
import { type Entry, shown } from './entry.ts'
import { extendedNames } from './extended-names.ts'
import { clausesOf, InappropriateMatching, type Predicate, predicateOf } from './filter-matching.ts'
import { searchLimits } from './limits.ts'
import { keyOfName } from './named-object.ts'
import { usersNamedBy } from './named-users.ts'
import type { PagedSearch, PagedSearches } from './paged-searches.ts'
import {
  badName,
  bindRequired,
  constructedInFilter,
  controlMalformed,
  cookieUnknown,
  noSuchObject,
  sortRefused,
  success,
  tooMuchWork,
} from './refusals.ts'
import { rootDse } from './root-dse.ts'
import { type Sorting, sortingBy } from './server-side-sort.ts'
import type { Contents } from './tree.ts'

/** One message of an answer. */
export interface SearchAnswer {
  operation: LdapOperation
  controls?: readonly LdapControl[]
}

/** Clauses of the filter times entries to look at: some seconds of work, which no honest search needs. */
const mostWork = 20_000_000

/** Answers a search (RFC 4511 section 4.5). Anybody may read the root DSE; all else requires a bind. */
export function search(
  contents: Contents,
  request: SearchRequest,
  who: { isBound: boolean; controls: readonly LdapControl[]; paged: PagedSearches },
): SearchAnswer[] {
  let controls: SearchControls
  try {
    controls = readSearchControls(who.controls)
  } catch (thrown) {
    if (!(thrown instanceof LdapError)) throw thrown
    return [done(controlMalformed(thrown.message))]
  }
  const isRoot = request.base.trim() === '' && request.scope === 'base'
  if (!isRoot && !who.isBound) return [done(bindRequired)]

  const sorting = controls.sort && sortingBy(controls.sort.keys)
  if (sorting && !sorting.isPossible && controls.sort?.isCritical) {
    return [done(sortRefused, [sortResult(sorting)])]
  }
  const question = { contents, request, controls, sorting }
  const { cookie } = controls.paged ?? {}
  if (cookie && cookie.length > 0) {
    const before = who.paged.resume(cookie, wordsOf(request))
    return before ? answer(question, before, who.paged) : [done(cookieUnknown)]
  }
  const found = isRoot ? findRoot(question) : find(question)
  if ('code' in found) return [done(found)]
  const limit = request.sizeLimit > 0 ? request.sizeLimit : Number.POSITIVE_INFINITY
  const isCutOff = found.length > limit
  const sorted = sorting?.isPossible ? sorting.sort(found) : found
  const entries = isCutOff ? sorted.slice(0, limit) : sorted
  return answer(question, { question: wordsOf(request), entries, sent: 0, isCutOff }, who.paged)
}

interface Question {
  contents: Contents
  request: SearchRequest
  controls: SearchControls
  sorting: Sorting | null
}

/** The key by which the pages of one search are recognised. */
function wordsOf({ base, filter, scope, sizeLimit }: SearchRequest): string {
  return JSON.stringify([base, scope, sizeLimit, filter])
}

function findRoot({ contents, request }: Question): Entry[] | LdapResult {
  return matching([rootDse(contents.domain)], () => predicateOf(request.filter, contents))
}

function find({ contents, controls, request }: Question): Entry[] | LdapResult {
  const { domain, tree } = contents
  const isEverywhere = controls.hasPhantomRoot && request.base.trim() === '' && request.scope === 'sub'
  const key = isEverywhere ? '' : keyOfName(tree, request.base)
  const base = key === null ? null : tree.find(key)
  if (!base && !isEverywhere) {
    if (key === null && !request.base.trim().startsWith('<')) return badName(request.base)
    return noSuchObject(tree.nearest(request.base))
  }
  const users = usersNamedBy(request.filter, { domain, tree })
  const entries = [...(base ? tree.within(base, request.scope, users) : tree.all(users))]
  if (clausesOf(request.filter) * entries.length > mostWork) return tooMuchWork
  return matching(entries, () => predicateOf(request.filter, contents))
}

function matching(entries: readonly Entry[], predicate: () => Predicate): Entry[] | LdapResult {
  try {
    const matches = predicate()
    return entries.filter((entry) => matches(entry) === true)
  } catch (thrown) {
    if (thrown instanceof InappropriateMatching) return constructedInFilter(thrown.message)
    throw thrown
  }
}

/** The next entries of a search, and the rest. */
function answer(question: Question, search: PagedSearch, kept: PagedSearches): SearchAnswer[] {
  const { contents, controls, request, sorting } = question
  const { paged } = controls
  const isContinued = search.sent > 0 || (paged !== null && paged.cookie.length > 0)
  // RFC 2696 section 3: page size 0 ends a paged search.
  if (paged?.size === 0 && isContinued) return [done(success, [pagedResult(search, null)])]
  const size = Math.min(paged?.size ?? searchLimits.MaxPageSize, searchLimits.MaxPageSize)
  const page = search.entries.slice(search.sent, search.sent + size)
  const isLast = search.sent + page.length >= search.entries.length
  const select = selectAttributes({
    domain: contents.domain,
    attributes: request.attributes,
    isTypesOnly: request.isTypesOnly,
    isBase: request.scope === 'base',
    write: controls.extendedDn ? extendedNames(contents.tree, controls.extendedDn) : shown,
  })
  const nameOf = controls.extendedDn ? extendedNames(contents.tree, controls.extendedDn) : shown
  const answers = page.map((entry): SearchAnswer => {
    const dn = entry.dn === '' ? '' : String(nameOf(entry))
    return { operation: { kind: 'searchResultEntry', dn, attributes: select(entry) } }
  })
  const isCutOff = isLast ? search.isCutOff : !paged
  const result = isCutOff ? { ...success, code: resultCode.sizeLimitExceeded } : success
  const about: LdapControl[] = sorting ? [sortResult(sorting)] : []
  if (paged) {
    const cookie = isLast ? null : kept.keep({ ...search, sent: search.sent + page.length })
    about.push(pagedResult(search, cookie))
  }
  return [...answers, done(result, about)]
}

function pagedResult({ entries }: PagedSearch, cookie: Uint8Array | null): LdapControl {
  const value = writePagedResults({ size: entries.length, cookie: cookie ?? new Uint8Array(0) })
  return { oid: controlOid.pagedResults, isCritical: false, value }
}

function sortResult(sorting: Sorting): LdapControl {
  const value = sorting.isPossible
    ? writeSortResult(resultCode.success, null)
    : writeSortResult(sorting.code, sorting.attribute)
  return { oid: controlOid.sortResult, isCritical: false, value }
}

function done(result: LdapResult, controls: readonly LdapControl[] = []): SearchAnswer {
  return { operation: { kind: 'searchResultDone', result }, controls }
}
