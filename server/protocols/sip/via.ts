import { excerpt, SipParseError } from './parse-error.ts'
import {
  formatParameters,
  isToken,
  parseParameters,
  type SipParameters,
  trimSpace,
  writtenParameters,
} from './tokens.ts'
import { parseHostPort } from './uri.ts'

/** One Via value (RFC 3261 section 20.42): the destination of the answer, and the branch. */
export interface Via {
  /** Such as `TLS`, in upper case. */
  readonly transport: string
  readonly host: string
  readonly port: number | null
  readonly parameters: SipParameters
}

export function parseVia(value: string): Via {
  const semicolon = value.indexOf(';')
  const before = semicolon < 0 ? value : value.slice(0, semicolon)
  // White space may stand around the slashes and the colon: the grammar says SLASH and COLON, which include it.
  const parts = before.split('/').map((part) => trimSpace(part))
  const [protocol = '', version, last = ''] = parts
  const space = /[ \t]+/.exec(last)
  const transport = space ? last.slice(0, space.index) : ''
  const sentBy = space ? joinColon(last.slice(space.index)) : ''
  if (parts.length !== 3 || protocol.toUpperCase() !== 'SIP' || version !== '2.0' || !isToken(transport)) {
    throw new SipParseError('bad-value', `${excerpt(value)} is not a Via`)
  }
  return {
    transport: transport.toUpperCase(),
    ...parseHostPort(sentBy, value),
    parameters: parseParameters(value, semicolon < 0 ? value.length : semicolon),
  }
}

const magicCookie = 'z9hG4bK'

/**
 * The branch, if it identifies the transaction on its own (RFC 3261 section 8.1.1.7). Null if it does not, so that the
 * matching of RFC 2543 applies: no branch, one without the magic cookie, or the cookie and nothing after it (RFC 4475
 * section 3.2.1).
 */
export function transactionBranch(via: Via): string | null {
  const branch = via.parameters.get('branch') ?? ''
  return branch.startsWith(magicCookie) && branch.length > magicCookie.length ? branch : null
}

/** White space may stand around the colon, nowhere else. */
function joinColon(sentBy: string): string {
  return sentBy
    .split(':')
    .map((part) => trimSpace(part))
    .join(':')
}

export function formatVia(via: Via): string {
  const port = via.port === null ? '' : `:${via.port}`
  return `SIP/2.0/${via.transport} ${via.host}${port}${formatParameters(via.parameters)}`
}

/**
 * A Via value with its source address added, and otherwise unchanged, since only its author has to recognise it
 * (RFC 3261 section 18.2.1). `rport` gets its value in its own place (RFC 3581 section 4).
 */
export function stampedVia(value: string, origin: { address: string; port: number }): string {
  const via = parseVia(value)
  const wantsPort = via.parameters.has('rport')
  if (via.host === origin.address && !wantsPort && !via.parameters.has('received')) return value
  const semicolon = value.indexOf(';')
  const written = new Map(semicolon < 0 ? [] : writtenParameters(value, semicolon))
  if (wantsPort) written.set('rport', `rport=${origin.port}`)
  // Ignore the values that the sender itself wrote.
  written.delete('received')
  written.set('received', `received=${origin.address}`)
  const start = trimSpace(semicolon < 0 ? value : value.slice(0, semicolon))
  return [start, ...written.values()].join(';')
}
