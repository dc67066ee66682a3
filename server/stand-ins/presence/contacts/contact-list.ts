import { withoutScheme } from '#contract'
import { LazyMap } from '../../../base/index.ts'
import { parseAddressOfRecord } from '../../../protocols/sip/index.ts'
import { xml } from '../../../protocols/xml/index.ts'
import type { DirectoryPerson } from '../presentity.ts'

interface Contact {
  readonly uri: string
  readonly name: string
  readonly groups: string
  readonly isSubscribed: boolean
  readonly externalUri: string
}

/** A list that nobody has edited holds everybody, where there are no more people than this. */
const mostFromDirectory = 50
const mostContacts = 1_000
const mostGroups = 64
const everybody = '1'
const groupsAtFirst: ReadonlyMap<string, string> = new Map([[everybody, '~']])

/**
 * One user's contacts and groups, which the server keeps for all of the user's endpoints (MS-SIP, roaming contacts). The
 * people of a small lab know each other: until somebody edits it, the list holds everybody in the directory. In a large one
 * it starts empty, or presence would grow with the square of the people.
 */
export class ContactList {
  readonly #owner: string
  readonly #people: () => Iterable<DirectoryPerson>
  /** Replaced as a whole, so that all people whose list nobody has edited share one. */
  #groups: ReadonlyMap<string, string> = groupsAtFirst
  readonly #contacts = new LazyMap<string, Contact>()
  #isEdited = false
  /** Counts the changes; never zero, which clients take for "no list". */
  delta = 1
  #lastGroup = 1

  constructor(owner: string, people: () => Iterable<DirectoryPerson>) {
    this.#owner = owner
    this.#people = people
  }

  /** `application/vnd-microsoft-roaming-contacts+xml`, whole. */
  document(): string {
    this.#takeFromDirectory()
    return xml(
      'contactList',
      { deltaNum: this.delta },
      ...[...this.#groups].map(([id, name]) => xml('group', { id, name, externalURI: '' })),
      ...[...this.#contacts.values()].map((each) => contactElement('contact', each)),
    )
  }

  /**
   * Adds or changes a contact.
   * @returns the change as a document for the endpoints, or null when the list is full or the address none
   */
  setContact(contact: Contact): string | null {
    this.#takeFromDirectory()
    const key = parseAddressOfRecord(contact.uri)
    if (key === null || (!this.#contacts.has(key) && this.#contacts.size >= mostContacts)) return null
    const element = this.#contacts.has(key) ? 'modifiedContact' : 'addedContact'
    const kept = { ...contact, uri: withoutScheme(key) }
    this.#contacts.set(key, kept)
    return this.#changed(contactElement(element, kept))
  }

  deleteContact(uri: string): string | null {
    this.#takeFromDirectory()
    const key = parseAddressOfRecord(uri)
    if (key === null || !this.#contacts.delete(key)) return null
    return this.#changed(xml('deletedContact', { uri: withoutScheme(key) }))
  }

  /** @returns the new group's number, and the change */
  addGroup(name: string): { id: string; change: string } | null {
    if (this.#groups.size >= mostGroups) return null
    this.#lastGroup += 1
    const id = String(this.#lastGroup)
    this.#groups = new Map(this.#groups).set(id, name)
    return { id, change: this.#changed(xml('addedGroup', { id, name, externalURI: '' })) }
  }

  renameGroup(id: string, name: string): string | null {
    if (!this.#groups.has(id)) return null
    this.#groups = new Map(this.#groups).set(id, name)
    return this.#changed(xml('modifiedGroup', { id, name, externalURI: '' }))
  }

  deleteGroup(id: string): string | null {
    if (id === everybody || !this.#groups.has(id)) return null
    this.#groups = new Map([...this.#groups].filter(([other]) => other !== id))
    return this.#changed(xml('deletedGroup', { id }))
  }

  #changed(element: string): string {
    this.#isEdited = true
    const previous = this.delta
    this.delta += 1
    return xml('contactDelta', { deltaNum: this.delta, prevDeltaNum: previous }, element)
  }

  #takeFromDirectory(): void {
    if (this.#isEdited) return
    this.#contacts.clear()
    const people: DirectoryPerson[] = []
    for (const person of this.#people()) {
      people.push(person)
      // Look no further, and parse no address: a login would cost as much as in a lab of fifty.
      if (people.length > mostFromDirectory) return
    }
    for (const { sipAddress, name } of people) {
      const key = parseAddressOfRecord(sipAddress)
      if (key === null || key === this.#owner) continue
      this.#contacts.set(key, {
        uri: withoutScheme(key),
        name,
        groups: everybody,
        isSubscribed: true,
        externalUri: '',
      })
    }
  }
}

function contactElement(element: string, { uri, name, groups, isSubscribed, externalUri }: Contact): string {
  return xml(element, { uri, name, groups, subscribed: isSubscribed, externalURI: externalUri })
}
