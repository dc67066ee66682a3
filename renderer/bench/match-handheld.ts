import { type HandheldView, keyedLists } from '#contract'
import type { Language } from '#words'
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

function wordsIn(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

function matches(handheld: HandheldView, words: readonly string[]): boolean {
  const text = searchTextOf(handheld)
  return words.every((word) => text.includes(word))
}

/** Whether a handheld is what somebody looks for: every word must occur in its name, user, PIN, model, state, presence or coverage. */
export function matchesHandheld(handheld: HandheldView, text: string): boolean {
  return matches(handheld, wordsIn(text))
}

/** Finds handhelds by what somebody types. Asked again after an event, it looks only at the handhelds that have changed. */
export class HandheldSearch {
  #text = ''
  #handhelds: readonly HandheldView[] = []
  #areFound: readonly boolean[] = []
  #names: readonly string[] = []

  /** @returns the names of those that match, in order; the same array as long as they are the same */
  find(handhelds: readonly HandheldView[], text: string): readonly string[] {
    const words = wordsIn(text)
    if (words.length === 0) return keyedLists.handhelds.keys(handhelds)
    if (handhelds === this.#handhelds && text === this.#text) return this.#names
    const isSameText = text === this.#text
    const areFound = handhelds.map((handheld, position) =>
      isSameText && handheld === this.#handhelds[position]
        ? (this.#areFound[position] ?? false)
        : matches(handheld, words),
    )
    const names = handhelds.filter((_, position) => areFound[position]).map(({ name }) => name)
    const isSame = names.length === this.#names.length && names.every((name, at) => name === this.#names[at])
    this.#text = text
    this.#handhelds = handhelds
    this.#areFound = areFound
    if (!isSame) this.#names = names
    return this.#names
  }
}
