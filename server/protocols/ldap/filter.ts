import { BerElements, hex } from './ber.ts'
import { LdapError } from './ldap-error.ts'

/** A search filter as it was sent (RFC 4511 section 4.5.1.7). Attributes are as written; values are views into the message. */
export type Filter =
  | { kind: 'and' | 'or'; filters: readonly Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: 'equals' | 'greater-or-equal' | 'less-or-equal' | 'like'; attribute: string; value: Uint8Array }
  | { kind: 'present'; attribute: string }
  | {
      kind: 'substrings'
      attribute: string
      initial: Uint8Array | null
      any: readonly Uint8Array[]
      final: Uint8Array | null
    }
  | { kind: 'rule'; rule: string | null; attribute: string | null; value: Uint8Array }

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

const kindOfAssertion = {
  [tags.equalityMatch]: 'equals',
  [tags.greaterOrEqual]: 'greater-or-equal',
  [tags.lessOrEqual]: 'less-or-equal',
  [tags.approxMatch]: 'like',
} as const

/** Maximum nesting: enough for any honest filter, and safe for the stack. */
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
    case tags.greaterOrEqual:
    case tags.lessOrEqual:
    case tags.approxMatch:
      return { kind: kindOfAssertion[tag], attribute: inner.text(), value: inner.read(0x04) }
    case tags.substrings:
      return readSubstrings(inner)
    case tags.present:
      return { kind: 'present', attribute: content.toString('utf8') }
    case tags.extensibleMatch:
      return readRule(inner)
    default:
      throw new LdapError(`there is no search filter with tag ${hex(tag)}`)
  }
}

function readSubstrings(inner: BerElements): Filter {
  const attribute = inner.text()
  const parts = inner.within(0x30)
  const any: Uint8Array[] = []
  let initial: Uint8Array | null = null
  let final: Uint8Array | null = null
  if (parts.isEmpty) throw new LdapError('a substring filter without a substring')
  while (!parts.isEmpty) {
    const { tag, content } = parts.next()
    // RFC 4511 section 4.5.1.7.2: the initial one first if at all, the final one last.
    const isFirst = initial === null && any.length === 0
    if (final !== null) throw new LdapError('a substring filter goes on behind its end')
    if (tag === 0x80 && isFirst) initial = content
    else if (tag === 0x81) any.push(content)
    else if (tag === 0x82) final = content
    else throw new LdapError(`there is no substring with tag ${hex(tag)} in this place`)
  }
  return { kind: 'substrings', attribute, initial, any, final }
}

/** MatchingRuleAssertion (RFC 4511 section 4.5.1.7.7). Active Directory never looks at dnAttributes ([MS-ADTS] 3.1.1.3.1.3.1). */
function readRule(inner: BerElements): Filter {
  const rule = textOf(inner.takeOptional(0x81))
  const attribute = textOf(inner.takeOptional(0x82))
  const value = inner.read(0x83)
  inner.takeOptional(0x84)
  return { kind: 'rule', rule, attribute, value }
}

/** Some clients send an empty text for a missing part. */
function textOf(bytes: Buffer | null): string | null {
  return bytes && bytes.length > 0 ? bytes.toString('utf8') : null
}
