import type { Clock } from '../../clock/index.ts'
import {
  addressOfRecord,
  isRequestUri,
  isSameUri,
  ownText,
  parseAddressOfRecord,
  parseUri,
  parseWrittenAddress,
  quoted,
  readCallId,
  readContactHeader,
  readFrom,
  readSequence,
  readTags,
  readTo,
  type SipHeaders,
  SipParseError,
  type SipRequest,
  type SipUri,
  uriKey,
  uriScheme,
  type WrittenNameAddress,
} from '../../protocols/sip/index.ts'
import {
  type Answer,
  type Binding,
  diagnostics,
  type LocationService,
  type OwnAddresses,
  type PeerConnection,
} from '../sip-server/index.ts'
import { endpointGruu, instanceUuid } from './gruu.ts'

/** The default and the maximum lifetime that OCS grants (the example in MS-SIPREGE section 4.1.1). */
const defaultSeconds = 7_200
const shortestSeconds = 60
/** The value of an unreadable Expires (RFC 3261 section 20.10). */
const malformedSeconds = 3_600
const maximumContacts = 10

/** Maximum interval between keep-alives (CRLFCRLF) of a client (MS-CONMGMT section 2.2.1). */
const keepAliveSeconds = 300

/** Event packages, comma-separated without spaces, because clients compare the text. */
const allowEvents = [
  'vnd-microsoft-provisioning',
  'vnd-microsoft-roaming-contacts',
  'vnd-microsoft-roaming-ACL',
  'presence',
  'presence.wpending',
  'vnd-microsoft-roaming-self',
  'vnd-microsoft-provisioning-v2',
].join(',')

export interface RegistrarOptions {
  clock: Clock
  own: OwnAddresses
  locations: LocationService
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  /** Whether plain SIP phones without epid and +sip.instance may register. */
  acceptsPlainPhones: boolean
  /** An endpoint has signed in, or refreshed its registration. */
  onSignedIn(binding: Binding): void
  /** An endpoint was removed to make room for another one of the same user. */
  onEvicted(binding: Binding): void
}

/**
 * The registrar (RFC 3261 section 10.3, MS-SIPREGE section 3.1.2).
 * @returns a function that answers a REGISTER that has passed the general checks
 * @throws SipParseError if a value is invalid
 */
