import type { Clock } from '../../../clock/index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import { batchSubscription, batchType, presenceAccept } from './presence-documents.ts'
import { type Document, Subscription } from './subscription.ts'

/** Maximum contacts of one subscription, because their presence must fit into one message. */
const mostTogether = 200

interface Batch {
  readonly subscription: Subscription
  readonly watched: Set<string>
}

/** Watches the presence of many contacts, a few hundred with each subscription (MS-PRES section 3.4). */
export class PresenceWatch {
  readonly #clock: Clock
  readonly #endpoint: UserEndpoint
  readonly #onDocument: (document: Document) => void
  #batches: Batch[] = []
  /** The server does not support these subscriptions, so do not ask again. */
  #isRefused = false

  constructor(clock: Clock, endpoint: UserEndpoint, onDocument: (document: Document) => void) {
    this.#clock = clock
    this.#endpoint = endpoint
    this.#onDocument = onDocument
  }

  async add(addresses: readonly string[]): Promise<void> {
    for (let rest = addresses; rest.length > 0 && !this.#isRefused; ) {
      const open = this.#batches.find(({ watched }) => watched.size < mostTogether)
      const room = mostTogether - (open?.watched.size ?? 0)
      const now = rest.slice(0, room)
      rest = rest.slice(room)
      if (open) await this.#extend(open, now)
      else await this.#begin(now)
    }
  }

  async remove(addresses: readonly string[]): Promise<void> {
    for (const { subscription, watched } of this.#batches) {
      const gone = addresses.filter((each) => watched.delete(each))
      if (gone.length > 0) await subscription.change(this.#document('unsubscribe', gone))
    }
  }

  find(callId: string): Subscription | undefined {
    return this.#batches.find(({ subscription }) => subscription.callId === callId)?.subscription
  }

  async end(timeoutMs: number): Promise<void> {
    await Promise.all(this.#batches.map(({ subscription }) => subscription.end(timeoutMs)))
    this.#batches = []
  }

  drop(): void {
    for (const { subscription } of this.#batches) subscription.drop()
    this.#batches = []
  }

  async #begin(addresses: readonly string[]): Promise<void> {
    const watched = new Set(addresses)
    const subscription = new Subscription({
      clock: this.#clock,
      endpoint: this.#endpoint,
      event: 'presence',
      headers: [`Accept: ${presenceAccept}`, 'Require: adhoclist, categoryList'],
      wish: () => this.#document('subscribe', [...watched]),
      onDocument: this.#onDocument,
    })
    this.#batches.push({ subscription, watched })
    if (await subscription.start()) return
    this.#isRefused = true
    this.drop()
  }

  async #extend({ subscription, watched }: Batch, addresses: readonly string[]): Promise<void> {
    for (const address of addresses) watched.add(address)
    await subscription.change(this.#document('subscribe', addresses))
  }

  #document(action: 'subscribe' | 'unsubscribe', addresses: readonly string[]): Document {
    return { type: batchType, body: batchSubscription(this.#endpoint.sipAddress, action, addresses) }
  }
}
