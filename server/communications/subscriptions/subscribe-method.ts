import { randomBytes } from 'node:crypto'
import {
  addressOfRecord,
  formatUri,
  parseUri,
  readCallId,
  readContacts,
  readFrom,
  readSeconds,
  readTags,
  readTo,
  SipParseError,
  type SipRequest,
} from '../../sip/index.ts'
import { XmlError } from '../../xml/index.ts'
import type { Answer } from '../answer.ts'
import { diagnostics } from '../diagnostics.ts'
import type { PeerConnection } from '../peer-connection.ts'
import type { EventPackage } from './event-packages.ts'
import { formFor } from './presence-bodies.ts'
import type { Subscription, TypedBody } from './subscription.ts'
import type { Subscriptions } from './subscriptions.ts'

/** What OCS grants (the examples in MS-SIP), and what it makes of less than a minute. */
const longestSeconds = 28_800
const shortestSeconds = 60

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
    const name = (request.headers.get('Event') ?? '').split(';')[0]?.trim() ?? ''
    const event = packages.get(name.toLowerCase())
    if (!event) {
      return { status: 489, reason: 'Bad Event', headers: [['Allow-Events', [...packages.keys()].join(',')]] }
    }
    const asked = readSeconds(request.headers.get('Expires')) ?? longestSeconds
    const seconds = asked === 0 ? 0 : Math.min(Math.max(asked, shortestSeconds), longestSeconds)
    try {
      const toTag = readTo(request.headers).parameters.get('tag')
      if (toTag) return await again(request, connection, event, toTag, seconds)
      return await anew(request, connection, event, name, seconds)
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
    name: string,
    seconds: number,
  ): Promise<Answer> {
    const { headers } = request
    const from = readFrom(headers)
    const sender = parseUri(from.uri)
    const watcher = addressOfRecord(sender)
    const plain = formatUri({ ...sender, port: null, parameters: new Map(), headers: new Map() })
    if (!(await users.find(plain))) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.senderNotFound }
    }
    if (event.isSelfOnly && addressOfRecord(parseUri(request.uri)) !== watcher) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.notAuthorizedToSubscribe }
    }
    const epid = from.parameters.get('epid')?.toLowerCase() ?? null
    if (!subscriptions.hasRoomFor(watcher, epid)) {
      return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.subscriptionLimit }
    }
    const localTag = randomBytes(16).toString('hex').toUpperCase()
    const supported = new Set([...readTags(headers, 'Supported'), ...readTags(headers, 'Proxy-Require')])
    const subscription: Subscription = {
      event: name,
      watcher,
      epid,
      callId: readCallId(headers),
      localTag,
      remoteTag: from.parameters.get('tag') ?? '',
      localAddress: `${headers.get('To') ?? ''};tag=${localTag}`,
      remoteAddress: headers.get('From') ?? '',
      connection,
      remoteTarget: contactOf(request),
      isBestEffort: supported.has('ms-benotify'),
      // The first NOTIFY has number 1, wherever it travels.
      sequence: 0,
      expiresAt: 0,
      timer: null,
      resources: new Map(),
      form: formFor(readTags(headers, 'Accept')),
      categories: [],
      isBatch: false,
      parts: new Set(),
    }
    const content = await event.start(subscription, request)
    if ('status' in content) return content
    const lasting = event.isOnce ? 0 : seconds
    if (lasting > 0) subscriptions.keep(subscription, lasting)
    return accepted(request, subscription, content, lasting)
  }

  /** Within the dialog: refreshed, changed or ended. */
  async function again(
    request: SipRequest,
    connection: PeerConnection,
    event: EventPackage,
    toTag: string,
    seconds: number,
  ): Promise<Answer> {
    const from = readFrom(request.headers)
    const remoteTag = from.parameters.get('tag') ?? ''
    const subscription = subscriptions.find(readCallId(request.headers), remoteTag, toTag)
    // Only the subscriber's own: tags can be overheard.
    if (subscription?.watcher !== addressOfRecord(parseUri(from.uri))) {
      return {
        status: 481,
        reason: 'Subscription Does Not Exist',
        diagnostic: diagnostics.newSubscriptionRequired,
      }
    }
    subscription.connection = connection
    if (request.headers.has('Contact')) subscription.remoteTarget = contactOf(request)
    if (seconds === 0) {
      subscriptions.remove(subscription)
      return accepted(request, subscription, null, 0)
    }
    const content = await event.start(subscription, request)
    if ('status' in content) return content
    subscriptions.keep(subscription, seconds)
    return accepted(request, subscription, content, seconds)
  }

  /** The answer, with the state in it for those who can take it so, else followed by a NOTIFY. */
  function accepted(
    request: SipRequest,
    subscription: Subscription,
    content: TypedBody | null,
    seconds: number,
  ): Answer {
    const isPiggyback = readTags(request.headers, 'Supported').has('ms-piggyback-first-notify')
    const headers: [string, string][] = [
      ['Contact', `<${options.contact()}>`],
      ['Expires', String(seconds)],
      ['Event', subscription.event],
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

/** Where changes go: the Contact, or else the sender's address (which reaches nobody but over this connection). */
function contactOf(request: SipRequest): string {
  const contacts = readContacts(request.headers)
  const [contact] = contacts === '*' ? [] : contacts
  const uri = contact?.uri ?? readFrom(request.headers).uri
  if (!/^sips?:/i.test(uri)) throw new SipParseError('bad-uri', 'the Contact is not a sip: or sips: address')
  return uri
}
