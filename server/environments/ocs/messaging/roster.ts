import { nameInAddress, type Person, type Presence, withoutScheme } from '#contract'
import { LazyMap, SerialQueue } from '../../../base/index.ts'
import type { Clock } from '../../../clock/index.ts'
import { parseAddressOfRecord, type SipRequest } from '../../../protocols/sip/index.ts'
import { XmlError } from '../../../protocols/xml/index.ts'
import { PeerUnavailable } from '../../../sip-user-agent/index.ts'
import type { MessagingEvent } from '../../index.ts'
import type { UserEndpoint } from '../user-endpoint.ts'
import { contactRequest, contactsType, readContacts, soapType } from './contact-documents.ts'
import type { PresenceReader } from './presence-documents.ts'
import { PresenceWatch } from './presence-watch.ts'
import { type Document, Subscription } from './subscription.ts'

/** Maximum contacts of a user at the Communications Server. */
const mostContacts = 1_000

/** Maximum changes that wait for a connection; more are dropped. */
const mostWaiting = 100

interface ContactChange {
  readonly change: 'add' | 'remove'
  readonly address: string
}

/** A session's contacts. They survive the endpoint when the service reconnects. */
export class ContactBook {
  readonly contacts = new LazyMap<string, { name: string; presence: Presence | null }>()
  /** Number of the server's list; null: the server keeps none, so this book is the list. */
  delta: number | null = null
  /** The person's changes that the server has not accepted yet, oldest first. */
  readonly waiting: ContactChange[] = []

  enqueue(change: 'add' | 'remove', address: string): void {
    if (this.waiting.length < mostWaiting) this.waiting.push({ change, address })
  }

  view(): Person[] {
    return [...this.contacts].map(([sipAddress, contact]) => ({ sipAddress, ...contact }))
  }
}

/**
 * One endpoint's contact list and its contacts' presence: the server's list ([MS-SIP], roaming contacts) and one
 * subscription to all contacts (MS-PRES section 3.4). If the server supports neither, the session keeps a list of its own.
 */
export class Roster {
  readonly #endpoint: UserEndpoint
  readonly #book: ContactBook
  readonly #presences: PresenceReader
  readonly #emit: (event: MessagingEvent) => void
  readonly #list: Subscription
  readonly #watch: PresenceWatch
  /** Makes changes one after the other, because each names the state of the list after the one before. */
  readonly #changes = new SerialQueue()
  #isStarted = false
  #isDropped = false
  /** Whether the device has the present list. Before that, it gets no presence. */
  #isTold = false

