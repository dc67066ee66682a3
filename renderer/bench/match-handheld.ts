import { type HandheldView, keyedLists, type SessionView } from '#contract'
import type { Language } from '#words'
import { type Facet, facets, hasFacet } from '../store/device-condition.ts'
import { type DeviceSet, namesInSet } from '../store/device-sets.ts'
import { sessionOf } from '../store/session-of.ts'
import { languageNow, wordsNow } from '../words/words.ts'

let prepared: { language: Language; texts: WeakMap<HandheldView, string> } | null = null

/** All that a handheld can be found by, in lower case: put together once for each of its states. */
function searchTextOf(handheld: HandheldView): string {
  const language = languageNow()
  if (prepared?.language !== language) prepared = { language, texts: new WeakMap() }
  const known = prepared.texts.get(handheld)
  if (known !== undefined) return known
  const text = writeSearchText(handheld)
  prepared.texts.set(handheld, text)
  return text
}

function writeSearchText(handheld: HandheldView): string {
  const { labels, page } = wordsNow()
  const { noCoverage, unread } = page.bench.search
  return [
    handheld.name,
    handheld.user,
    handheld.signedInUser ?? '',
    handheld.pin,
    labels.model[handheld.model],
    handheld.state,
    labels.state[handheld.state],
    handheld.reason ?? '',
    `coverage:${labels.coverage[handheld.coverage]}`,
    handheld.coverage === 'none' ? noCoverage : '',
    handheld.presence === null ? '' : labels.presence[handheld.presence],
    handheld.unread > 0 ? unread : '',
  ]
    .join('\n')
    .toLowerCase()
}

/** What somebody looks for. */
interface Sought {
  /** Each must occur in what a handheld can be found by. */
  words: readonly string[]
  /** `is:no-coverage` and the like: each must apply. */
  facets: readonly Facet[]
  /** `set:night-shift`: it must be in each. A set that does not exist has nobody. */
  sets: readonly ReadonlySet<string>[]
}

const noSessions: readonly SessionView[] = []
const noSets: readonly DeviceSet[] = []

/** Reads what is typed. Quotes keep words together: `set:"night shift"`. */
function read(text: string, sets: readonly DeviceSet[]): Sought {
  const words: string[] = []
  const sought: Facet[] = []
  const within: ReadonlySet<string>[] = []
  for (const token of tokensOf(text)) {
    const [, key = '', value = ''] = /^(is|set):(.*)$/i.exec(token) ?? []
    const facet = key.toLowerCase() === 'is' ? facets.find((one) => one === value.toLowerCase()) : undefined
    if (facet !== undefined) sought.push(facet)
    else if (key.toLowerCase() === 'set') within.push(namesInSet(sets, unquoted(value)))
    else words.push(unquoted(token).toLowerCase())
  }
  return { words: words.filter(Boolean), facets: sought, sets: within }
}

function tokensOf(text: string): readonly string[] {
  return text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []
}

function unquoted(text: string): string {
  return text.replaceAll('"', '')
}

/** Adds a word such as `is:held` to what is typed, or takes it away. */
export function withOrWithout(text: string, word: string): string {
  return hasWord(text, word)
    ? tokensOf(text)
        .filter((one) => one !== word)
        .join(' ')
    : `${text.trim()} ${word}`.trim()
}

export function hasWord(text: string, word: string): boolean {
  return tokensOf(text).includes(word)
}

function matches(handheld: HandheldView, sought: Sought, sessions: readonly SessionView[]): boolean {
  const { words, facets: states, sets } = sought
  if (!sets.every((names) => names.has(handheld.name))) return false
  if (states.length > 0) {
    const session = sessionOf(sessions, handheld.name)
    if (!states.every((facet) => hasFacet(facet, handheld, session))) return false
  }
  if (words.length === 0) return true
  const text = searchTextOf(handheld)
  return words.every((word) => text.includes(word))
}

/**
 * Whether a handheld is what somebody looks for: every word must occur in its name, user, PIN, model, state, presence or coverage;
 * `is:` asks for a state, `set:` for a saved set.
 */
export function matchesHandheld(handheld: HandheldView, text: string): boolean {
  return matches(handheld, read(text, noSets), noSessions)
}

/** What a search knows besides the handhelds. */
interface SearchContext {
  sessions?: readonly SessionView[]
  sets?: readonly DeviceSet[]
}

/** Finds handhelds by what somebody types. Asked again after an event, it looks only at the handhelds that have changed. */
export class HandheldSearch {
  #text = ''
  #sought: Sought = read('', noSets)
  #sets: readonly DeviceSet[] = noSets
  #sessions: readonly SessionView[] = noSessions
  #handhelds: readonly HandheldView[] = []
  #areFound: readonly boolean[] = []
  #names: readonly string[] = []

  /** @returns the names of those that match, in order; the same array as long as they are the same */
  find(
    handhelds: readonly HandheldView[],
    text: string,
    { sessions = noSessions, sets = noSets }: SearchContext = {},
  ): readonly string[] {
    if (text.trim() === '') return keyedLists.handhelds.keys(handhelds)
    const isSameText = text === this.#text && sets === this.#sets
    if (!isSameText) this.#sought = read(text, sets)
    // Whether the service has logged somebody out cannot be seen by the handheld alone.
    const needsSessions = this.#sought.facets.includes('logged-out')
    const areSameSessions = !needsSessions || sessions === this.#sessions
    if (handhelds === this.#handhelds && isSameText && areSameSessions) return this.#names
    const areFound = handhelds.map((handheld, position) =>
      isSameText && areSameSessions && handheld === this.#handhelds[position]
        ? (this.#areFound[position] ?? false)
        : matches(handheld, this.#sought, sessions),
    )
    const names = handhelds.filter((_, position) => areFound[position]).map(({ name }) => name)
    const isSame = names.length === this.#names.length && names.every((name, at) => name === this.#names[at])
    this.#text = text
    this.#sets = sets
    this.#sessions = sessions
    this.#handhelds = handhelds
    this.#areFound = areFound
    if (!isSame) this.#names = names
    return this.#names
  }
}
