import type { Clock } from '../../clock/index.ts'
import type { SipRequest } from '../../protocols/sip/index.ts'
import type {
  Answer,
  ClientTransactions,
  LocationService,
  PeerConnection,
  RequestMethod,
} from '../sip-server/index.ts'
import { roamingDataDocument } from './category-documents.ts'
import { ContactList } from './contacts/contact-list.ts'
import { type DirectoryPerson, Presentities } from './presentity.ts'
import { createServiceMethod } from './service-method.ts'
import { contactListType, createEventPackages, selfType } from './subscriptions/event-packages.ts'
import { PresenceNotifier } from './subscriptions/presence-notifier.ts'
import { createSubscribeMethod } from './subscriptions/subscribe-method.ts'
import { Subscriptions } from './subscriptions/subscriptions.ts'

export interface PresenceServerOptions {
  clock: Clock
  transactions: ClientTransactions
  locations: LocationService
  users: { find(sipAddress: string): boolean | Promise<boolean> }
  people(): Iterable<DirectoryPerson>
  person(aor: string): DirectoryPerson | undefined
  /** This server's own contact address. */
  contact(): string
}

export interface PresenceServer {
  /** SUBSCRIBE and SERVICE. */
  readonly methods: readonly (readonly [name: string, method: RequestMethod])[]
  /** Looks at a request within a dialog of this server's (RFC 3261 section 12.2.2). */
  checkDialog(request: SipRequest): Answer | null
  /** Called when a connection has closed: ends the subscriptions that were made over it. */
  lose(connection: PeerConnection): void
  clear(): void
}

/** The server of presence, contact lists and provisioning, which notifies subscribers of changes. */
export function createPresenceServer(options: PresenceServerOptions): PresenceServer {
  const { clock, transactions, locations, users, people, person } = options
  const presentities = new Presentities(clock, locations, person)
  const subscriptions = new Subscriptions(clock, transactions)
  const notifier = new PresenceNotifier(clock, presentities, subscriptions)
  const lists = new Map<string, ContactList>()

  function contactsOf(aor: string): ContactList {
    const list = lists.get(aor) ?? new ContactList(aor, people)
    lists.set(aor, list)
    return list
  }

  /** @param except the endpoint that made the change, and has its answer */
  function tellSelf(aor: string, except: string | null): void {
    for (const subscription of subscriptions.of(aor)) {
      const { event, epid, parts } = subscription
      if (event.toLowerCase() !== 'vnd-microsoft-roaming-self') continue
      if (except !== null && epid === except) continue
      const body = roamingDataDocument(presentities, aor, parts, epid)
      subscriptions.notify(subscription, { type: selfType, body })
    }
  }

  function tellContacts(aor: string, change: string): void {
    for (const subscription of subscriptions.of(aor)) {
      if (subscription.event.toLowerCase() !== 'vnd-microsoft-roaming-contacts') continue
      subscriptions.notify(subscription, { type: contactListType, body: change })
    }
  }

  presentities.onChange = (aor) => notifier.tellWatchers(aor)
  locations.onChange = (aor) => {
    const before = presentities.of(aor).last.availability
    presentities.endpointsChanged(aor)
    if (presentities.stateOf(aor).state.availability !== before) tellSelf(aor, null)
  }

  const service = createServiceMethod({
    presentities,
    contactsOf,
    onSelfChanged: tellSelf,
    onContactsChanged: tellContacts,
  })
  const subscribe = createSubscribeMethod({
    subscriptions,
    packages: createEventPackages({ presentities, contactsOf, users }),
    users,
    contact: options.contact,
  })

  return {
    methods: [
      ['SUBSCRIBE', subscribe],
      ['SERVICE', service],
    ],
    checkDialog: (request) => subscriptions.checkDialog(request).refusal,
    lose: (connection) => subscriptions.lose(connection),
    clear() {
      subscriptions.clear()
      presentities.clear()
      lists.clear()
    },
  }
}
