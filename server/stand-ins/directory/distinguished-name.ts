import { BerElements, berTag, LdapError } from '../../protocols/ldap/index.ts'

/**
 * Distinguished names by RFC 4514, with the additions of older RFCs (RFC 1779, RFC 2253): quotes, semicolons, and
 * spaces around separators. Names are compared in one normal form only, their key: two names are the same exactly when their
 * keys are.
 */

/** One `type=value` of a relative distinguished name. */
interface Ava {
  /** In lower case; the OID if the name is unknown. */
  type: string
  /** Without escapes, as it was written. */
  value: string
}

/** From the entry upwards. A relative name has several pairs where it was written with `+`. */
export type DistinguishedName = readonly (readonly Ava[])[]

/** Attribute types that names are made of (RFC 4514 section 3), by their numbers. */
const typesByNumber = new Map([
  ['2.5.4.3', 'cn'],
  ['2.5.4.6', 'c'],
  ['2.5.4.7', 'l'],
  ['2.5.4.8', 'st'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'o'],
  ['2.5.4.11', 'ou'],
  ['0.9.2342.19200300.100.1.1', 'uid'],
  ['0.9.2342.19200300.100.1.25', 'dc'],
])

/** Limits beyond any honest name, so that a hostile one costs little. */
const mostRelativeNames = 128
const longestName = 16 * 1024

const typePattern = /^(?:[A-Za-z][A-Za-z0-9-]*|(?:OID\.)?\d+(?:\.\d+)+)$/i

/** @returns null for an invalid name. The empty name, of the root, has no parts */
export function parseDn(written: string): DistinguishedName | null {
  if (written.length > longestName) return null
  if (written.trim() === '') return []
  // Process one octet per character, since escaped octets may be parts of one character.
  const text = Buffer.from(written, 'utf8').toString('latin1')
  const names: Ava[][] = [[]]
  let at = 0
  for (;;) {
    const equals = text.indexOf('=', at)
    if (equals < 0) return null
    const type = typeOf(text.slice(at, equals))
    const read = type === null ? null : readValue(text, equals + 1)
    if (type === null || !read || read.value === '') return null
    names.at(-1)?.push({ type, value: read.value })
    if (read.end === text.length) return names
    if (text[read.end] !== '+') names.push([])
    if (names.length > mostRelativeNames) return null
    at = read.end + 1
  }
}

function typeOf(written: string): string | null {
  const type = written.trim()
  if (!typePattern.test(type)) return null
  const plain = type.toLowerCase().replace(/^oid\./, '')
  return typesByNumber.get(plain) ?? plain
}

/** @returns the value that begins here, and where the separator behind it, or the end of the text, is */
function readValue(text: string, from: number): { value: string; end: number } | null {
  let at = from
  while (text[at] === ' ') at += 1
  if (text[at] === '"') return readQuoted(text, at + 1)
  if (text[at] === '#') return readHex(text, at + 1)
  return readPlain(text, at)
}

const isSeparator = (character: string | undefined) =>
  character === ',' || character === ';' || character === '+'

/** What stands for itself, up to a separator or an escape. Quotes and nulls are not allowed in a plain value. */
const plainOctets = /[^,;+\\"\0]+/y

function readPlain(text: string, from: number): { value: string; end: number } | null {
  const value = new Octets()
  let at = from
  while (at < text.length && !isSeparator(text[at])) {
    if (text[at] === '\\') {
      const length = value.escaped(text, at)
      if (length === null) return null
      at += length
      continue
    }
    plainOctets.lastIndex = at
    const octets = plainOctets.exec(text)?.[0]
    if (octets === undefined) return null
    value.plain(octets)
    at += octets.length
  }
  return value.finish(at)
}

/** RFC 2253 section 4: between quotes everything but a quote and a backslash stands for itself. */
function readQuoted(text: string, from: number): { value: string; end: number } | null {
  const value = new Octets()
  let at = from
  while (text[at] !== '"') {
    if (at >= text.length) return null
    if (text[at] === '\\') {
      const length = value.escaped(text, at)
      if (length === null) return null
      at += length
    } else {
      value.literal(text[at] ?? '')
      at += 1
    }
  }
  at += 1
  while (text[at] === ' ') at += 1
  return at === text.length || isSeparator(text[at]) ? value.finish(at) : null
}

/** RFC 4514 section 2.4: `#` and the BER encoding of the value in hexadecimal. */
function readHex(text: string, from: number): { value: string; end: number } | null {
  const digits = /^(?:[0-9A-Fa-f]{2})+/.exec(text.slice(from))?.[0]
  if (digits === undefined) return null
  let end = from + digits.length
  while (text[end] === ' ') end += 1
  if (end !== text.length && !isSeparator(text[end])) return null
  try {
    const elements = new BerElements(Buffer.from(digits, 'hex'))
    const { tag, content } = elements.next()
    const isText = stringTags.has(tag) && elements.isEmpty
    return isText ? { value: content.toString(tag === bmpString ? 'utf16le' : 'utf8'), end } : null
  } catch (thrown) {
    if (thrown instanceof LdapError) return null
    throw thrown
  }
}

const bmpString = 0x1e
/** Octets, and the strings of X.680: UTF8String, NumericString, PrintableString, TeletexString, IA5String. */
const stringTags = new Set<number>([berTag.octetString, 0x0c, 0x12, 0x13, 0x14, 0x16])

/** A value as it is read, an octet a character. */
class Octets {
  #text = ''
  /** How many spaces stand at the end that nobody escaped: they belong to the separator. */
  #spaces = 0

  plain(octets: string): void {
    this.#text += octets
    let spaces = 0
    while (octets.at(-1 - spaces) === ' ') spaces += 1
    this.#spaces = spaces === octets.length ? this.#spaces + spaces : spaces
  }

  literal(octet: string): void {
    this.#text += octet
    this.#spaces = 0
  }

  /** @returns how many characters the escape at `at` takes, or null where it is none */
  escaped(text: string, at: number): number | null {
    const hex = /^[0-9A-Fa-f]{2}/.exec(text.slice(at + 1, at + 3))?.[0]
    const next = text[at + 1]
    if (hex === undefined && (next === undefined || !' "#+,;<=>\\'.includes(next))) return null
    this.literal(hex === undefined ? (next ?? '') : String.fromCharCode(Number.parseInt(hex, 16)))
    return hex === undefined ? 2 : 3
  }

  finish(end: number): { value: string; end: number } {
    const octets = this.#text.slice(0, this.#text.length - this.#spaces)
    return { value: Buffer.from(octets, 'latin1').toString('utf8'), end }
  }
}

/** The normal form of a name. @returns null for what is no distinguished name */
export function dnKey(text: string): string | null {
  const name = parseDn(text)
  return name && keyOf(name)
}

export function keyOf(name: DistinguishedName): string {
  return name.map(rdnKey).join(',')
}

function rdnKey(avas: readonly Ava[]): string {
  return avas
    .map(({ type, value }) => `${type}=${escapeValue(foldText(value))}`)
    .sort()
    .join('+')
}

/** A value as it stands in a name (RFC 4514 section 2.4). */
export function escapeValue(value: string): string {
  return value.replaceAll(/[\\",+;<>=]|^[ #]| $/g, (character) => `\\${character}`)
}

/**
 * How Active Directory compares text ([MS-ADTS] 3.1.1.2.2.4.13): without regard to case, to marks above and below letters,
 * or to their width.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false
  return true
}
