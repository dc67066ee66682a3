import { languageOf, wordsOf } from '#words'

/** The page's language, decided here and nowhere else: the browser's, which in the app is the system's. */
const language = languageOf(globalThis.navigator?.language)

/** All words of the page's language. */
const words = wordsOf(language)

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
  hop: hopWords,
  step: stepWords,
  refusalGoesBack,
  inventedWording,
} = words.labels

export const endingWords = words.endings

export const settingWords = words.settings

/** What a value that is chosen is called. */
export function settingValueWords(value: string): string {
  const values: Readonly<Record<string, string>> = settingWords.values
  return values[value] ?? value
}
