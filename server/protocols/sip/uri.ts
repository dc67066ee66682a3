import { addressKey, canonicalHost, withScheme } from '#contract'
import { hasStrayOctets } from './octets.ts'
import { excerpt, SipParseError } from './parse-error.ts'
import { isTokenCode, parseNumber } from './tokens.ts'

/** A `sip:` or `sips:` address (RFC 3261 section 19.1), escapes resolved. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips'
  readonly user: string | null
  readonly password: string | null
  /** In lower case, without a dot at its end; IPv6 in its shortest form. */
  readonly host: string
  readonly port: number | null
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string | null>
  readonly headers: ReadonlyMap<string, string>
}

const hostPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?|\[[0-9A-Fa-f:.]+\])$/
const longestHost = 255

/** The parts of a `sip:` or `sips:` address as they were written, escapes and all; only the host is canonical. */
export interface WrittenUri {
  readonly scheme: 'sip' | 'sips'
  readonly user: string | null
  readonly password: string | null
  readonly host: string
  readonly port: number | null
  readonly parameters: readonly (readonly [name: string, value: string | null])[]
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** @throws SipParseError of code `bad-uri`; other schemes than sip and sips too */
export function parseUri(text: string): SipUri {
  const { scheme, user, password, host, port, parameters, headers } = splitUri(text)
  return {
    scheme,
    user: user === null ? null : unescapeUri(user, text),
    password: password === null ? null : unescapeUri(password, text),
    host,
    port,
    parameters: parseUriParameters(parameters, text),
    headers: new Map(
      headers.map(([name, value]) => [unescapeUri(name, text), unescapeUri(value, text)] as const),
    ),
  }
}

/** @throws SipParseError of code `bad-uri` */
export function splitUri(text: string): WrittenUri {
  const scheme = /^(sips?):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme !== 'sip' && scheme !== 'sips') throw badUri(text, 'is not a sip: or sips: address')
  if (/[\s<>"]/.test(text) || hasStrayOctets(text)) throw badUri(text, 'holds what must be escaped')
  const rest = text.slice(scheme.length + 1)
  const at = rest.indexOf('@')
  const userInfo = at < 0 ? null : rest.slice(0, at)
  const afterUser = rest.slice(at + 1)
  if (userInfo === '' || afterUser.includes('@')) throw badUri(text, 'has no readable user part')
  const colon = userInfo?.indexOf(':') ?? -1

  const question = afterUser.indexOf('?')
  const beforeHeaders = question < 0 ? afterUser : afterUser.slice(0, question)
  const [hostPort = '', ...parameters] = beforeHeaders.split(';')
  const { host, port } = parseHostPort(hostPort, text)
  return {
    scheme,
    user: colon < 0 ? userInfo : (userInfo?.slice(0, colon) ?? null),
    password: colon < 0 ? null : (userInfo?.slice(colon + 1) ?? null),
    host: canonicalHost(host) ?? fail(text, 'has no readable host'),
    port,
    parameters: parameters.map((each) => {
      const equals = each.indexOf('=')
      return equals < 0 ? ([each, null] as const) : ([each.slice(0, equals), each.slice(equals + 1)] as const)
    }),
    headers: question < 0 ? [] : splitUriHeaders(afterUser.slice(question + 1), text),
  }
}

export function formatUri(uri: SipUri): string {
  const user = uri.user === null ? '' : escapeUri(uri.user, "&=+$,;?/-_.!~*'()")
  const password = uri.password === null ? '' : `:${escapeUri(uri.password, "&=+$,-_.!~*'()")}`
  let text = `${uri.scheme}:${uri.user === null ? '' : `${user}${password}@`}${uri.host}`
  if (uri.port !== null) text += `:${uri.port}`
  for (const [name, value] of uri.parameters) {
    text += `;${escapeUri(name, parameterMarks)}`
    if (value !== null) text += `=${escapeUri(value, parameterMarks)}`
  }
  let separator = '?'
  for (const [name, value] of uri.headers) {
    text += `${separator}${escapeUri(name, headerMarks)}=${escapeUri(value, headerMarks)}`
    separator = '&'
  }
  return text
}

/** The address of record of a user, in the spelling of {@link addressKey} (RFC 3261 section 10.3, step 5). */
export function addressOfRecord(uri: SipUri): string {
  return addressKey(formatUri({ ...uri, port: null, parameters: new Map(), headers: new Map() }))
}

/** What most texts are: an address in the spelling of {@link addressKey}, or without its scheme, that needs no closer look. */
const usualAddress = /^(?:sip:)?[a-z0-9_.-]+@[a-z0-9]+(?:[.-][a-z0-9]+)*$/

/** The address of record that a text gives, with or without its scheme; null where it is no valid address of a user. */
export function parseAddressOfRecord(text: string): string | null {
  if (text.length <= longestHost && usualAddress.test(text)) return withScheme(text)
  try {
    const uri = parseUri(withScheme(text.trim()))
    return uri.user ? addressOfRecord(uri) : null
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

/** `host`, `host:port`, `[address]:port`; used by Via too. */
export function parseHostPort(text: string, within = text): { host: string; port: number | null } {
  const colon = text.startsWith('[') ? text.indexOf(':', text.indexOf(']')) : text.indexOf(':')
  const host = (colon < 0 ? text : text.slice(0, colon)).toLowerCase()
  if (host.length > longestHost || !hostPattern.test(host)) throw badUri(within, 'has no readable host')
  if (colon < 0) return { host, port: null }
  const port = parseNumber(text.slice(colon + 1), 65_535)
  if (port === null) throw badUri(within, 'has no readable port')
  return { host, port }
}

const parameterMarks = "[]/:&+$-_.!~*'()"
const headerMarks = "[]/?:+$-_.!~*'()"

function parseUriParameters(written: WrittenUri['parameters'], within: string): Map<string, string | null> {
  const parameters = new Map<string, string | null>()
  for (const [writtenName, value] of written) {
    const name = unescapeUri(writtenName, within).toLowerCase()
    if (name === '' || parameters.has(name)) throw badUri(within, 'has parameters that cannot be read')
    parameters.set(name, value === null ? null : unescapeUri(value, within))
  }
  return parameters
}

function splitUriHeaders(text: string, within: string): [name: string, value: string][] {
  return text.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    if (equals < 1) throw badUri(within, 'has headers that cannot be read')
    return [pair.slice(0, equals), pair.slice(equals + 1)]
  })
}

function unescapeUri(text: string, within: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw badUri(within, 'has an escape that is not one')
  }
}

function escapeUri(text: string, marks: string): string {
  if (/^[A-Za-z0-9._-]*$/.test(text)) return text
  let escaped = ''
  // Convert to UTF-8, so that half a surrogate pair, which has no escape, becomes U+FFFD.
  for (const character of Buffer.from(text).toString()) {
    const isPlain = /^[A-Za-z0-9]$/.test(character) || marks.includes(character)
    escaped += isPlain ? character : encodeURIComponent(character).replace(/[!'()*]/g, percent)
  }
  return escaped
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

function fail(text: string, why: string): never {
  throw badUri(text, why)
}

function badUri(text: string, why: string): SipParseError {
  return new SipParseError('bad-uri', `the address ${excerpt(text)} ${why}`)
}

/**
 * Whether `text` may be a Request-URI of any scheme: characters that no address contains unescaped (RFC 3986 section 2), such
 * as white space, brackets and non-ASCII, would change the start line.
 */
export function isRequestUri(text: string): boolean {
  return /^[!-;=?-~]+$/.test(text)
}

/** Scheme of any address, in lower case; null where there is none. */
export function uriScheme(text: string): string | null {
  const colon = text.indexOf(':')
  if (colon < 1) return null
  for (let index = 0; index < colon; index += 1) {
    if (!isTokenCode(text.charCodeAt(index))) return null
  }
  return text.slice(0, colon).toLowerCase()
}
