import { InvalidArgumentError } from 'commander'
import { type Language, languages, systemLanguage, type Words, wordsOf } from '#words'

/** The language of what the command line tells people: `--lang`, or the system's. Reports for programs are English. */
let language: Language = systemLanguage(process.env)

/** Takes the value of `--lang`. */
export function chooseLanguage(text: string): Language {
  const chosen = languages.find((known) => known === text)
  if (chosen === undefined) throw new InvalidArgumentError(`Known languages: ${languages.join(', ')}.`)
  language = chosen
  return chosen
}

export function chosenLanguage(): Language {
  return language
}

/** The words of the language that was chosen. */
export function chosenWords(): Words {
  return wordsOf(language)
}
