import { excerpt, SipParseError } from './parse-error.ts'
import {
  endOfQuoted,
  formatParameters,
  isToken,
  parseParameters,
  quoted,
  type SipParameters,
  skipSpace,
  trimSpace,
  unquote,
} from './tokens.ts'
import { uriScheme } from './uri.ts'

/** What From, To, Contact, Route and their like hold: a name, an address, parameters (RFC 3261 section 20.10). */
export interface NameAddress {
  /** Empty where there is none. */
  readonly displayName: string
  /** As written; see {@link parseUri}. */
  readonly uri: string
  readonly parameters: SipParameters
}

export function parseNameAddress(value: string): NameAddress {
  let displayName = ''
  let index = skipSpace(value, 0)
  if (value[index] === '"') {
    const end = endOfQuoted(value, index)
    displayName = unquote(value.slice(index, end))
    index = skipSpace(value, end)
    if (value[index] !== '<') throw badAddress(value)
  } else {
    const angle = value.indexOf('<', index)
    if (angle < 0) return parseBareAddress(value, index)
    displayName = trimSpace(value.slice(index, angle))
    // An unquoted name is tokens only, so that a comma or a colon in it is an error (section 25.1, display-name).
    if (displayName !== '' && !displayName.split(/[ \t]+/).every(isToken)) throw badAddress(value)
    index = angle
  }
  const end = value.indexOf('>', index)
  const uri = value.slice(index + 1, end)
  if (end < 0 || uriScheme(uri) === null || /[\s<"]/.test(uri)) throw badAddress(value)
  return { displayName, uri, parameters: parseParameters(value, end + 1) }
}

/**
 * Without brackets every parameter is the header's, not the address's, and the address may hold no comma, question mark
 * or semicolon (section 20.10).
 */
function parseBareAddress(value: string, start: number): NameAddress {
  const semicolon = value.indexOf(';', start)
  const uri = trimSpace(semicolon < 0 ? value.slice(start) : value.slice(start, semicolon))
  if (uriScheme(uri) === null || /[\s,?"]/.test(uri)) throw badAddress(value)
  return { displayName: '', uri, parameters: semicolon < 0 ? new Map() : parseParameters(value, semicolon) }
}

export function formatNameAddress(address: NameAddress): string {
  const name = address.displayName === '' ? '' : `${quoted(address.displayName)} `
  return `${name}<${address.uri}>${formatParameters(address.parameters)}`
}

function badAddress(value: string): SipParseError {
  return new SipParseError('bad-value', `${excerpt(value)} is not a name and an address`)
}
