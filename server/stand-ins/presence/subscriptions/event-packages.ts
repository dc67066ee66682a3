import { asBuffer } from '../../../base/bytes/index.ts'
import { parseAddressOfRecord, type SipRequest } from '../../../protocols/sip/index.ts'
import type { Answer } from '../../sip-server/index.ts'
import { roamingDataDocument } from '../category-documents.ts'
import type { ContactList } from '../contacts/contact-list.ts'
import type { Presentities } from '../presentity.ts'
import { batchBody, presenceBody, presenceTypes } from './presence-bodies.ts'
import {
  olderAccessBody,
  olderAccessType,
  olderProvisioningBody,
  olderProvisioningType,
  pendingWatchersBody,
  pendingWatchersType,
  provisioningBody,
  provisioningType,
} from './provisioning.ts'
import {
  categoriesOr,
  listTypes,
  mostResources,
  readPresenceWish,
  readRoamingParts,
} from './read-subscribe.ts'
import type { ServerSubscription, TypedBody } from './subscription.ts'

/** One kind of thing that can be subscribed to (RFC 6665 section 5). */
export interface EventPackage {
  /** Only a user's own. */
  readonly isSelfOnly: boolean
  /** One notification is all there is, whatever Expires says. */
  readonly isOnce: boolean
  /** What its documents are, and what a SUBSCRIBE may bring. */
  readonly types: readonly string[]
  readonly bodyTypes: readonly string[]
  /** Takes in what a SUBSCRIBE asks for. @returns the state as it is now, or a refusal */
  start(
    subscription: ServerSubscription,
    request: SipRequest,
  ): TypedBody | Answer | Promise<TypedBody | Answer>
}

export interface PackageOptions {
  presentities: Presentities
  contactsOf(aor: string): ContactList
  users: { find(sipAddress: string): boolean | Promise<boolean> }
}

const bodyOf = (request: SipRequest) => asBuffer(request.body).toString()

export const contactListType = 'application/vnd-microsoft-roaming-contacts+xml'
export const selfType = 'application/vnd-microsoft-roaming-self+xml'

/** The event packages, by name in lower case. */
export function createEventPackages(options: PackageOptions): ReadonlyMap<string, EventPackage> {
  const { presentities, contactsOf, users } = options
  const own = (
    type: string,
    start: EventPackage['start'],
    { isOnce = false, bodyTypes = [] }: { isOnce?: boolean; bodyTypes?: readonly string[] } = {},
  ): EventPackage => ({ isSelfOnly: true, isOnce, types: [type], bodyTypes, start })

  return new Map<string, EventPackage>([
    [
      'vnd-microsoft-roaming-contacts',
      own(contactListType, ({ watcher }) => ({
        type: contactListType,
        body: contactsOf(watcher).document(),
      })),
    ],
    [
      'vnd-microsoft-roaming-self',
      own(
        selfType,
        (subscription, request) => {
          const { watcher, epid } = subscription
          subscription.parts = readRoamingParts(bodyOf(request))
          const body = roamingDataDocument(presentities, watcher, subscription.parts, epid)
          return { type: selfType, body }
        },
        { bodyTypes: [selfType] },
      ),
    ],
    [
      'vnd-microsoft-provisioning-v2',
      own(provisioningType, (_subscription, request) => provisioningBody(bodyOf(request)), {
        isOnce: true,
        bodyTypes: [provisioningType],
      }),
    ],
    [
      'vnd-microsoft-provisioning',
      own(
        olderProvisioningType,
        ({ watcher }) => olderProvisioningBody(presentities.person(watcher).sipAddress),
        { isOnce: true },
      ),
    ],
    ['vnd-microsoft-roaming-acl', own(olderAccessType, () => olderAccessBody())],
    [
      'presence.wpending',
      own(pendingWatchersType, ({ watcher }) => pendingWatchersBody(presentities.person(watcher).sipAddress)),
    ],
    [
      'presence',
      {
        isSelfOnly: false,
        isOnce: false,
        types: Object.values(presenceTypes),
        bodyTypes: listTypes,
        start: watchPresence,
      },
    ],
  ])

  async function watchPresence(
    subscription: ServerSubscription,
    request: SipRequest,
  ): Promise<TypedBody | Answer> {
    const wish = readPresenceWish(request)
    // A refresh without a body goes on as it was.
    const isRefresh = subscription.resources.size > 0 && !wish.isBatch
    const unknown: string[] = []
    const tooMany: string[] = []
    if (!isRefresh) {
      subscription.isBatch ||= wish.isBatch
      subscription.categories = categoriesOr(wish.categories)
      for (const uri of wish.removed) subscription.resources.delete(parseAddressOfRecord(uri) ?? '')
      for (const uri of wish.added) {
        // Leave out an address that cannot be read; the others of the list are watched all the same.
        const aor = parseAddressOfRecord(uri)
        const isKnown = aor !== null && (await users.find(aor))
        if (!isKnown) unknown.push(uri)
        else if (subscription.resources.size < mostResources) subscription.resources.set(aor, '')
        else tooMany.push(uri)
      }
    }
    const presences = [...subscription.resources.keys()].map(
      (aor) => [aor, presenceBody(presentities, subscription, aor)] as const,
    )
    for (const [aor, { body }] of presences) subscription.resources.set(aor, body)
    if (subscription.isBatch) return batchBody(presentities, subscription, presences, { unknown, tooMany })
    return presences[0]?.[1] ?? { status: 404, reason: 'Not Found' }
  }
}
