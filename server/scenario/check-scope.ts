import { didYouMean, type KeyPath, nearest, type Report, type Roster } from '../files/index.ts'
import { type Names, namesOf, spellings } from './handheld-names.ts'

interface Known {
  names: Names
  /** The first ones, for messages and guesses: a fleet has too many to compare a misspelt name with each. */
  first: readonly string[]
}

interface KnownNames {
  handhelds: Known
  users: Known
  /** In lower case, as people are found by them in any. */
  userIds: ReadonlySet<string>
  marks: ReadonlySet<string>
}

const mostGuesses = 200

/** The context in which a step or an expectation is checked. */
export class CheckScope {
  readonly report: Report
  /** Tells of something that may be meant so, but probably is not. */
  readonly warn: Report
  /** The handhelds that `$handheld` stands for here, in turn; null outside every `each`. */
  readonly each: readonly string[] | null
  readonly #known: KnownNames

  private constructor(report: Report, warn: Report, each: readonly string[] | null, known: KnownNames) {
    this.report = report
    this.warn = warn
    this.each = each
    this.#known = known
  }

  /** The scope of a whole scenario. @param marks all marks that its steps set @param report called with each fault */
  static of(roster: Roster, marks: ReadonlySet<string>, report: Report, warn: Report): CheckScope {
    return new CheckScope(report, warn, null, {
      handhelds: knownOf(roster.handhelds.map(({ name }) => name)),
      users: knownOf(roster.users.map(({ id }) => id)),
      userIds: new Set(roster.users.map(({ id }) => id.toLowerCase())),
      marks,
    })
  }

  /** The scope inside a block whose steps run for each of these handhelds. */
  within(each: readonly string[] | null): CheckScope {
    return each === this.each ? this : new CheckScope(this.report, this.warn, each, this.#known)
  }

  get handhelds(): Names {
    return this.#known.handhelds.names
  }

  /** Reports an unknown handheld name. @param about whether the key or the value at `path` is the name */
  checkHandheld(name: string, path: KeyPath, about: 'key' | 'value' = 'value'): void {
    // These handhelds exist, since the glob was matched against the lab.
    if (spellings(name, this.each) === this.each) return
    this.#check(name, this.#known.handhelds, 'handheld', path, about)
  }

  /** Reports each key of a map `{ NAME: … }` that is not a handheld of the lab. */
  checkHandhelds(record: object, path: KeyPath): void {
    for (const name of Object.keys(record)) this.checkHandheld(name, [...path, name], 'key')
  }

  /** Reports each key of a map `{ USER: … }` that is not the ID of a user of the lab. */
  checkUsers(record: object, path: KeyPath): void {
    for (const id of Object.keys(record)) this.#check(id, this.#known.users, 'user', [...path, id], 'key')
  }

  /** Warns of a recipient who is neither a handheld nor a user of the lab, nor an address. */
  checkParty(text: string, path: KeyPath): void {
    const { handhelds, users } = this.#known
    const isKnown = (name: string) => /[@:]/.test(name) || handhelds.names.has(name) || users.names.has(name)
    const unknown = spellings(text, this.each).find((name) => !isKnown(name))
    if (unknown === undefined) return
    const guess = didYouMean(nearest(unknown, [...users.first, ...handhelds.first]))
    this.warn(path, `${JSON.stringify(unknown)} is neither a handheld nor a user of this lab${guess}`)
  }

  /** Warns of somebody who is no user of the lab, nor an address: an expectation knows nobody by the name of a handheld. */
  checkPerson(text: string, path: KeyPath, about: 'key' | 'value' = 'value'): void {
    const { userIds, users } = this.#known
    const isKnown = (id: string) => /[@:]/.test(id) || userIds.has(id.toLowerCase())
    const unknown = spellings(text, this.each).find((id) => !isKnown(id))
    if (unknown === undefined) return
    const guess = didYouMean(nearest(unknown, users.first))
    this.warn(
      path,
      `${JSON.stringify(unknown)} is neither a user ID of this lab nor a SIP address${guess}`,
      about,
    )
  }

  /** Reports a mark that no step sets. */
  checkMark(name: string, path: KeyPath): void {
    const { marks } = this.#known
    // Both name the handheld of their `each`, if they name one.
    if (marks.has(name) || spellings(name, this.each).every((one) => marks.has(one))) return
    const known = marks.size === 0 ? 'no step sets one' : listed([...marks])
    const guess = didYouMean(nearest(name, [...marks].slice(0, mostGuesses)))
    this.report(path, `expected a mark that a step sets (${known}), found ${JSON.stringify(name)}${guess}`)
  }

  #check(text: string, known: Known, what: string, path: KeyPath, about: 'key' | 'value'): void {
    const unknown = spellings(text, this.each).find((name) => !known.names.has(name))
    if (unknown === undefined) return
    const guess = didYouMean(nearest(unknown, known.first))
    const names = listed(known.first)
    const found = `found ${JSON.stringify(unknown)}${guess}`
    this.report(path, `expected a ${what} of this lab (${names}), ${found}`, about)
  }
}

function listed(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ')
}

function knownOf(names: readonly string[]): Known {
  return { names: namesOf(names), first: names.slice(0, mostGuesses) }
}
