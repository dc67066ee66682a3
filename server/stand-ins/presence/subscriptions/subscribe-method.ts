import { asBuffer, drawRandomHex } from '../../../base/bytes/index.ts'
import { LazyMap } from '../../../base/index.ts'
import {
  isRequestUri,
  ownText,
  parseAddressOfRecord,
  readCallId,
  readContactHeader,
  readFrom,
  readSequence,
  readTags,
  readTo,
  type SipHeaders,
  SipParseError,
  type SipRequest,
  sharedText,
  writtenParameters,
} from '../../../protocols/sip/index.ts'
import { XmlError } from '../../../protocols/xml/index.ts'
import { type Answer, diagnostics, type PeerConnection } from '../../sip-server/index.ts'
import { readAccept } from './accepted-types.ts'
import type { EventPackage } from './event-packages.ts'
import { formFor } from './presence-bodies.ts'
import { bodyType } from './read-subscribe.ts'
import type { ServerSubscription, TypedBody } from './subscription.ts'
import type { Subscriptions } from './subscriptions.ts'

/** What OCS grants (the examples in MS-SIP), and the least that may be asked for. */
const longestSeconds = 28_800
const shortestSeconds = 60
/** Of all subscriptions but those to one's own roaming data. */
const noParts: ReadonlySet<string> = new Set()

export interface SubscribeOptions {
  subscriptions: Subscriptions
  packages: ReadonlyMap<string, EventPackage>
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  /** This server's own contact address. */
  contact(): string
}

/** SUBSCRIBE: RFC 6665, with the first NOTIFY in its answer (MS-SIP, piggyback). */
export function createSubscribeMethod(options: SubscribeOptions) {
  const { subscriptions, packages, users } = options

  return async (request: SipRequest, connection: PeerConnection): Promise<Answer> => {
    const wanted = readEvent(request.headers)
    const event = packages.get(wanted.name.toLowerCase())
    if (!event) {
      return { status: 489, reason: 'Bad Event', headers: [['Allow-Events', [...packages.keys()].join(',')]] }
    }
    const seconds = grantedSeconds(request.headers)
    // A notifier may shorten, never lengthen (RFC 6665 section 4.2.1.1).
    if (seconds > 0 && seconds < shortestSeconds && !event.isOnce) {
      return {
        status: 423,
        reason: 'Interval Too Brief',
        headers: [['Min-Expires', String(shortestSeconds)]],
      }
    }
    const refusal = checkBody(request, event)
    if (refusal) return refusal
    try {
      if (readTo(request.headers).parameters.has('tag')) {
        return await again(request, connection, event, wanted, seconds)
      }
      return await anew(request, connection, event, wanted, seconds)
    } catch (error) {
      if (error instanceof XmlError) {
        return { status: 400, reason: 'Bad Request', diagnostic: diagnostics.unreadableXml }
      }
      throw error
    }
  }

  async function anew(
    request: SipRequest,
    connection: PeerConnection,
    event: EventPackage,
    wanted: WantedEvent,
    seconds: number,
  ): Promise<Answer> {
    const { headers } = request
    const from = readFrom(headers)
    const watcher = parseAddressOfRecord(from.uri)
    if (watcher === null || !(await users.find(watcher))) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.senderNotFound }
    }
    if (event.isSelfOnly && parseAddressOfRecord(request.uri) !== watcher) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.notAuthorizedToSubscribe }
    }
    const callId = readCallId(headers)
    const remoteTag = from.parameters.get('tag') ?? ''
    const remoteSequence = readSequence(headers).number
    if (subscriptions.isMerged(watcher, callId, remoteTag, remoteSequence)) {
      return { status: 482, reason: 'Loop Detected - the same request has come before' }
    }
    const types = readAccept(headers)
    const form = formFor(types)
    if (types !== null && !event.types.some((type) => types.accepts(type))) return notAcceptable(event)
    const epid = from.parameters.get('epid')?.toLowerCase() ?? null
    if (!subscriptions.hasRoomFor(watcher, epid)) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.subscriptionLimit }
    }
    const localTag = drawRandomHex(16).toUpperCase()
    const supported = new Set([...readTags(headers, 'Supported'), ...readTags(headers, 'Proxy-Require')])
    const subscription: ServerSubscription = {
      event: sharedText(wanted.name),
      eventId: sharedText(wanted.id),
      watcher: ownText(watcher),
      epid,
      callId: ownText(callId),
      localTag,
      remoteTag: ownText(remoteTag),
      ...addressesOf(headers, localTag),
      connection,
      remoteTarget: ownText(contactOf(request)),
      isBestEffort: supported.has('ms-benotify'),
      // The first NOTIFY has number 1, wherever it travels.
      sequence: 0,
      remoteSequence,
      expiresAt: 0,
      timer: null,
      resources: new LazyMap(),
      gathersUntil: 0,
      gathered: null,
      form: form ?? 'pidf',
      categories: [],
      isBatch: false,
      parts: noParts,
    }
    const content = await event.start(subscription, request)
    if ('status' in content) return content
    // Of a list there is one form only (RFC 4662 section 5.2).
    if (subscription.isBatch && types?.accepts('multipart/related') === false) return notAcceptable(event)
    const lasting = event.isOnce ? 0 : seconds
    // The connection may have closed meanwhile, which has ended its subscriptions.
    if (lasting > 0 && connection.isOpen) subscriptions.keep(subscription, lasting)
    return accepted(request, subscription, content, lasting)
  }

  /** Within the dialog: refreshed, changed or ended. */
  async function again(
    request: SipRequest,
    connection: PeerConnection,
    event: EventPackage,
    wanted: WantedEvent,
    seconds: number,
  ): Promise<Answer> {
    const { subscription, refusal } = subscriptions.checkDialog(request)
    if (refusal) return refusal
    // One dialog has one subscription (RFC 6665 section 4.5.1); another event or id would be another.
    const isSame =
      subscription.event.toLowerCase() === wanted.name.toLowerCase() && subscription.eventId === wanted.id
    if (!isSame) return gone
    const types = readAccept(request.headers)
    if (seconds > 0 && types !== null) {
      if (!event.types.some((type) => types.accepts(type))) return notAcceptable(event)
      subscription.form = formFor(types) ?? subscription.form
    }
    subscriptions.move(subscription, connection)
    if (request.headers.has('Contact')) subscription.remoteTarget = ownText(contactOf(request))
    if (seconds === 0) {
      subscriptions.remove(subscription)
      return accepted(request, subscription, null, 0)
    }
    const content = await event.start(subscription, request)
    if ('status' in content) return content
    // The subscription may have expired meanwhile, or ended with its connection.
    if (!subscriptions.isActive(subscription)) return gone
    subscriptions.keep(subscription, seconds)
    return accepted(request, subscription, content, seconds)
  }

  /** The answer, with the state in it for those who can take it so, else followed by a NOTIFY. */
  function accepted(
    request: SipRequest,
    subscription: ServerSubscription,
    content: TypedBody | null,
    seconds: number,
  ): Answer {
    const isPiggyback = readTags(request.headers, 'Supported').has('ms-piggyback-first-notify')
    const headers: [string, string][] = [
      ['Contact', `<${options.contact()}>`],
      ['Expires', String(seconds)],
      ['Event', `${subscription.event}${subscription.eventId}`],
      ['subscription-state', seconds > 0 ? `active;expires=${seconds}` : 'terminated;expires=0'],
      ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
    ]
    const answer = { status: 200, reason: 'OK', toTag: subscription.localTag, headers }
    if (!isPiggyback) {
      const ended = seconds > 0 ? null : 'timeout'
      return { ...answer, afterwards: () => subscriptions.notify(subscription, content, ended) }
    }
    subscription.sequence += 1
    headers.push(['ms-piggyback-cseq', String(subscription.sequence)])
    if (content === null) return answer
    headers.push(['Content-Type', content.type])
    return { ...answer, body: Buffer.from(content.body) }
  }
}

