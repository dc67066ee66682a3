import { asBuffer } from '../../base/bytes/index.ts'
import type { Filter } from '../../protocols/ldap/index.ts'
import { readAssertion, readInteger, textOf } from './assertion.ts'
import { foldText } from './distinguished-name.ts'
import type { Entry, Value } from './entry.ts'
import { keyOfName } from './named-object.ts'
import { type AttributeType, attributeNamed } from './schema.ts'
import type { Contents, Tree } from './tree.ts'

/**
 * Search filters by Active Directory's rules ([MS-ADTS] 3.1.1.3.1.3.1). A clause about an attribute that is not in the
 * schema, or with a value that does not match its syntax, is undefined, and so is its negation (RFC 4511 section
 * 4.5.1.7). A clause about an attribute that the entry lacks is false.
 */

/** True, false or undefined, for an entry. */
export type Predicate = (entry: Entry) => boolean | null

/** A constructed attribute in a filter: the whole search fails with inappropriateMatching. */
export class InappropriateMatching extends Error {
  constructor(attribute: string) {
    super(`a filter cannot name the constructed attribute ${attribute}`)
    this.name = 'InappropriateMatching'
  }
}

const never: Predicate = () => false
const always: Predicate = () => true
const undefinedClause: Predicate = () => null

/** [MS-ADTS] 3.1.1.3.4.4. */
const rules = {
  bitAnd: '1.2.840.113556.1.4.803',
  bitOr: '1.2.840.113556.1.4.804',
  inChain: '1.2.840.113556.1.4.1941',
} as const

/** @throws InappropriateMatching */
export function predicateOf(filter: Filter, contents: Contents): Predicate {
  switch (filter.kind) {
    case 'and':
      return combine(filter.filters, contents, false)
    case 'or':
      return combine(filter.filters, contents, true)
    case 'not': {
      const inner = predicateOf(filter.filter, contents)
      return (entry) => negate(inner(entry))
    }
    case 'present':
      return present(filter.attribute)
    case 'substrings':
      return substrings(filter)
    case 'rule':
      return byRule(filter, contents)
    default:
      return compared(filter, contents)
  }
}

/** The number of clauses of a filter, which is its cost for each entry. */
export function clausesOf(filter: Filter): number {
  if (filter.kind === 'and' || filter.kind === 'or') {
    return filter.filters.reduce((sum, inner) => sum + clausesOf(inner), 1)
  }
  return filter.kind === 'not' ? clausesOf(filter.filter) : 1
}

function negate(outcome: boolean | null): boolean | null {
  return outcome === null ? null : !outcome
}

/** `and` is false as soon as one part is false, `or` true as soon as one is true; otherwise undefined if any part is. */
function combine(filters: readonly Filter[], contents: Contents, decisive: boolean): Predicate {
  const parts = filters.map((filter) => predicateOf(filter, contents))
  return (entry) => {
    let outcome: boolean | null = !decisive
    for (const part of parts) {
      const one = part(entry)
      if (one === decisive) return decisive
      if (one === null) outcome = null
    }
    return outcome
  }
}

/** @returns null for what is not in the schema, or has options, of which Active Directory knows none in filters but `binary` */
function searchable(written: string): AttributeType | null {
  const [name = '', ...options] = written.split(';')
  if (options.some((option) => option.toLowerCase() !== 'binary')) return null
  const type = attributeNamed(name)
  if (type?.isConstructed) throw new InappropriateMatching(type.name)
  return type ?? null
}

const isAnr = (type: AttributeType) => type.name === 'aNR'

/** Every entry has these ([MS-ADTS] 3.1.1.3.1.3.1). */
const everywhere = new Set(['objectClass', 'distinguishedName', 'name', 'objectGUID'])

function present(attribute: string): Predicate {
  const type = searchable(attribute)
  if (!type) return undefinedClause
  if (everywhere.has(type.name)) return always
  return (entry) => entry.values(type.name).length > 0
}

function compared(
  { attribute, kind, value }: Extract<Filter, { value: Uint8Array; attribute: string }>,
  contents: Contents,
): Predicate {
  const type = searchable(attribute)
  if (!type) return undefinedClause
  const isEquality = kind === 'equals' || kind === 'like'
  if (isAnr(type)) {
    return isEquality ? ambiguousName(asBuffer(value).toString('utf8')) : undefinedClause
  }
  const assertion = readAssertion(type, value, contents)
  if (!assertion) return undefinedClause
  const { equals, order } = assertion
  if (isEquality) return (entry) => entry.values(type.name).some(equals)
  if (!order) return undefinedClause
  const isInOrder =
    kind === 'greater-or-equal' ? (own: Value) => order(own) >= 0 : (own: Value) => order(own) <= 0
  return (entry) => entry.values(type.name).some(isInOrder)
}