  constructor(
    clock: Clock,
    endpoint: UserEndpoint,
    book: ContactBook,
    presences: PresenceReader,
    emit: (event: MessagingEvent) => void,
  ) {
    this.#endpoint = endpoint
    this.#book = book
    this.#presences = presences
    this.#emit = emit
    this.#list = new Subscription({
      clock,
      endpoint,
      event: 'vnd-microsoft-roaming-contacts',
      headers: [`Accept: ${contactsType}`],
      wish: () => null,
      onDocument: (document) => this.#handleContacts(document),
    })
    this.#watch = new PresenceWatch(clock, endpoint, (document) => this.#handlePresence(document))
  }

  /** Fetches the list and the contacts' presence, and sends both to the device. @throws PeerUnavailable */
  async start(): Promise<void> {
    const hasList = await this.#list.start()
    if (!hasList) this.#book.delta = null
    const before = new Map(this.#book.contacts)
    await this.#watch.add([...before.keys()])
    this.#isStarted = true
    if (isSame(before, this.#book.contacts)) this.#tellAll()
    else await this.#follow(before)
    this.#makeChanges()
  }

  /** Makes a change after the earlier ones. If the connection breaks, the next endpoint makes it. */
  change(change: 'add' | 'remove', address: string): void {
    this.#book.enqueue(change, address)
    if (this.#isStarted) this.#makeChanges()
  }

  #makeChanges(): void {
    const { waiting } = this.#book
    this.#changes
      .run(async () => {
        for (let next = waiting[0]; next && !this.#isDropped; next = waiting[0]) {
          await this.#change(next.change, next.address)
          if (waiting[0] === next) waiting.shift()
        }
      })
      .catch((error: unknown) => {
        // The connection is gone. The next one fetches the list again and then makes the change.
        if (!(error instanceof PeerUnavailable)) waiting.shift()
      })
  }

  /** @returns whether it was a notification of one of these subscriptions */
  takes(request: SipRequest): boolean {
    const callId = request.headers.get('Call-ID')
    const subscription = callId === this.#list.callId ? this.#list : this.#watch.find(callId ?? '')
    subscription?.notify(request)
    return subscription !== undefined
  }

  async end(timeoutMs: number): Promise<void> {
    await Promise.all([this.#list.end(timeoutMs), this.#watch.end(timeoutMs)])
  }

  drop(): void {
    this.#isDropped = true
    this.#list.drop()
    this.#watch.drop()
  }

  async #change(change: 'add' | 'remove', address: string): Promise<void> {
    const sipAddress = parseAddressOfRecord(address)
    const { contacts, delta } = this.#book
    if (sipAddress === null) return
    if (change === 'add' && (contacts.has(sipAddress) || contacts.size >= mostContacts)) return
    if (change === 'remove' && !contacts.has(sipAddress)) return
    if (delta === null) {
      // The server keeps no list, so change the session's own.
      if (change === 'add') contacts.set(sipAddress, { name: nameInAddress(sipAddress), presence: null })
      else contacts.delete(sipAddress)
      this.#tellAll()
      return
    }
    const { agent, epid, sipAddress: own, contact } = this.#endpoint
    // The result arrives as a notification, at this endpoint and at the user's others.
    const { status } = await agent.request({
      method: 'SERVICE',
      target: own,
      address: own,
      fromParameters: `;epid=${epid}`,
      supported: [],
      headers: [`Contact: <${contact}>`],
      content: {
        type: soapType,
        text: contactRequest(change, withoutScheme(sipAddress), delta),
      },
    })
    // The server refused: send the device the present list.
    if (status >= 300) return this.#tellAll()
    // Update the number before the notification arrives, because the next change may follow at once.
    this.#book.delta = Math.max(this.#book.delta ?? 0, delta + 1)
  }

  #handleContacts({ type, body }: Document): void {
    if (!type.toLowerCase().startsWith(contactsType)) return
    const { isWhole, set, removed, delta } = readOr(() => readContacts(body)) ?? nothing
    const { contacts } = this.#book
    const before = new Map(contacts)
    this.#book.delta = delta ?? this.#book.delta
    if (isWhole) contacts.clear()
    for (const { sipAddress, name } of set) {
      if (contacts.size >= mostContacts) break
      contacts.set(sipAddress, { name, presence: before.get(sipAddress)?.presence ?? null })
    }
    for (const address of removed) contacts.delete(address)
    // The answer to a refresh contains the whole list again.
    if (!this.#isStarted || isSame(before, contacts)) return
    this.#isTold = false
    this.#follow(before).catch(() => {
      // The connection is gone. The next one fetches the list again.
    })
  }

  /** Watches new contacts after a change of the list, and then sends the list to the device. */
  async #follow(before: ReadonlyMap<string, unknown>): Promise<void> {
    const { contacts } = this.#book
    await this.#watch.remove([...before.keys()].filter((each) => !contacts.has(each)))
    await this.#watch.add([...contacts.keys()].filter((each) => !before.has(each)))
    this.#tellAll()
  }

  #handlePresence({ type, body }: Document): void {
    const changed = (readOr(() => this.#presences.read(type, body)) ?? []).filter(
      ({ sipAddress, presence }) => {
        const contact = this.#book.contacts.get(sipAddress)
        if (!contact || contact.presence === presence) return false
        contact.presence = presence
        return true
      },
    )
    if (this.#isTold && changed.length > 0) this.#emit({ type: 'presence', presences: changed })
  }

  #tellAll(): void {
    this.#isTold = true
    this.#emit({ type: 'contacts', contacts: this.#book.view() })
  }
}

function isSame(
  before: ReadonlyMap<string, { readonly name: string }>,
  now: ContactBook['contacts'],
): boolean {
  return before.size === now.size && [...now].every(([key, { name }]) => before.get(key)?.name === name)
}

const nothing = { isWhole: false, set: [], removed: [], delta: null }

/** Leaves out documents that cannot be read. */
function readOr<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}
