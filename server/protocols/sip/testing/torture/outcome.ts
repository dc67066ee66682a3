import {
  formatVia,
  type NameAddress,
  parseUri,
  readCallId,
  readContactHeader,
  readFrom,
  readMaxForwards,
  readSequence,
  readTo,
  readVias,
  type SipMessage,
  type SipParseCode,
  type SipUri,
  uriScheme,
} from '../../index.ts'

/** One row of RFC 4475 section 3. */
export interface TortureCase {
  readonly section: string
  readonly name: string
  /** The RFC's own title. */
  readonly title: string
  /** What the RFC says an element has to do. */
  readonly asks: string
  readonly ours: Outcome
}

export type Outcome =
  /** Well formed, and read as this. What then becomes of it is the application's business. */
  | { readonly kind: 'accepted'; readonly reads: Partial<Outline>; readonly application: string | null }
  /** A request that is answered with this status. */
  | { readonly kind: 'rejected'; readonly status: number; readonly code: SipParseCode }
  /** A response that nobody acts on. */
  | { readonly kind: 'dropped'; readonly code: SipParseCode }

export function accepted(reads: Partial<Outline>, application: string | null = null): Outcome {
  return { kind: 'accepted', reads, application }
}

export function rejected(status: number, code: SipParseCode): Outcome {
  return { kind: 'rejected', status, code }
}

export function dropped(code: SipParseCode): Outcome {
  return { kind: 'dropped', code }
}

/** Name, address and parameters as a row of the table says them. */
type Person = readonly [name: string, uri: string, parameters: Readonly<Record<string, string | null>>]

/** Everything that the codec reads out of a message. */
export interface Outline {
  readonly start: string
  /** The Request-URI, understood; its scheme where it is not SIP's. */
  readonly target: Partial<SipUri> | string | null
  readonly to: Person
  readonly from: Person
  readonly callId: string
  readonly sequence: readonly [number: number, method: string]
  readonly maxForwards: number | null
  readonly vias: readonly string[]
  readonly contacts: readonly Person[] | '*'
  readonly bodyBytes: number
  /** Others, by name, each value on its own. */
  readonly headers: Readonly<Record<string, readonly string[]>>
}

/** @param names the other headers to read */
export function outline(message: SipMessage, names: readonly string[] = []): Outline {
  const { headers } = message
  const sequence = readSequence(headers)
  const contacts = readContactHeader(headers)
  const isRequest = message.kind === 'request'
  return {
    start: isRequest ? `${message.method} ${message.uri}` : `${message.status} ${message.reason}`,
    target: isRequest ? address(message.uri) : null,
    to: person(readTo(headers)),
    from: person(readFrom(headers)),
    callId: readCallId(headers),
    sequence: [sequence.number, sequence.method],
    maxForwards: readMaxForwards(headers),
    vias: readVias(headers).map(formatVia),
    contacts: contacts === '*' ? contacts : contacts.map(person),
    bodyBytes: message.body.length,
    headers: Object.fromEntries(names.map((name) => [name, headers.all(name)])),
  }
}

function address(uri: string): SipUri | string | null {
  return /^sips?:/i.test(uri) ? parseUri(uri) : uriScheme(uri)
}

function person({ displayName, uri, parameters }: NameAddress): Person {
  return [displayName, uri, Object.fromEntries(parameters)]
}
