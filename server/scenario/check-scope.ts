import { didYouMean, type KeyPath, nearest, type Report, type Roster } from '../files/index.ts'
import { type Names, namesOf, spellings } from './handheld-names.ts'

interface Known {
  names: Names
  /** The first ones, for messages and guesses: a fleet has too many to compare a misspelt name with each. */
  first: readonly string[]
}

const mostGuesses = 200

/** The context in which a step or an expectation is checked. */
export class CheckScope {
  readonly report: Report
  /** The handhelds that `$handheld` stands for here, in turn; null outside every `each`. */
  readonly each: readonly string[] | null
  readonly #handhelds: Known
  readonly #users: Known

  private constructor(report: Report, each: readonly string[] | null, handhelds: Known, users: Known) {
    this.report = report
    this.each = each
    this.#handhelds = handhelds
    this.#users = users
  }

  /** The scope of a whole scenario. @param report called with each fault */
  static of(roster: Roster, report: Report): CheckScope {
    const handhelds = knownOf(roster.handhelds.map(({ name }) => name))
    return new CheckScope(report, null, handhelds, knownOf(roster.users.map(({ id }) => id)))
  }

  /** The scope inside a block whose steps run for each of these handhelds. */
  within(each: readonly string[] | null): CheckScope {
    return each === this.each ? this : new CheckScope(this.report, each, this.#handhelds, this.#users)
  }

  get handhelds(): Names {
    return this.#handhelds.names
  }

  /** Reports an unknown handheld name. @param about whether the key or the value at `path` is the name */
  checkHandheld(name: string, path: KeyPath, about: 'key' | 'value' = 'value'): void {
    // These handhelds exist, since the glob was matched against the lab.
    if (spellings(name, this.each) === this.each) return
    this.#check(name, this.#handhelds, 'handheld', path, about)
  }

  /** Reports each key of a map `{ NAME: … }` that is not a handheld of the lab. */
  checkHandhelds(record: object, path: KeyPath): void {
    for (const name of Object.keys(record)) this.checkHandheld(name, [...path, name], 'key')
  }

  /** Reports each key of a map `{ USER: … }` that is not the ID of a user of the lab. */
  checkUsers(record: object, path: KeyPath): void {
    for (const id of Object.keys(record)) this.#check(id, this.#users, 'user', [...path, id], 'key')
  }

  #check(text: string, known: Known, what: string, path: KeyPath, about: 'key' | 'value'): void {
    const unknown = spellings(text, this.each).find((name) => !known.names.has(name))
    if (unknown === undefined) return
    const guess = didYouMean(nearest(unknown, known.first))
    const names = known.first.length > 8 ? `${known.first.slice(0, 8).join(', ')}, …` : known.first.join(', ')
    const found = `found ${JSON.stringify(unknown)}${guess}`
    this.report(path, `expected a ${what} of this lab (${names}), ${found}`, about)
  }
}

function knownOf(names: readonly string[]): Known {
  return { names: namesOf(names), first: names.slice(0, mostGuesses) }
}
