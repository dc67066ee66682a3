import { canonicalHost } from '#contract'
import { SipParseError } from './parse-error.ts'
import { splitUri, uriScheme } from './uri.ts'

/** Parameters that make two addresses differ when only one of them has it (RFC 3261 section 19.1.4 and its examples). */
const telling = ['maddr', 'method', 'transport', 'ttl', 'user']

/** Reserved characters, whose escaped form means something else (RFC 2396 section 2.2), and the escape's own. */
const reserved = ';/?:@&=+$,%'

/**
 * Whether two addresses are equal: `sip:` and `sips:` by RFC 3261 section 19.1.4, `tel:` by RFC 3966 section 5. Other and
 * invalid addresses are equal only if their texts are.
 *
 * This is not an equivalence relation: parameters of only one address do not count, so `sip:a@b;x=1` and `sip:a@b;x=2` are
 * both equal to `sip:a@b`. Use {@link uriKey} if a key is needed.
 */
export function isSameUri(one: string, other: string): boolean {
  if (one === other) return true
  const [first, second] = [comparable(one), comparable(other)]
  if (first === null || second === null || first.start !== second.start) return false
  for (const [name, value] of first.parameters) {
    const theirs = second.parameters.get(name)
    if (theirs === undefined ? first.needsAll || telling.includes(name) : theirs !== value) return false
  }
  for (const name of second.parameters.keys()) {
    if (!first.parameters.has(name) && (second.needsAll || telling.includes(name))) return false
  }
  return first.headers === second.headers
}

/**
 * A canonical spelling. Addresses with the same key are equal; addresses with different keys may still be equal if they
 * differ only in parameters of one of them ({@link isSameUri}).
 */
export function uriKey(text: string): string {
  const uri = comparable(text)
  if (uri === null) return text
  const parameters = [...uri.parameters].sort(byName).map(([name, value]) => `;${name}=${value ?? ''}`)
  return `${uri.start}${parameters.join('')}?${uri.headers}`
}

interface Comparable {
  /** The parts that must be equal literally. */
  readonly start: string
  readonly parameters: ReadonlyMap<string, string | null>
  readonly headers: string
  /** Whether all parameters match. */
  readonly needsAll: boolean
}

function comparable(text: string): Comparable | null {
  if (uriScheme(text) === 'tel') return comparableNumber(text)
  try {
    const uri = splitUri(text)
    // Only the user part, including a password, is case-sensitive.
    const user = uri.user === null ? '' : `${unescapeHarmless(uri.user)}`
    const password = uri.password === null ? '' : `:${unescapeHarmless(uri.password)}`
    const parameters = new Map(
      uri.parameters.map(([writtenName, written]) => {
        const name = unescapeHarmless(writtenName).toLowerCase()
        const value = written === null ? null : unescapeHarmless(written).toLowerCase()
        return [name, name === 'maddr' && value !== null ? (canonicalHost(value) ?? value) : value]
      }),
    )
    const headers = uri.headers
      .map(([name, value]) => `${unescapeHarmless(name)}=${unescapeHarmless(value)}`.toLowerCase())
      .sort()
      .join('&')
    const at = uri.user === null ? '' : '@'
    const start = `${uri.scheme}:${user}${password}${at}${uri.host}:${uri.port ?? ''}`
    return { start, parameters, headers, needsAll: false }
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

/** RFC 3966 section 5: visual separators do not count, nor does the order of parameters; each of them must be in both. */
function comparableNumber(text: string): Comparable {
  const [number = '', ...written] = text.slice('tel:'.length).toLowerCase().split(';')
  const parameters = new Map(
    written.map((each): [string, string | null] => {
      const equals = each.indexOf('=')
      if (equals < 0) return [each, null]
      const [name, value] = [each.slice(0, equals), each.slice(equals + 1)]
      return [name, name === 'ext' || value.startsWith('+') ? value.replace(/[-.()]/g, '') : value]
    }),
  )
  return { start: `tel:${number.replace(/[-.()]/g, '')}`, parameters, headers: '', needsAll: true }
}

/** An escaped character is the same as itself unless it is reserved; what must be escaped is, in upper case. */
function unescapeHarmless(text: string): string {
  return text.replace(
    /%([0-9A-Fa-f]{2})|[\ud800-\udbff][\udc00-\udfff]|[^!-~]/g,
    (written, hexadecimal: string | undefined) => {
      if (hexadecimal === undefined) return encodeURIComponent(Buffer.from(written).toString())
      const character = String.fromCharCode(Number.parseInt(hexadecimal, 16))
      const isHarmless = character > ' ' && character <= '~' && !reserved.includes(character)
      return isHarmless ? character : written.toUpperCase()
    },
  )
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other)
}
