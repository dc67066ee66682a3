import { BerElements, hex } from './ber.ts'
import { LdapError } from './ldap-error.ts'

/** A search filter (RFC 4511 section 4.5.1.7). Attribute names are in lower case. */
export type Filter =
  | { kind: 'and' | 'or'; filters: readonly Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: 'equals'; attribute: string; value: string }
  | { kind: 'present'; attribute: string }
  | { kind: 'substrings'; attribute: string; initial: string; any: readonly string[]; final: string }
  /** Order, likeness and matching rules, which no lab needs: neither true nor false (section 4.5.1.7, "Undefined"). */
  | { kind: 'undefined' }

const tags = {
  and: 0xa0,
  or: 0xa1,
  not: 0xa2,
  equalityMatch: 0xa3,
  substrings: 0xa4,
  greaterOrEqual: 0xa5,
  lessOrEqual: 0xa6,
  present: 0x87,
  approxMatch: 0xa8,
  extensibleMatch: 0xa9,
} as const

/** Deep enough for any honest filter, and far from the end of the stack. */
const deepest = 30

export function readFilter(elements: BerElements, depth = 0): Filter {
  if (depth > deepest) throw new LdapError(`a search filter nested deeper than ${deepest}`)
  const { tag, content } = elements.next()
  const inner = new BerElements(content)
  switch (tag) {
    case tags.and:
    case tags.or: {
      const filters: Filter[] = []
      while (!inner.isEmpty) filters.push(readFilter(inner, depth + 1))
      return { kind: tag === tags.and ? 'and' : 'or', filters }
    }
    case tags.not:
      return { kind: 'not', filter: readFilter(inner, depth + 1) }
    case tags.equalityMatch:
      return { kind: 'equals', attribute: inner.text().toLowerCase(), value: inner.text() }
    case tags.substrings:
      return readSubstrings(inner)
    case tags.present:
      return { kind: 'present', attribute: content.toString('utf8').toLowerCase() }
    case tags.greaterOrEqual:
    case tags.lessOrEqual:
    case tags.approxMatch:
    case tags.extensibleMatch:
      return { kind: 'undefined' }
    default:
      throw new LdapError(`there is no search filter with tag ${hex(tag)}`)
  }
}

function readSubstrings(inner: BerElements): Filter {
  const attribute = inner.text().toLowerCase()
  const parts = inner.within(0x30)
  const any: string[] = []
  let initial = ''
  let final = ''
  while (!parts.isEmpty) {
    const { tag, content } = parts.next()
    if (tag === 0x80) initial = content.toString('utf8')
    else if (tag === 0x81) any.push(content.toString('utf8'))
    else if (tag === 0x82) final = content.toString('utf8')
    else throw new LdapError(`there is no substring with tag ${hex(tag)}`)
  }
  return { kind: 'substrings', attribute, initial, any, final }
}

/**
 * Whether an entry matches; null is "Undefined", which selects nothing and stays undefined when negated.
 * @param valuesOf the values of an attribute, by its name in lower case; none where the entry lacks it
 */
export function matches(filter: Filter, valuesOf: (attribute: string) => readonly string[]): boolean | null {
  switch (filter.kind) {
    case 'and':
      return combine(filter.filters, valuesOf, false)
    case 'or':
      return combine(filter.filters, valuesOf, true)
    case 'not': {
      const inner = matches(filter.filter, valuesOf)
      return inner === null ? null : !inner
    }
    case 'equals': {
      const wanted = filter.value.toLowerCase()
      return valuesOf(filter.attribute).some((value) => value.toLowerCase() === wanted)
    }
    case 'present':
      return valuesOf(filter.attribute).length > 0
    case 'substrings':
      return valuesOf(filter.attribute).some((value) => hasSubstrings(value.toLowerCase(), filter))
    case 'undefined':
      return null
  }
}

/** `and` is false as soon as one part is false, `or` true as soon as one is true; otherwise undefined if any part is. */
function combine(
  filters: readonly Filter[],
  valuesOf: (attribute: string) => readonly string[],
  decisive: boolean,
): boolean | null {
  let isUndefined = false
  for (const filter of filters) {
    const outcome = matches(filter, valuesOf)
    if (outcome === decisive) return decisive
    if (outcome === null) isUndefined = true
  }
  return isUndefined ? null : !decisive
}

function hasSubstrings(
  value: string,
  filter: { initial: string; any: readonly string[]; final: string },
): boolean {
  const initial = filter.initial.toLowerCase()
  const final = filter.final.toLowerCase()
  if (!value.startsWith(initial)) return false
  let from = initial.length
  for (const part of filter.any) {
    const found = value.indexOf(part.toLowerCase(), from)
    if (found < 0) return false
    from = found + part.length
  }
  return value.length - final.length >= from && value.endsWith(final)
}

/** Every value that the filter compares for equality, so that entries can be looked up rather than gone through. */
export function comparedValues(filter: Filter): { attribute: string; value: string }[] {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters.flatMap(comparedValues)
  if (filter.kind === 'not') return comparedValues(filter.filter)
  return filter.kind === 'equals' ? [{ attribute: filter.attribute, value: filter.value }] : []
}
