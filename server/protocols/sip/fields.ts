import type { SipHeaders } from './headers.ts'
import { type NameAddress, parseNameAddress } from './name-address.ts'
import { excerpt, SipParseError } from './parse-error.ts'
import { isToken, parseNumber, skipSpace } from './tokens.ts'
import { parseVia, type Via } from './via.ts'

/** RFC 3261 section 8.1.1.5: less than 2^31. */
const highestSequence = 2 ** 31 - 1
/** RFC 3261 section 20.19. */
const highestSeconds = 2 ** 32 - 1
const highestForwards = 255

/** Readers of the headers that transactions and cores need. Each throws only SipParseError. */

export function readFrom(headers: SipHeaders): NameAddress {
  return parseNameAddress(headers.only('From'))
}

export function readTo(headers: SipHeaders): NameAddress {
  return parseNameAddress(headers.only('To'))
}

export function readCallId(headers: SipHeaders): string {
  const callId = headers.only('Call-ID')
  if (!/^[!-~]+$/.test(callId)) {
    throw new SipParseError('bad-value', `${excerpt(callId)} is not a Call-ID`)
  }
  return callId
}

export function readSequence(headers: SipHeaders): { number: number; method: string } {
  const value = headers.only('CSeq')
  const digits = /^[0-9]*/.exec(value)?.[0] ?? ''
  const number = parseNumber(digits, highestSequence)
  const method = value.slice(skipSpace(value, digits.length))
  if (number === null || method.length + digits.length === value.length || !isToken(method)) {
    throw new SipParseError('bad-value', `${excerpt(value)} is not a CSeq`)
  }
  return { number, method }
}

/** The topmost Via: that of the hop that sent the message last. */
export function readVia(headers: SipHeaders): Via {
  const first = headers.list('Via')[0]
  if (first === undefined) throw new SipParseError('missing-header', 'there is no Via header')
  return parseVia(first)
}

/** Every Via, the topmost first; there is always one. */
export function readVias(headers: SipHeaders): Via[] {
  const values = headers.list('Via')
  if (values.length === 0) throw new SipParseError('missing-header', 'there is no Via header')
  return values.map(parseVia)
}

/** The remaining number of hops of a request; null if it is not given, as in RFC 2543 (RFC 3261 section 20.22). */
export function readMaxForwards(headers: SipHeaders): number | null {
  if (!headers.has('Max-Forwards')) return null
  const value = headers.only('Max-Forwards')
  const hops = parseNumber(value, highestForwards)
  if (hops === null) throw new SipParseError('bad-value', `${excerpt(value)} is not a Max-Forwards`)
  return hops
}

/**
 * Seconds, or null if the header is absent, unreadable or out of range: then the default applies (RFC 3261 section
 * 10.2.1.1; RFC 4475 section 3.1.2.4).
 */
export function readSeconds(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : parseNumber(text, highestSeconds)
}

/** Every Contact, or `*` (RFC 3261 section 10.2.2). */
export function readContactHeader(headers: SipHeaders): NameAddress[] | '*' {
  const values = headers.list('Contact')
  if (values.length === 1 && values[0] === '*') return '*'
  return values.map(parseNameAddress)
}

/** Option tags of Supported, Require and their like, in lower case. */
export function readTags(headers: SipHeaders, name: string): Set<string> {
  return new Set(headers.list(name).map((tag) => tag.toLowerCase()))
}