function substrings(filter: Extract<Filter, { kind: 'substrings' }>): Predicate {
  const type = searchable(filter.attribute)
  if (!type) return undefinedClause
  const utf8 = (bytes: Uint8Array) => asBuffer(bytes).toString('utf8')
  const { any, final, initial } = filter
  if (isAnr(type)) {
    // Prefixes are found anyway; other parts of names cannot be searched.
    return initial && any.length === 0 && !final ? ambiguousName(utf8(initial)) : undefinedClause
  }
  const read = readers[type.syntax]
  if (!read) return undefinedClause
  const part = (bytes: Uint8Array) => read(type.syntax === 'octets' ? bytes : utf8(bytes))
  const first = initial ? part(initial) : ''
  const middle = any.map(part)
  const last = final ? part(final) : ''
  return (entry) => entry.values(type.name).some((value) => hasSubstrings(read(value), first, middle, last))
}

/** Values as text of which there are parts. Names, numbers and times have none. */
const readers: Partial<Record<AttributeType['syntax'], (value: Value) => string>> = {
  text: (value) => foldText(textOf(value)),
  'exact-text': textOf,
  octets: (value) => (value instanceof Uint8Array ? asBuffer(value).toString('latin1') : ''),
}

function hasSubstrings(value: string, first: string, middle: readonly string[], last: string): boolean {
  if (!value.startsWith(first)) return false
  let from = first.length
  for (const part of middle) {
    const found = value.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return value.length - last.length >= from && value.endsWith(last)
}

function byRule(
  { attribute, rule, value }: Extract<Filter, { kind: 'rule' }>,
  contents: Contents,
): Predicate {
  if (attribute === null) return undefinedClause
  if (rule === null) return compared({ kind: 'equals', attribute, value }, contents)
  const type = searchable(attribute)
  if (!type) return undefinedClause
  const text = asBuffer(value).toString('utf8')
  switch (rule) {
    case rules.bitAnd:
    case rules.bitOr: {
      const bits = readInteger(text, type.syntax)
      if (bits === null) return undefinedClause
      const isSet =
        rule === rules.bitAnd ? (own: bigint) => (own & bits) === bits : (own: bigint) => (own & bits) !== 0n
      return (entry) => entry.values(type.name).some((own) => isSet(BigInt(textOf(own))))
    }
    case rules.inChain:
      return type.syntax === 'dn'
        ? inChain(type.name, keyOfName(contents.tree, text), contents.tree)
        : undefinedClause
    default:
      // Active Directory does not support the matching rules of RFC 4517.
      return undefinedClause
  }
}

/** Whether the attribute leads to the wanted entry, directly or by the same attribute of what it leads to. */
function inChain(attribute: string, wanted: string | null, tree: Tree): Predicate {
  if (wanted === null) return undefinedClause
  if (attribute === 'member') return memberInChain(wanted, tree)
  const known = new Map<string, boolean>()
  const leadsThere = (value: Value): boolean => {
    if (typeof value === 'string' || value instanceof Uint8Array) return false
    if (value.key === wanted) return true
    const before = known.get(value.key)
    if (before !== undefined) return before
    // Assume no match until the result is known, so that a group that contains itself ends the search.
    known.set(value.key, false)
    const outcome = tree.find(value.key)?.values(attribute).some(leadsThere) ?? false
    known.set(value.key, outcome)
    return outcome
  }
  return (entry) => entry.values(attribute).some(leadsThere)
}

/** A group contains the wanted object at any depth if it is among the groups above that object. */
function memberInChain(wanted: string, tree: Tree): Predicate {
  const above = new Set<string>()
  const climb = (key: string): void => {
    for (const group of tree.find(key)?.values('memberOf') ?? []) {
      if (typeof group === 'string' || group instanceof Uint8Array || above.has(group.key)) continue
      above.add(group.key)
      climb(group.key)
    }
  }
  climb(wanted)
  return above.size === 0 ? never : (entry) => above.has(entry.key)
}

/** The attributes by which people are searched: those with fANR, and what Exchange adds. */
const namingAttributes = [
  'displayName',
  'givenName',
  'name',
  'physicalDeliveryOfficeName',
  'proxyAddresses',
  'sAMAccountName',
  'sn',
  'mail',
  'mailNickname',
] as const

/**
 * Ambiguous name resolution ([MS-ADTS] 3.1.1.3.1.3.4): any of the naming attributes begins with the text, or, with `=`
 * before it, is the text. Two words may also be the beginnings of given name and surname, either way round.
 */
function ambiguousName(text: string): Predicate {
  const isExact = text.startsWith('=')
  const wanted = foldText(isExact ? text.slice(1) : text).trim()
  if (wanted === '') return never
  const fits = (value: Value, part: string) => {
    const own = foldText(textOf(value))
    return isExact ? own === part : own.startsWith(part)
  }
  const has = (entry: Entry, attribute: string, part: string) =>
    entry.values(attribute).some((value) => fits(value, part))
  const space = wanted.indexOf(' ')
  const [first, second] = [wanted.slice(0, space), wanted.slice(space + 1).trim()]
  return (entry) => {
    if (namingAttributes.some((attribute) => has(entry, attribute, wanted))) return true
    if (space < 0) return false
    return (
      (has(entry, 'givenName', first) && has(entry, 'sn', second)) ||
      (has(entry, 'givenName', second) && has(entry, 'sn', first))
    )
  }
}