function addressesOf(headers: SipHeaders, localTag: string) {
  return {
    localAddress: ownText(`${headers.get('To') ?? ''};tag=${localTag}`),
    remoteAddress: ownText(headers.get('From') ?? ''),
  }
}

/** Where changes go: the Contact, or else the sender's address (which reaches nobody but over this connection). */
function contactOf(request: SipRequest): string {
  const contacts = readContactHeader(request.headers)
  const [contact] = contacts === '*' ? [] : contacts
  const uri = contact?.uri ?? readFrom(request.headers).uri
  if (!/^sips?:/i.test(uri) || !isRequestUri(uri)) {
    throw new SipParseError('bad-uri', 'the Contact is not a sip: or sips: address')
  }
  return uri
}

const gone: Answer = {
  status: 481,
  reason: 'Subscription Does Not Exist',
  diagnostic: diagnostics.newSubscriptionRequired,
}

/** An Event header (RFC 6665 section 8.2.1); its name is empty where there is none. */
interface WantedEvent {
  readonly name: string
  /** Such as `;id=5`, or empty. */
  readonly id: string
}

/** @throws SipParseError */
function readEvent(headers: SipHeaders): WantedEvent {
  if (!headers.has('Event')) return { name: '', id: '' }
  const value = headers.only('Event')
  const semicolon = value.indexOf(';')
  const name = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
  const id = semicolon < 0 ? undefined : writtenParameters(value, semicolon).get('id')
  return { name, id: id === undefined ? '' : `;${id}` }
}

/** The maximum if Expires is missing or unreadable, and at most the maximum otherwise. */
function grantedSeconds(headers: SipHeaders): number {
  const value = headers.has('Expires') ? headers.only('Expires') : ''
  return /^[0-9]+$/.test(value) ? Math.min(Number(value), longestSeconds) : longestSeconds
}

/** RFC 3261 section 8.2.3: an unknown body is refused, unless its handling is optional. */
function checkBody(request: SipRequest, { bodyTypes }: EventPackage): Answer | null {
  const isOptional = /;[ \t]*handling[ \t]*=[ \t]*optional/i.test(
    request.headers.get('Content-Disposition') ?? '',
  )
  const isEmpty = asBuffer(request.body).toString().trim() === ''
  if (isEmpty || isOptional || bodyTypes.length === 0 || bodyTypes.includes(bodyType(request))) return null
  return { status: 415, reason: 'Unsupported Media Type', headers: [['Accept', bodyTypes.join(', ')]] }
}

function notAcceptable({ types }: EventPackage): Answer {
  return { status: 406, reason: `Not Acceptable - this event is told as ${types.join(' or ')}` }
}
