import { create } from 'zustand'
import type { FlowStep, Hop, ProcessStep } from '#contract'
import { type HopWords, type Labels, type Language, languageOf, type Words, wordsOf } from '#words'

/** What the person chose; `system`: nothing. */
export type LanguageChoice = 'system' | Language

/** Of the page's address, where `?lang=de` stands in it; else the browser's, which in the app is the system's. */
const found = languageOf(
  new URLSearchParams(globalThis.location?.search).get('lang') ?? globalThis.navigator?.language,
)

/** The page's language: it is kept here and nowhere else. */
const useLanguage = create<{ language: Language }>(() => ({ language: found }))

/** Lets the page speak this language from now on, to screen readers too. */
export function speak(choice: LanguageChoice): void {
  const language = choice === 'system' ? found : choice
  const { documentElement } = document
  // Writing the same again would make the browser compute every style of the page anew.
  if (documentElement.lang !== language) documentElement.lang = language
  useLanguage.setState({ language })
}

/** All words of the page's language, for a component: it is drawn again when another language is chosen. */
export function useWords(): Words {
  return wordsOf(useLanguage((state) => state.language))
}

/** All words of the page's language as it is now, for what is no component. */
export function wordsNow(): Words {
  return wordsOf(languageNow())
}

export function languageNow(): Language {
  return useLanguage.getState().language
}

/** A hop in words; by its id where an environment has one that the words do not know. */
export function hopWords(labels: Labels, hop: Hop): HopWords {
  const known: Readonly<Record<Hop, HopWords>> = labels.hop
  const [from = hop, to = hop] = hop.split('-')
  return known[hop] ?? { full: hop, short: to, from, to }
}

/** A step in words; in those of the environment where the words do not know it. */
export function stepTitle(labels: Labels, { id, title }: ProcessStep): string {
  const known: Readonly<Record<FlowStep, string>> = labels.step
  return title ?? known[id] ?? id
}

/** What a value that is chosen is called. */
export function settingValueWords({ settings }: Words, value: string): string {
  const values: Readonly<Record<string, string>> = settings.values
  return values[value] ?? value
}
