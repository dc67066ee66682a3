import type { FailureFacts } from '#contract'
import type { RegistrationRemark, SipChallenge } from '../../base/index.ts'
import {
  type NameAddress,
  parseAuthentication,
  parseUri,
  readContactHeader,
  readSeconds,
  SipParseError,
  type SipResponse,
} from '../../protocols/sip/index.ts'
import { type ProofKind, readDigestChallenge } from '../../sip-user-agent/index.ts'
import { RegisterRefused, RegistrationNotHeld } from './communications-failure.ts'

/** Registrations of at most this many seconds are refused: refreshing them in time would flood the server. Invented. */
const briefestSeconds = 5

/** What identifies an endpoint in a list of Contacts. */
export interface OwnContact {
  /** The address that it sent. */
  readonly uri: string
  /** Such as `<urn:uuid:…>`. */
  readonly instance: string
}

/**
 * Reads how long a 2xx to a REGISTER grants: the `expires` parameter of the endpoint's own Contact, else the Expires header,
 * else the requested time (RFC 3261 section 10.2.4). The answer lists all bindings (section 10.3, step 8), so a list without
 * the endpoint's Contact means that it is not registered. But an Expires header counts all the same, because gateways write
 * other addresses and some servers list nothing.
 * @throws RegistrationNotHeld when the endpoint is not registered in spite of the 2xx
 */
export function grantedSeconds(
  sipAddress: string,
  response: SipResponse,
  own: OwnContact,
  wantedSeconds: number,
): number {
  const { headers, reason, status } = response
  const notHeld = (
    finding: FailureFacts['registration-not-held']['finding'],
    seconds: number | null = null,
  ) => new RegistrationNotHeld({ address: sipAddress, status, reason, finding, seconds })
  const listed = readContactHeader(headers)
  const contacts = listed === '*' ? [] : listed
  const ours = contacts.find((contact) => isOwn(contact, own))
  const header = readSeconds(headers.get('Expires'))
  if (!ours && header === null) {
    throw notHeld(contacts.length > 0 ? 'lists-others' : 'grants-nothing')
  }
  const seconds = readSeconds(ours?.parameters.get('expires')) ?? header ?? wantedSeconds
  if (seconds === 0) throw notHeld('expires-at-once')
  if (seconds <= briefestSeconds) {
    throw notHeld('too-short', seconds)
  }
  return seconds
}

/** Compares by instance (RFC 5626), or by address: host, port, and the `ms-opaque` that the service gives each endpoint. */
function isOwn({ uri, parameters }: NameAddress, own: OwnContact): boolean {
  if (uri === own.uri || parameters.get('+sip.instance')?.toLowerCase() === own.instance) return true
  const [theirs, ours] = [uri, own.uri].map(readUri)
  if (!theirs || !ours || theirs.user !== ours.user) return false
  const opaque = theirs.parameters.get('ms-opaque')
  // A parameter that one of two addresses lacks makes no difference (RFC 3261 section 19.1.4).
  const isOpaqueEqual = opaque === undefined || opaque === ours.parameters.get('ms-opaque')
  return theirs.host === ours.host && theirs.port === ours.port && isOpaqueEqual
}

function readUri(text: string) {
  try {
    return parseUri(text)
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

/** Makes a failure of a final answer other than 2xx. */
export function refusalOf(
  sipAddress: string,
  response: SipResponse,
  proof: { kind: ProofKind; hasShown: boolean },
): RegisterRefused {
  const { headers, reason, status } = response
  const retryAfterSeconds = readSeconds(/^\s*([0-9]{1,10})/.exec(headers.get('Retry-After') ?? '')?.[1])
  const minExpiresSeconds = readSeconds(headers.get('Min-Expires'))
  const isChallenge = status === 401 || status === 407
  const challenges = isChallenge ? challengesOf(response, proof.kind) : []
  const contacts = status >= 300 && status < 400 ? namedContacts(response) : []
  const remarks: RegistrationRemark[] = [
    ...(isChallenge && !challenges.some(({ isAnswerable }) => isAnswerable)
      ? [unanswerable(challenges, proof.kind)]
      : []),
    ...(status >= 300 && status < 400
      ? [{ code: 'named-elsewhere', facts: { contacts: contacts.slice(0, 5) } } as const]
      : []),
    ...(status === 423
      ? [{ code: 'shortest-interval', facts: { seconds: minExpiresSeconds } } as const]
      : []),
    ...(retryAfterSeconds === null
      ? []
      : [{ code: 'asked-to-wait', facts: { seconds: retryAfterSeconds } } as const]),
  ]
  return new RegisterRefused(sipAddress, {
    status,
    reason,
    diagnostics: headers.get('ms-diagnostics') ?? null,
    remarks,
    retryAfterMs: retryAfterSeconds === null ? null : retryAfterSeconds * 1_000,
    minExpiresSeconds,
    contacts,
    // A challenge that the service cannot answer says nothing about a password shown for an earlier challenge.
    hasShownPassword: proof.hasShown && (!isChallenge || challenges.some(({ isAnswerable }) => isAnswerable)),
  })
}

interface Challenge extends SipChallenge {
  readonly isAnswerable: boolean
}

function challengesOf({ headers, status }: SipResponse, kind: ProofKind): Challenge[] {
  const values = headers.all(status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate')
  return values.map((value) => {
    const scheme = /^\s*([^\s,]{1,40})/.exec(value)?.[1] ?? 'nothing'
    const parsed = parseAuthentication(value)
    const plain = { scheme, isReadable: parsed !== null, algorithm: null, qop: null }
    if (!parsed) return { ...plain, isAnswerable: false }
    if (parsed.scheme !== 'digest') return { ...plain, isAnswerable: kind === parsed.scheme }
    if (readDigestChallenge(parsed.parameters)) return { ...plain, isAnswerable: kind === 'digest' }
    const { algorithm, qop } = Object.fromEntries(parsed.parameters)
    return { ...plain, algorithm: algorithm || null, qop: qop || null, isAnswerable: false }
  })
}

function unanswerable(challenges: readonly Challenge[], answered: ProofKind): RegistrationRemark {
  const asked = challenges.map(({ isAnswerable, ...challenge }) => challenge)
  return { code: 'unanswerable-challenge', facts: { challenges: asked, answered } }
}

/** The addresses in a redirection, the server's preference first (RFC 3261 section 20.10, `q`). */
function namedContacts(response: SipResponse): string[] {
  try {
    const contacts = readContactHeader(response.headers)
    if (contacts === '*') return []
    const preference = ({ parameters }: NameAddress) => {
      const q = Number(parameters.get('q') ?? 1)
      return Number.isFinite(q) ? q : 0
    }
    return contacts.sort((one, other) => preference(other) - preference(one)).map(({ uri }) => uri)
  } catch (error) {
    if (error instanceof SipParseError) return []
    throw error
  }
}
