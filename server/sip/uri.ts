import { excerpt, SipParseError } from './parse-error.ts'
import { isTokenCode, parseNumber } from './tokens.ts'

/** A `sip:` or `sips:` address (RFC 3261 section 19.1), escapes resolved. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips'
  readonly user: string | null
  readonly password: string | null
  /** In lower case. */
  readonly host: string
  readonly port: number | null
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string | null>
  readonly headers: ReadonlyMap<string, string>
}

const hostPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?|\[[0-9A-Fa-f:.]+\])$/
const longestHost = 255

/** @throws SipParseError of code `bad-uri`; other schemes than sip and sips too */
export function parseUri(text: string): SipUri {
  const scheme = /^(sips?):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme !== 'sip' && scheme !== 'sips') throw badUri(text, 'is not a sip: or sips: address')
  if (/[\s<>"]/.test(text)) throw badUri(text, 'holds what must be escaped')
  const rest = text.slice(scheme.length + 1)
  const at = rest.indexOf('@')
  const userInfo = at < 0 ? null : rest.slice(0, at)
  const afterUser = rest.slice(at + 1)
  if (userInfo === '' || afterUser.includes('@')) throw badUri(text, 'has no readable user part')
  const colon = userInfo?.indexOf(':') ?? -1
  const user = colon < 0 ? userInfo : (userInfo?.slice(0, colon) ?? null)
  const password = colon < 0 ? null : (userInfo?.slice(colon + 1) ?? null)

  const question = afterUser.indexOf('?')
  const beforeHeaders = question < 0 ? afterUser : afterUser.slice(0, question)
  const [hostPort = '', ...parameterTexts] = beforeHeaders.split(';')
  const { host, port } = parseHostPort(hostPort, text)
  return {
    scheme,
    user: user === null ? null : unescapeUri(user, text),
    password: password === null ? null : unescapeUri(password, text),
    host,
    port,
    parameters: parseUriParameters(parameterTexts, text),
    headers: question < 0 ? new Map() : parseUriHeaders(afterUser.slice(question + 1), text),
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

/**
 * The address of record: scheme, user and host only. Lower case throughout, because Communications Servers take
 * `sip:Alice@` and `sip:alice@` for one user, whatever RFC 3261 section 19.1.4 says of the user part.
 */
export function addressOfRecord(uri: SipUri): string {
  return formatUri({
    ...uri,
    password: null,
    port: null,
    parameters: new Map(),
    headers: new Map(),
  }).toLowerCase()
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

function parseUriParameters(texts: readonly string[], within: string): Map<string, string | null> {
  const parameters = new Map<string, string | null>()
  for (const text of texts) {
    const equals = text.indexOf('=')
    const name = unescapeUri(equals < 0 ? text : text.slice(0, equals), within).toLowerCase()
    if (name === '' || parameters.has(name)) throw badUri(within, 'has parameters that cannot be read')
    parameters.set(name, equals < 0 ? null : unescapeUri(text.slice(equals + 1), within))
  }
  return parameters
}

function parseUriHeaders(text: string, within: string): Map<string, string> {
  const headers = new Map<string, string>()
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    if (equals < 1) throw badUri(within, 'has headers that cannot be read')
    headers.set(unescapeUri(pair.slice(0, equals), within), unescapeUri(pair.slice(equals + 1), within))
  }
  return headers
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
  let escaped = ''
  // By way of UTF-8, so that half a surrogate pair, which has no escape, becomes U+FFFD.
  for (const character of Buffer.from(text).toString()) {
    const isPlain = /^[A-Za-z0-9]$/.test(character) || marks.includes(character)
    escaped += isPlain ? character : encodeURIComponent(character).replace(/[!'()*]/g, percent)
  }
  return escaped
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

function badUri(text: string, why: string): SipParseError {
  return new SipParseError('bad-uri', `the address ${excerpt(text)} ${why}`)
}

/**
 * Whether `text` may stand as a Request-URI of whatever scheme: what is in no address unescaped (RFC 3986 section 2), white
 * space, brackets and all but ASCII, would make the start line another one.
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
