import { InvalidArgumentError } from 'commander'
import { type Language, languages, systemLanguage, type Words, wordsOf } from '#words'

/** The language of messages of the command line: `--lang`, or the system's. Reports for programs are English. */
let language: Language = systemLanguage(process.env)
let isChosen = false

/** Sets the language from the value of `--lang`. */
export function chooseLanguage(text: string): Language {
  const chosen = languages.find((known) => known === text)
  if (chosen === undefined) throw new InvalidArgumentError(`Known languages: ${languages.join(', ')}.`)
  language = chosen
  isChosen = true
  return chosen
}

export function chosenLanguage(): Language {
  return language
}

/** The page's address, which names the language where `--lang` did; otherwise the page asks the browser. */
export function inChosenLanguage(pageUrl: string): string {
  if (!isChosen) return pageUrl
  const url = new URL(pageUrl)
  url.searchParams.set('lang', language)
  return url.href
}

/** The words of the chosen language. */
export function chosenWords(): Words {
  return wordsOf(language)
}
