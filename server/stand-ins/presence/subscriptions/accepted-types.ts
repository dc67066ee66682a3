import { parseParameters, type SipHeaders } from '../../../protocols/sip/index.ts'

/** The content types that the sender of a request accepts (RFC 3261 section 20.1). */
export interface AcceptedTypes {
  /** Whether it names that very type. */
  names(type: string): boolean
  /** Whether it takes that type, by name or by a range such as `application/*`. */
  accepts(type: string): boolean
}

/**
 * Null where there is no Accept header, so that a default counts; an empty one takes nothing.
 * @throws SipParseError
 */
export function readAccept(headers: SipHeaders): AcceptedTypes | null {
  if (!headers.has('Accept')) return null
  const taken = new Map<string, boolean>()
  for (const value of headers.list('Accept')) {
    const semicolon = value.indexOf(';')
    const parameters = parseParameters(semicolon < 0 ? '' : value.slice(semicolon))
    const range = (semicolon < 0 ? value : value.slice(0, semicolon)).replace(/[ \t]/g, '').toLowerCase()
    // A weight of 0 excludes the type (RFC 2616 section 14.1).
    const isTaken = !/^0(?:\.0*)?$/.test(parameters.get('q') ?? '')
    taken.set(range, isTaken)
  }
  return {
    names: (type) => taken.get(type.toLowerCase()) === true,
    accepts(type) {
      const lower = type.toLowerCase()
      const ranges = [lower, `${lower.split('/')[0]}/*`, '*/*']
      const known = ranges.find((range) => taken.has(range))
      return known !== undefined && taken.get(known) === true
    },
  }
}
