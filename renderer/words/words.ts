import type { FlowStep, Hop, ProcessStep } from '#contract'
import { type HopWords, languageOf, wordsOf } from '#words'

/** The page's language, decided here and nowhere else: the browser's, which in the app is the system's. */
const language = languageOf(globalThis.navigator?.language)

/** All words of the page's language. */
/** All words of the page's language. */
export const words = wordsOf(language)

/** The field's words as people read them, so that every pane says the same thing the same way. */
export const {
  coverage: coverageWords,
  state: stateWords,
  model: modelWords,
  presence: presenceWords,
  unknownPresence,
  messageState: messageStateWords,
  unread: unreadWords,
  environment: environmentWords,
  cipher: cipherWords,
  certificate: certificateWords,
  faultPlace: faultPlaceWords,
  fault: faultWords,
  refusalGoesBack,
  inventedWording,
} = words.labels

/** A hop in words; by its id where an environment has one that the words do not know. */
export function hopWords(hop: Hop): HopWords {
  const known: Readonly<Record<Hop, HopWords>> = words.labels.hop
  const [from = hop, to = hop] = hop.split('-')
  return known[hop] ?? { full: hop, short: to, from, to }
}

/** A step in words; in those of the environment where the words do not know it. */
export function stepTitle({ id, title }: ProcessStep): string {
  const known: Readonly<Record<FlowStep, string>> = words.labels.step
  return title ?? known[id] ?? id
}

export const endingWords = words.endings

export const settingWords = words.settings

/** What a value that is chosen is called. */
export function settingValueWords(value: string): string {
  const values: Readonly<Record<string, string>> = settingWords.values
  return values[value] ?? value
}
