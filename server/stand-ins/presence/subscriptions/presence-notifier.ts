import type { Clock } from '../../../clock/index.ts'
import type { Presentities } from '../presentity.ts'
import { batchBody, presenceBody } from './presence-bodies.ts'
import type { ServerSubscription } from './subscription.ts'
import type { Subscriptions } from './subscriptions.ts'

/**
 * After a notification, changes are gathered for this long, and then sent in one. The protocol leaves the rate to the server
 * (RFC 4662 section 4.9; RFC 3856 section 6.10 advises 5 s for each user). Invented: short enough that people do not notice.
 */
export const gatheringMs = 500
/** Whoever watches more people than these is told less often, because more of them change in the same time. Invented. */
const fewPeople = 12
/** Whoever watches many is told at least this often. Invented; still less than half of what the RFC advises. */
const longestGatheringMs = 2_000

/**
 * Notifies watchers of changed presence: of the first change at once, and of those that follow shortly afterwards together. So
 * when everybody logs in at the same time, a watcher gets a few notifications instead of one for each colleague.
 */
export class PresenceNotifier {
  readonly #clock: Clock
  readonly #presentities: Presentities
  readonly #subscriptions: Subscriptions
  /** The subscriptions with gathered changes, by the lab time at which they are notified. Many are due at the same time. */
  readonly #waiting = new Map<number, ServerSubscription[]>()

  constructor(clock: Clock, presentities: Presentities, subscriptions: Subscriptions) {
    this.#clock = clock
    this.#presentities = presentities
    this.#subscriptions = subscriptions
  }

  /** Notifies the watchers of a user whose view of that user has changed. */
  tellWatchers(aor: string): void {
    for (const subscription of this.#subscriptions.watching(aor)) {
      if (subscription.gathered) subscription.gathered.add(aor)
      else if (this.#clock.now() < subscription.gathersUntil) this.#gather(subscription, aor)
      else this.#tell(subscription, [aor])
    }
  }

  #gather(subscription: ServerSubscription, aor: string): void {
    subscription.gathered = new Set([aor])
    const { gathersUntil } = subscription
    const waiting = this.#waiting.get(gathersUntil)
    if (waiting) {
      waiting.push(subscription)
      return
    }
    this.#waiting.set(gathersUntil, [subscription])
    // Changes that wait count as in transit, like a notification on its way.
    this.#clock.after(gathersUntil - this.#clock.now(), () => this.#tellGathered(gathersUntil), {
      isTransit: true,
    })
  }

  #tellGathered(dueMs: number): void {
    const due = this.#waiting.get(dueMs) ?? []
    this.#waiting.delete(dueMs)
    for (const subscription of due) {
      const gathered = subscription.gathered ?? []
      subscription.gathered = null
      if (this.#subscriptions.isActive(subscription)) this.#tell(subscription, [...gathered])
    }
  }

  /** Sends the present state of those whose state differs from what the watcher was told. */
  #tell(subscription: ServerSubscription, aors: readonly string[]): void {
    const { isBatch, resources } = subscription
    const changed = aors.flatMap((aor) => {
      const told = resources.get(aor)
      if (told === undefined) return []
      const content = presenceBody(this.#presentities, subscription, aor)
      return content.body === told ? [] : [[aor, content] as const]
    })
    for (const [aor, { body }] of changed) resources.set(aor, body)
    const [first, ...others] = changed
    if (!first) return
    subscription.gathersUntil = this.#clock.now() + gatheringFor(resources.size)
    if (isBatch && others.length > 0) {
      this.#subscriptions.notify(subscription, batchBody(this.#presentities, subscription, changed))
    } else {
      for (const [, content] of changed) this.#subscriptions.notify(subscription, content)
    }
  }
}

/** How long changes are gathered for whoever watches so many people. */
export function gatheringFor(people: number): number {
  return Math.min(longestGatheringMs, Math.round(gatheringMs * Math.max(1, people / fewPeople)))
}
