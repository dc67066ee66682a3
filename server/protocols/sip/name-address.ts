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
  writtenParameters,
} from './tokens.ts'
import { uriScheme } from './uri.ts'

/** The value of From, To, Contact, Route and similar headers: a name, an address, parameters (RFC 3261 section 20.10). */
export interface NameAddress {
  /** Empty where there is none. */
  readonly displayName: string
  /** As written; see {@link parseUri}. */
  readonly uri: string
  readonly parameters: SipParameters
}

/** A name and an address, with the parts as they were written. */
export interface WrittenNameAddress extends NameAddress {
  /** The text before the brackets, including quotes. */
  readonly writtenName: string
  /** By name in lower case, as in `methods="INVITE"`. */
  readonly writtenParameters: ReadonlyMap<string, string>
}

export function parseNameAddress(value: string): NameAddress {
  const { displayName, uri, parametersStart } = split(value)
  return { displayName, uri, parameters: parseParameters(value, parametersStart) }
}

/** Also keeps the parts as written, for callers that must return them unchanged, as a registrar its Contacts (RFC 3261 section 10.3, step 8). */
export function parseWrittenAddress(value: string): WrittenNameAddress {
  const { displayName, writtenName, uri, parametersStart } = split(value)
  return {
    displayName,
    uri,
    parameters: parseParameters(value, parametersStart),
    writtenName,
    writtenParameters: writtenParameters(value, parametersStart),
  }
}

interface Split {
  readonly displayName: string
  readonly writtenName: string
  readonly uri: string
  readonly parametersStart: number
}

function split(value: string): Split {
  let displayName = ''
  const start = skipSpace(value, 0)
  let index = start
  if (value[index] === '"') {
    const end = endOfQuoted(value, index)
    displayName = unquote(value.slice(index, end))
    index = skipSpace(value, end)
    if (value[index] !== '<') throw badAddress(value)
  } else {
    const angle = value.indexOf('<', index)
    if (angle < 0) return splitBareAddress(value, index)
    displayName = trimSpace(value.slice(index, angle))
    // An unquoted name is tokens only, so that a comma or a colon in it is an error (section 25.1, display-name).
    if (displayName !== '' && !displayName.split(/[ \t]+/).every(isToken)) throw badAddress(value)
    index = angle
  }
  const end = value.indexOf('>', index)
  const uri = value.slice(index + 1, end)
  if (end < 0 || uriScheme(uri) === null || /[\s<"]/.test(uri)) throw badAddress(value)
  return { displayName, writtenName: trimSpace(value.slice(start, index)), uri, parametersStart: end + 1 }
}

/**
 * Without brackets every parameter is the header's, not the address's, and the address may hold no comma, question mark
 * or semicolon (section 20.10).
 */
function splitBareAddress(value: string, start: number): Split {
  const semicolon = value.indexOf(';', start)
  const uri = trimSpace(semicolon < 0 ? value.slice(start) : value.slice(start, semicolon))
  if (uriScheme(uri) === null || /[\s,?"]/.test(uri)) throw badAddress(value)
  return { displayName: '', writtenName: '', uri, parametersStart: semicolon < 0 ? value.length : semicolon }
}

export function formatNameAddress(address: NameAddress): string {
  const name = address.displayName === '' ? '' : `${quoted(address.displayName)} `
  return `${name}<${address.uri}>${formatParameters(address.parameters)}`
}

function badAddress(value: string): SipParseError {
  return new SipParseError('bad-value', `${excerpt(value)} is not a name and an address`)
}
