import type { Clock } from '../lab/clock/index.ts'
import {
  addressOfRecord,
  formatParameters,
  formatUri,
  type NameAddress,
  parseUri,
  quoted,
  readCallId,
  readContacts,
  readFrom,
  readSeconds,
  readSequence,
  readTags,
  readTo,
  type SipRequest,
  type SipUri,
} from '../sip/index.ts'
import type { Answer } from './answer.ts'
import { diagnostics } from './diagnostics.ts'
import { endpointGruu, instanceUuid } from './gruu.ts'
import type { Binding, LocationService } from './location-service.ts'
import type { PeerConnection } from './peer-connection.ts'

/** What OCS grants, and the most that it grants (the example in MS-SIPREGE section 4.1.1). */
const defaultSeconds = 7_200
const shortestSeconds = 60
const maximumContacts = 10

/** How often a client is to send CRLFCRLF at least (MS-CONMGMT section 2.2.1). */
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
  dns: string
  locations: LocationService
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  /** Whether plain SIP phones are welcome, which know nothing of epid and +sip.instance. */
  acceptsPlainPhones: boolean
  /** An endpoint had to make room for another of the same user. */
  onEvicted(binding: Binding): void
}

/**
 * The registrar (RFC 3261 section 10.3, MS-SIPREGE section 3.1.2).
 * @returns answers a REGISTER that has passed the checks that all requests must pass
 * @throws SipParseError where a value cannot be read
 */
export function createRegistrar(
  options: RegistrarOptions,
): (request: SipRequest, connection: PeerConnection) => Promise<Answer> {
  const { clock, dns, locations, users } = options

  return async (request, connection) => {
    const user = parseUri(readTo(request.headers).uri)
    if (user.host !== dns || parseUri(request.uri).host !== dns) {
      return { status: 404, reason: 'Not Found', diagnostic: diagnostics.cannotRouteToDomain }
    }
    const refusal = checkExtensions(request)
    if (refusal) return refusal
    const sipAddress = formatUri({ ...user, parameters: new Map(), headers: new Map(), port: null })
    if (user.user === null || !(await users.find(sipAddress))) {
      return { status: 404, reason: 'Not Found', diagnostic: diagnostics.destinationNotEnabled }
    }
    const contacts = readContacts(request.headers)
    if (contacts === '*') return removeAll(request, user)
    if (contacts.length > maximumContacts) return { status: 403, reason: 'Too Many Contacts' }
    return bindAll(request, user, sipAddress, contacts, connection)
  }

  function bindAll(
    request: SipRequest,
    user: SipUri,
    sipAddress: string,
    contacts: readonly NameAddress[],
    connection: PeerConnection,
  ): Answer {
    const aor = addressOfRecord(user)
    const wanted = contacts.map((contact) => ({
      binding: { ...readBinding(request, aor, sipAddress, contact), connection },
      seconds: grantedSeconds(request, contact),
    }))
    // All or nothing (section 10.3, step 7): look at each before changing any.
    for (const { binding, seconds } of wanted) {
      if (binding.endpoint === null) {
        return { status: 400, reason: 'Bad Request', diagnostic: diagnostics.missingEndpointId }
      }
      if (seconds > 0 && seconds < shortestSeconds) {
        return {
          status: 423,
          reason: 'Interval Too Brief',
          headers: [['Min-Expires', String(shortestSeconds)]],
        }
      }
      const known = locations.get(aor, binding.endpoint)
      if (known?.callId === binding.callId && binding.sequence <= known.sequence) {
        return { status: 500, reason: 'Server Internal Error - REGISTER out of order' }
      }
    }
    let action: 'added' | 'refreshed' | null = null
    for (const { binding, seconds } of wanted) {
      if (binding.endpoint === null) continue
      if (seconds === 0) {
        locations.remove(aor, binding.endpoint)
        continue
      }
      action = locations.get(aor, binding.endpoint) ? 'refreshed' : 'added'
      const evicted = locations.bind({
        ...binding,
        endpoint: binding.endpoint,
        expiresAt: clock.now() + seconds * 1000,
      })
      if (evicted) options.onEvicted(evicted)
    }
    const own = new Set(wanted.map(({ binding }) => binding.endpoint))
    return accepted(request, orderedByOwn(locations.find(aor), own), action, wanted[0]?.seconds ?? null)
  }

  function readBinding(
    request: SipRequest,
    aor: string,
    sipAddress: string,
    contact: NameAddress,
  ): Omit<Binding, 'endpoint' | 'expiresAt' | 'connection'> & { endpoint: string | null } {
    const epid = readFrom(request.headers).parameters.get('epid') ?? null
    const instance = contact.parameters.get('+sip.instance') ?? null
    const uuid = instance === null ? null : instanceUuid(instance)
    const parameters = new Map(contact.parameters)
    for (const own of ['expires', 'gruu', 'tag']) parameters.delete(own)
    parameters.delete('+sip.instance')
    // A +sip.instance is written in quotes, always (RFC 5626 section 4.1), which the codec does only where it must.
    const quotedInstance = instance === null ? '' : `;+sip.instance=${quoted(instance)}`
    return {
      aor,
      sipAddress,
      endpoint: endpointOf(epid, instance) ?? (options.acceptsPlainPhones ? contact.uri : null),
      epid: epid?.toLowerCase() ?? null,
      contact: contact.uri,
      contactParameters: `${formatParameters(parameters)}${quotedInstance}`,
      gruu: uuid === null ? null : endpointGruu(sipAddress, uuid),
      callId: readCallId(request.headers),
      sequence: readSequence(request.headers).number,
    }
  }

  /** `Contact: *` removes everything, with Expires: 0 only (section 10.2.2). */
  function removeAll(request: SipRequest, user: SipUri): Answer {
    if (readSeconds(request.headers.get('Expires')) !== 0) {
      return { status: 400, reason: 'Bad Request - Contact * without Expires 0' }
    }
    const aor = addressOfRecord(user)
    for (const { endpoint } of locations.find(aor)) locations.remove(aor, endpoint)
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
    // One tag a line: clients compare the whole value.
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
    return `<${binding.contact}>;expires=${seconds}${binding.contactParameters}${gruu}`
  }
}

/** MS-SIPREGE section 3.1.2.5.1: what a REGISTER of a Communicator must look like. */
function checkExtensions(request: SipRequest): Answer | null {
  const event = request.headers.get('Event')
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

/** MS-SIPREGE section 3.1.2.5.1: an endpoint is the same when both its epid and its +sip.instance are. */
function endpointOf(epid: string | null, instance: string | null): string | null {
  if (epid === null && instance === null) return null
  return [epid, instance]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase()
}

/** The contact's own parameter counts, then the header, then the default (section 10.2.1.1). */
function grantedSeconds(request: SipRequest, contact: NameAddress): number {
  const wanted = readSeconds(contact.parameters.get('expires')) ?? readSeconds(request.headers.get('Expires'))
  return Math.min(wanted ?? defaultSeconds, defaultSeconds)
}

/** The endpoint that asks finds itself first. */
function orderedByOwn(bindings: readonly Binding[], own: ReadonlySet<string | null>): Binding[] {
  return [
    ...bindings.filter(({ endpoint }) => own.has(endpoint)),
    ...bindings.filter(({ endpoint }) => !own.has(endpoint)),
  ]
}