export function createRegistrar(
  options: RegistrarOptions,
): (request: SipRequest, connection: PeerConnection) => Promise<Answer> {
  const { clock, own, locations, users } = options

  return async (request, connection) => {
    const user = parseUri(readTo(request.headers).uri)
    if (!own.isOfDomain(user) || !own.isOfDomain(parseUri(request.uri))) {
      return { status: 404, reason: 'Not Found', diagnostic: diagnostics.cannotRouteToDomain }
    }
    const refusal = checkExtensions(request)
    if (refusal) return refusal
    const sipAddress = addressOfRecord(user)
    if (user.user === null || !(await users.find(sipAddress))) {
      return { status: 404, reason: 'Not Found', diagnostic: diagnostics.destinationNotEnabled }
    }
    // Users may register only themselves (RFC 3261 section 10.3, step 3), authenticated or not.
    if (parseAddressOfRecord(readFrom(request.headers).uri) !== sipAddress) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.notOwner }
    }
    if (readContactHeader(request.headers) === '*') return removeAll(request, sipAddress)
    const contacts = request.headers.list('Contact').map(parseWrittenAddress)
    if (contacts.length > maximumContacts) return { status: 403, reason: 'Too Many Contacts' }
    return bindAll(request, sipAddress, contacts, connection)
  }

  function bindAll(
    request: SipRequest,
    aor: string,
    contacts: readonly WrittenNameAddress[],
    connection: PeerConnection,
  ): Answer {
    const wanted: { binding: Binding; seconds: number }[] = []
    // Apply all changes or none (section 10.3, step 7): check each Contact before changing any.
    for (const contact of contacts) {
      const seconds = grantedSeconds(request, contact)
      const endpoint = endpointFor(request, aor, contact, seconds, wanted)
      if (endpoint === null) {
        return { status: 400, reason: 'Bad Request', diagnostic: diagnostics.missingEndpointId }
      }
      const uri = contactUri(contact.uri)
      if (uri !== null && own.isOwnContact(uri, connection.here) && !isUserHere(uri)) {
        return { status: 403, reason: 'Forbidden - the Contact leads back to this server' }
      }
      if (seconds > 0 && seconds < shortestSeconds) {
        return {
          status: 423,
          reason: 'Interval Too Brief',
          headers: [['Min-Expires', String(shortestSeconds)]],
        }
      }
      const binding = readBinding(request, aor, endpoint, contact, connection, seconds)
      if (!locations.isInOrder(binding)) return outOfOrder
      wanted.push({ binding, seconds })
    }
    let action: 'added' | 'refreshed' | null = null
    for (const { binding, seconds } of wanted) {
      if (seconds === 0) {
        locations.remove(aor, binding.endpoint)
        locations.noteRemoval(binding)
        continue
      }
      action = locations.get(aor, binding.endpoint) ? 'refreshed' : 'added'
      const evicted = locations.bind(binding)
      options.onSignedIn(binding)
      if (evicted) options.onEvicted(evicted)
    }
    const mine = new Set(wanted.map(({ binding }) => binding.endpoint))
    return accepted(request, orderedByOwn(locations.find(aor), mine), action, wanted[0]?.seconds ?? null)
  }

  /**
   * The endpoint of a Contact. Communicator names it; a plain phone is identified by its Contact address in any spelling, as is
   * any endpoint for removal (section 10.3, step 7). Null if a mandatory name is missing.
   */
  function endpointFor(
    request: SipRequest,
    aor: string,
    contact: WrittenNameAddress,
    seconds: number,
    earlier: readonly { binding: Binding }[],
  ): string | null {
    const epid = readFrom(request.headers).parameters.get('epid') ?? null
    const named = endpointOf(epid, contact.parameters.get('+sip.instance') ?? null)
    const isKnownByName = named !== null && locations.get(aor, named) !== undefined
    if (named === null ? !options.acceptsPlainPhones : seconds > 0 || isKnownByName) return named
    const again = earlier.find(({ binding }) => isSameUri(binding.contact, contact.uri))?.binding
    return (again ?? locations.withContact(aor, contact.uri))?.endpoint ?? named ?? uriKey(contact.uri)
  }

  function readBinding(
    request: SipRequest,
    aor: string,
    endpoint: string,
    contact: WrittenNameAddress,
    connection: PeerConnection,
    seconds: number,
  ): Binding {
    const epid = readFrom(request.headers).parameters.get('epid') ?? null
    const uuid = instanceUuid(contact.parameters.get('+sip.instance') ?? '')
    const parameters = [...contact.writtenParameters].filter(([name]) => !givenByRegistrar.has(name))
    const uri = contactUri(contact.uri)
    const address = ownText(aor)
    return {
      aor: address,
      sipAddress: address,
      endpoint: ownText(endpoint),
      epid: epid === null ? null : ownText(epid.toLowerCase()),
      connection,
      contact: ownText(contact.uri),
      contactName: ownText(contact.writtenName),
      contactParameters: ownText(parameters.map(([, written]) => `;${written}`).join('')),
      target: ownText(targetOf(contact.uri)),
      forward: uri !== null && isUserHere(uri) ? uri : null,
      path: request.headers.list('Path').map(ownText),
      gruu: uuid === null ? null : ownText(endpointGruu(aor, uuid)),
      callId: ownText(readCallId(request.headers)),
      sequence: readSequence(request.headers).number,
      expiresAt: clock.now() + seconds * 1000,
    }
  }

  function isUserHere(uri: SipUri): boolean {
    return own.isOfDomain(uri) && uri.user !== null
  }

  /** `Contact: *` removes all bindings. It needs Expires: 0 (section 10.2.2), and must be in order (section 10.3, step 6). */
  function removeAll(request: SipRequest, aor: string): Answer {
    if (secondsIn(expiresOf(request.headers)) !== 0) {
      return { status: 400, reason: 'Bad Request - Contact * without Expires 0' }
    }
    const callId = readCallId(request.headers)
    const sequence = readSequence(request.headers).number
    const endpoints = locations.find(aor).map(({ endpoint }) => endpoint)
    const isInOrder = [...endpoints, '*'].every((endpoint) =>
      locations.isInOrder({ aor, endpoint, callId, sequence }),
    )
    if (!isInOrder) return outOfOrder
    for (const endpoint of endpoints) locations.remove(aor, endpoint)
    locations.noteRemoval({ aor, endpoint: '*', callId, sequence })
    return accepted(request, [], null, 0)
  }

  function accepted(
    request: SipRequest,
    bindings: readonly Binding[],
    action: 'added' | 'refreshed' | null,
    seconds: number | null,
  ): Answer {
    const headers: [string, string][] = bindings.map((binding) => ['Contact', describe(binding)])
    if (seconds !== null) headers.push(['Expires', String(seconds)])
    if (/^UAC\b/i.test(request.headers.get('ms-keep-alive') ?? '')) {
      const granted = `UAS; tcp=no; hop-hop=yes; end-end=no; timeout=${keepAliveSeconds}`
      headers.push(['ms-keep-alive', granted])
    }
    if (action !== null) headers.push(['presence-state', `register-action="${action}"`])
    // RFC 3327 section 5.3: return the Path, so that the endpoint learns it.
    for (const value of request.headers.list('Path')) headers.push(['Path', value])
    // Write one tag per line, since clients compare the whole value.
    const offered = readTags(request.headers, 'Supported')
    for (const tag of ['adhoclist', 'msrtc-event-categories']) {
      if (offered.has(tag)) headers.push(['Supported', tag])
    }
    headers.push(['Allow-Events', allowEvents])
    return { status: 200, reason: 'OK', headers }
  }

  function describe(binding: Binding): string {
    const seconds = Math.ceil((binding.expiresAt - clock.now()) / 1000)
    const gruu = binding.gruu === null ? '' : `;gruu=${quoted(binding.gruu)}`
    const name = binding.contactName === '' ? '' : `${binding.contactName} `
    return `${name}<${binding.contact}>;expires=${seconds}${binding.contactParameters}${gruu}`
  }
}

