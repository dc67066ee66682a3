import {
  comparedValues,
  type LdapOperation,
  type LdapResult,
  matches,
  resultCode,
  type SearchRequest,
} from '../ldap/index.ts'
import type { Account } from './account.ts'
import type { Domain } from './domain.ts'
import { accountEntry, containers, type Entry, rootDse } from './entries.ts'
import { idOfDn, idOfPrincipal, isChild, isSameDn, isWithin } from './names.ts'
import { bindRequired, noSuchObject, success } from './refusals.ts'

/** MaxPageSize of Active Directory ([MS-ADTS] 3.1.1.3.4.6): no search returns more. */
const mostEntries = 1000

/** Answers a search (RFC 4511 section 4.5). The root DSE is for everybody, the rest for who is bound. */
export function search(domain: Domain, request: SearchRequest, who: { isBound: boolean }): LdapOperation[] {
  if (request.base === '' && request.scope === 'base') return results(request, [rootDse(domain)])
  if (!who.isBound) return [done(bindRequired)]
  if (!isWithin(request.base, domain.dn)) return [done(noSuchObject(''))]

  const entries = [
    ...containers(domain),
    ...candidates(domain, request).map((account) => accountEntry(domain, account)),
  ]
  if (!hasBase(domain, request.base)) return [done(noSuchObject(domain.usersDn))]
  return results(
    request,
    entries.filter(({ dn }) => isInScope(dn, request)),
  )
}

function hasBase(domain: Domain, base: string): boolean {
  if (isSameDn(base, domain.dn) || isSameDn(base, domain.usersDn)) return true
  const id = idOfDn(domain, base)
  return id !== null && domain.accounts.find(id) !== undefined
}

/** The accounts that can match: the one that is the base, those that the filter names, or all, where all can be had. */
function candidates(domain: Domain, { base, filter }: SearchRequest): Account[] {
  const baseId = idOfDn(domain, base)
  if (baseId === null && domain.accounts.all) return [...domain.accounts.all()]
  const ids =
    baseId === null ? comparedValues(filter).map((compared) => idOfCompared(domain, compared)) : [baseId]
  const found = new Map<string, Account>()
  for (const id of ids) {
    const account = id === null ? undefined : domain.accounts.find(id)
    if (account) found.set(account.id, account)
  }
  return [...found.values()]
}

/** The account ID that a value most likely stands for; whether it does is for the filter to say. */
function idOfCompared(
  domain: Domain,
  { attribute, value }: { attribute: string; value: string },
): string | null {
  switch (attribute) {
    case 'samaccountname':
    case 'cn':
    case 'name':
      return value
    case 'userprincipalname':
      return idOfPrincipal(domain, value)
    case 'msrtcsip-primaryuseraddress':
      return /^sip:([^@]+)@/i.exec(value)?.[1] ?? null
    case 'distinguishedname':
      return idOfDn(domain, value)
    default:
      return null
  }
}

function isInScope(dn: string, { base, scope }: SearchRequest): boolean {
  if (scope === 'base') return isSameDn(dn, base)
  return scope === 'one' ? isChild(dn, base) : isWithin(dn, base)
}

function results(request: SearchRequest, entries: readonly Entry[]): LdapOperation[] {
  const limit = request.sizeLimit > 0 ? Math.min(request.sizeLimit, mostEntries) : mostEntries
  const matching = entries.filter((entry) => matches(request.filter, valuesOf(entry)) === true)
  const isTooMany = matching.length > limit
  const sizeLimitExceeded = { ...success, code: resultCode.sizeLimitExceeded }
  return [
    ...matching.slice(0, limit).map((entry) => asResult(entry, request)),
    done(isTooMany ? sizeLimitExceeded : success),
  ]
}

function valuesOf(entry: Entry): (attribute: string) => readonly string[] {
  const byName = new Map(entry.attributes.map(({ name, values }) => [name.toLowerCase(), values]))
  return (attribute) => byName.get(attribute) ?? []
}

/** RFC 4511 section 4.5.1.8: no names, or `*`, are all attributes; `1.1` is none. */
function asResult(
  { dn, attributes }: Entry,
  { attributes: names, isTypesOnly }: SearchRequest,
): LdapOperation {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const isAll = wanted.size === 0 || wanted.has('*')
  return {
    kind: 'searchResultEntry',
    dn,
    attributes: attributes
      .filter(({ name }) => isAll || wanted.has(name.toLowerCase()))
      .map(({ name, values }) => ({ name, values: isTypesOnly ? [] : values })),
  }
}

function done(result: LdapResult): LdapOperation {
  return { kind: 'searchResultDone', result }
}
