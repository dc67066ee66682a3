import { addressKey, nameInAddress, type Person, type Presence } from '#contract'
import { BoundedMap } from '../base/index.ts'

/** Maximum number of people whose presence is remembered. */
const mostPresences = 2_000

/** The contact list of the service, with the presences that it sent later. Sorted on demand. */
export class AddressBook {
  #list: readonly Person[] = []
  readonly #presences = new BoundedMap<string, Presence>(mostPresences)

  setList(list: readonly Person[]): void {
    this.#list = list
    this.#presences.clear()
  }

  update(presences: readonly { sipAddress: string; presence: Presence }[]): void {
    for (const { sipAddress, presence } of presences) {
      this.#presences.setNewest(addressKey(sipAddress), presence)
    }
  }

  /** Forgets all presences, since they are unknown while signed out. */
  forgetPresences(): void {
    this.#list = this.#list.map((person) => ({ ...person, presence: null }))
    this.#presences.clear()
  }

  clear(): void {
    this.setList([])
  }

  /** The contact list: people who are present first, then by name. */
  contacts(): Person[] {
    const absence = ({ presence }: Person) => (presence === null || presence === 'offline' ? 1 : 0)
    return this.#list
      .map((person) => this.#withPresence(person))
      .sort((a, b) => absence(a) - absence(b) || a.name.localeCompare(b.name, 'en'))
  }

  /** Finds people by address. @param names for each address, the name to use if the person is not on the contact list */
  findAll(names: ReadonlyMap<string, string | null>): Map<string, Person> {
    const found = new Map<string, Person>()
    for (const person of this.#list) {
      const key = addressKey(person.sipAddress)
      if (names.has(key)) found.set(key, this.#withPresence(person))
    }
    for (const [sipAddress, given] of names) {
      if (found.has(sipAddress)) continue
      const name = given ?? nameInAddress(sipAddress)
      found.set(sipAddress, this.#withPresence({ sipAddress, name, presence: null }))
    }
    return found
  }

  #withPresence(person: Person): Person {
    const presence = this.#presences.get(addressKey(person.sipAddress)) ?? person.presence
    return { sipAddress: person.sipAddress, name: person.name, presence }
  }
}