/** MS-SIPREGE section 3.1.2.5.1: the requirements for a REGISTER of Communicator. */
function checkExtensions(request: SipRequest): Answer | null {
  const event = request.headers.get('Event')?.split(';')[0]?.trim()
  if (event !== undefined && event.toLowerCase() !== 'registration') {
    return { status: 489, reason: 'Bad Event', diagnostic: diagnostics.notRegistrationEvent }
  }
  const offered = readTags(request.headers, 'Supported')
  if (offered.has('msrtc-event-categories') && !offered.has('gruu-10')) {
    return {
      status: 421,
      reason: 'Extension Required',
      headers: [['Require', 'gruu-10']],
      diagnostic: diagnostics.gruuRequired,
    }
  }
  return null
}

/** MS-SIPREGE section 3.1.2.5.1: endpoints are the same if both epid and +sip.instance are equal. */
function endpointOf(epid: string | null, instance: string | null): string | null {
  if (epid === null && instance === null) return null
  return [epid, instance]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase()
}

/** Parameters of a Contact that the registrar answers with its own values (MS-SIPRE section 2.2.3, RFC 5627 section 5.3). */
const givenByRegistrar = new Set(['expires', 'gruu', 'pub-gruu', 'temp-gruu'])

const outOfOrder: Answer = { status: 500, reason: 'Server Internal Error - REGISTER out of order' }

/** The address of a Contact if it is a SIP address; any address must be valid as a Request-URI. */
function contactUri(uri: string): SipUri | null {
  if (!isRequestUri(uri)) throw new SipParseError('bad-uri', 'the Contact holds what must be escaped')
  return /^sips?:/i.test(uri) ? parseUri(uri) : null
}

/** Removes the parts that a Request-URI must not have (RFC 3261 sections 16.6, step 2, and 19.1.1). */
function targetOf(contact: string): string {
  const scheme = uriScheme(contact)
  if (scheme !== 'sip' && scheme !== 'sips') return contact
  const host = contact.indexOf('@') + 1
  const [address = ''] = contact.slice(host).split('?')
  return `${contact.slice(0, host)}${address.replace(/;method=[^;]*/i, '')}`
}

/** The lifetime comes from the Contact parameter, or else from the header, or else is the default (section 10.2.1.1). */
function grantedSeconds(request: SipRequest, contact: WrittenNameAddress): number {
  const { parameters } = contact
  const wanted = parameters.has('expires')
    ? secondsIn(parameters.get('expires') ?? '')
    : secondsIn(expiresOf(request.headers))
  return Math.min(wanted ?? defaultSeconds, defaultSeconds)
}

function expiresOf(headers: SipHeaders): string | null {
  return headers.has('Expires') ? headers.only('Expires') : null
}

/** Null if it is missing. An invalid value counts as an hour (section 20.10), a number that is too large as the maximum. */
function secondsIn(text: string | null): number | null {
  if (text === null) return null
  return /^[0-9]+$/.test(text) ? Math.min(Number(text), defaultSeconds) : malformedSeconds
}

/** Lists the requesting endpoint first. */
function orderedByOwn(bindings: readonly Binding[], own: ReadonlySet<string | null>): Binding[] {
  return [
    ...bindings.filter(({ endpoint }) => own.has(endpoint)),
    ...bindings.filter(({ endpoint }) => !own.has(endpoint)),
  ]
}
