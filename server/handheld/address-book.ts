import { addressKey, nameInAddress, type Person, type Presence } from '#contract'
import { BoundedMap } from '../base/index.ts'

/** People off the list whose presence is remembered. */
const mostPresences = 2_000

/** The contact list as the service gave it, and what it said of people's presence since. Sorted only when looked at. */
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

  /** Signed out, nobody's presence is known. */
  forgetPresences(): void {
    this.#list = this.#list.map((person) => ({ ...person, presence: null }))
    this.#presences.clear()
  }

  clear(): void {
    this.setList([])
  }

  /** Those who are there first, then by name. */
  contacts(): Person[] {
    const absence = ({ presence }: Person) => (presence === null || presence === 'offline' ? 1 : 0)
    return this.#list
      .map((person) => this.#withPresence(person))
      .sort((a, b) => absence(a) - absence(b) || a.name.localeCompare(b.name, 'en'))
  }

  /** @param names what people off the list called themselves, by address */
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
