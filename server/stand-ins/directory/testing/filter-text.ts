import type { Filter } from '../../../protocols/ldap/index.ts'

/** Reads a filter as people write it (RFC 4515), with whatever a client's own reader would not let through. */
export function filterOf(text: string): Filter {
  const [filter, rest] = read(text)
  if (rest !== '') throw new Error(`${rest} is left of the filter ${text}`)
  return filter
}

function read(text: string): [Filter, string] {
  if (text[0] !== '(') throw new Error(`a filter begins with a parenthesis: ${text}`)
  const kind = text[1]
  if (kind === '&' || kind === '|' || kind === '!') {
    const filters: Filter[] = []
    let rest = text.slice(2)
    while (rest[0] === '(') {
      const [filter, after] = read(rest)
      filters.push(filter)
      rest = after
    }
    const [only] = filters
    if (kind !== '!') return [{ kind: kind === '&' ? 'and' : 'or', filters }, rest.slice(1)]
    if (!only) throw new Error(`nothing is negated: ${text}`)
    return [{ kind: 'not', filter: only }, rest.slice(1)]
  }
  const end = text.indexOf(')')
  return [item(text.slice(1, end)), text.slice(end + 1)]
}

function item(text: string): Filter {
  const [, left = '', operator = '', right = ''] = /^([^=~<>]*?)([~<>:]?=)(.*)$/s.exec(text) ?? []
  switch (operator) {
    case ':=': {
      const [attribute = '', ...options] = left.split(':')
      const rule = options.find((option) => option !== 'dn') ?? null
      return { kind: 'rule', rule, attribute: attribute === '' ? null : attribute, value: octets(right) }
    }
    case '~=':
      return { kind: 'like', attribute: left, value: octets(right) }
    case '>=':
      return { kind: 'greater-or-equal', attribute: left, value: octets(right) }
    case '<=':
      return { kind: 'less-or-equal', attribute: left, value: octets(right) }
    default:
      return right.includes('*')
        ? parts(left, right)
        : { kind: 'equals', attribute: left, value: octets(right) }
  }
}

function parts(attribute: string, text: string): Filter {
  if (text === '*') return { kind: 'present', attribute }
  const pieces = text.split('*').map(octets)
  const [first, last] = [pieces[0], pieces.at(-1)]
  return {
    kind: 'substrings',
    attribute,
    initial: first?.length ? first : null,
    any: pieces.slice(1, -1),
    final: last?.length ? last : null,
  }
}

function octets(text: string): Uint8Array {
  const latin = Buffer.from(text, 'utf8').toString('latin1')
  const plain = latin.replaceAll(/\\([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(plain, 'latin1')
}
