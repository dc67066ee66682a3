import { Multimap } from '../../../base/index.ts'
import type { Clock } from '../../../clock/index.ts'
import {
  parseAddressOfRecord,
  readCallId,
  readFrom,
  readSequence,
  readTo,
  type SipRequest,
} from '../../../protocols/sip/index.ts'
import {
  type Answer,
  type ClientTransactions,
  composeRequest,
  diagnostics,
  type PeerConnection,
} from '../../sip-server/index.ts'
import type { ServerSubscription, TypedBody } from './subscription.ts'

/** One endpoint needs five; many handhelds share a connection. */
const mostOfAnEndpoint = 32
const mostInAll = 20_000

const noSuchDialog: Answer = {
  status: 481,
  reason: 'Subscription Does Not Exist',
  diagnostic: diagnostics.newSubscriptionRequired,
}
const outOfOrder: Answer = { status: 500, reason: 'Server Internal Error - request out of order' }

/** All active subscriptions; notifies their subscribers of changes. */
export class Subscriptions {
  readonly #clock: Clock
  readonly #transactions: ClientTransactions
  readonly #active = new Map<string, ServerSubscription>()
  readonly #byWatcher = new Multimap<string, ServerSubscription>()
  readonly #byConnection = new Multimap<PeerConnection, ServerSubscription>()
  /** By whom they watch, as far as they did when they were last asked for. */
  readonly #byWatched = new Multimap<string, ServerSubscription>()
  readonly #watched = new Map<ServerSubscription, readonly string[]>()

  constructor(clock: Clock, transactions: ClientTransactions) {
    this.#clock = clock
    this.#transactions = transactions
  }

  /** Those that watch somebody. */
  watching(aor: string): ServerSubscription[] {
    return this.#byWatched.get(aor)
  }

  /** Those of one subscriber. */
  of(watcher: string): ServerSubscription[] {
    return this.#byWatcher.get(watcher)
  }

  /**
   * Looks at a request within a dialog of this server's, whatever its method: it must be the subscriber's own, since tags can
   * be overheard, and come after all others of the dialog (RFC 3261 section 12.2.2).
   */
  checkDialog({
    headers,
  }: SipRequest):
    | { subscription: ServerSubscription; refusal: null }
    | { subscription: null; refusal: Answer } {
    const from = readFrom(headers)
    const remoteTag = from.parameters.get('tag') ?? ''
    const localTag = readTo(headers).parameters.get('tag') ?? ''
    const subscription = this.#active.get(keyOf({ callId: readCallId(headers), remoteTag, localTag }))
    if (subscription?.watcher !== parseAddressOfRecord(from.uri))
      return { subscription: null, refusal: noSuchDialog }
    const { number } = readSequence(headers)
    if (number <= subscription.remoteSequence) return { subscription: null, refusal: outOfOrder }
    subscription.remoteSequence = number
    return { subscription, refusal: null }
  }

  /** Whether it is still active. */
  isActive(subscription: ServerSubscription): boolean {
    return this.#active.get(keyOf(subscription)) === subscription
  }

  /** Whether the same SUBSCRIBE has arrived over another path (section 8.2.2.2). */
  isMerged(watcher: string, callId: string, remoteTag: string, sequence: number): boolean {
    return this.of(watcher).some(
      (each) => each.callId === callId && each.remoteTag === remoteTag && each.remoteSequence === sequence,
    )
  }

  hasRoomFor(watcher: string, epid: string | null): boolean {
    if (this.#active.size >= mostInAll) return false
    const own = this.of(watcher).filter((each) => each.epid === epid)
    return own.length < mostOfAnEndpoint
  }

  /** Adds it, or prolongs it (RFC 6665 section 4.2.1). */
  keep(subscription: ServerSubscription, seconds: number): void {
    subscription.timer?.cancel()
    subscription.expiresAt = this.#clock.now() + seconds * 1000
    subscription.timer = this.#clock.after(seconds * 1000, () => {
      this.remove(subscription)
      this.notify(subscription, null, 'timeout')
    })
    this.#active.set(keyOf(subscription), subscription)
    this.#byWatcher.add(subscription.watcher, subscription)
    this.#byConnection.add(subscription.connection, subscription)
    this.#watch(subscription, [...subscription.resources.keys()])
  }

  remove(subscription: ServerSubscription): void {
    subscription.timer?.cancel()
    if (!this.isActive(subscription)) return
    this.#active.delete(keyOf(subscription))
    this.#watch(subscription, [])
    this.#byWatcher.delete(subscription.watcher, subscription)
    this.#byConnection.delete(subscription.connection, subscription)
  }

  /** The subscriber has sent its last request over this connection. */
  move(subscription: ServerSubscription, connection: PeerConnection): void {
    if (this.isActive(subscription)) {
      this.#byConnection.delete(subscription.connection, subscription)
      this.#byConnection.add(connection, subscription)
    }
    subscription.connection = connection
  }

  /** Called when a connection has closed: ends its dialogs. Its peer subscribes again over another connection. */
  lose(connection: PeerConnection): void {
    for (const each of this.#byConnection.get(connection)) this.remove(each)
  }

  clear(): void {
    for (const each of [...this.#active.values()]) this.remove(each)
  }

  #watch(subscription: ServerSubscription, watched: readonly string[]): void {
    for (const aor of this.#watched.get(subscription) ?? []) this.#byWatched.delete(aor, subscription)
    this.#watched.delete(subscription)
    if (watched.length === 0) return
    this.#watched.set(subscription, watched)
    for (const aor of watched) this.#byWatched.add(aor, subscription)
  }

  secondsLeft({ expiresAt }: ServerSubscription): number {
    return Math.max(0, Math.ceil((expiresAt - this.#clock.now()) / 1000))
  }

  /**
   * Tells the subscriber (RFC 6665 section 4.2.2), by BENOTIFY where it can take one.
   * @param ended why the subscription has ended; without it, the subscription is active
   */
  notify(subscription: ServerSubscription, content: TypedBody | null, ended: string | null = null): void {
    const { connection } = subscription
    if (!connection.isOpen) return
    subscription.sequence += 1
    const request = composeRequest({
      method: subscription.isBestEffort ? 'BENOTIFY' : 'NOTIFY',
      uri: subscription.remoteTarget,
      from: subscription.localAddress,
      to: subscription.remoteAddress,
      callId: subscription.callId,
      sequence: subscription.sequence,
      headers: [
        ['Event', `${subscription.event}${subscription.eventId}`],
        [
          'subscription-state',
          ended === null
            ? `active;expires=${this.secondsLeft(subscription)}`
            : `terminated;expires=0;reason=${ended}`,
        ],
      ],
      contentType: content?.type ?? null,
      body: content?.body ?? '',
    })
    if (subscription.isBestEffort) {
      this.#transactions.sendUnanswered(request, connection)
      return
    }
    const end = () => this.remove(subscription)
    this.#transactions.send(request, connection, {
      // A watcher that does not know the dialog, or does not answer, gets no more notifications (section 4.2.2).
      onResponse: ({ status }) => {
        if (status === 404 || status === 481 || status === 489) end()
      },
      onTimeout: end,
      onLost: end,
    })
  }
}

function keyOf({
  callId,
  remoteTag,
  localTag,
}: {
  callId: string
  remoteTag: string
  localTag: string
}): string {
  return JSON.stringify([callId, remoteTag, localTag])
}
