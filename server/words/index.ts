/**
 * The words of Bramble in each language: what the parts tell by code and facts becomes a sentence here, and nowhere else.
 * Browser and Node both import it as `#words`; it knows the contract only.
 *
 * - `wordsOf(language)` has the words, by subject: `labels` and `endings` by code alone, the others as functions of facts.
 * - `sentence(table, told)` makes the sentence for a `{ code, facts }`, such as `sentence(words.notices, notice)`.
 * - `systemLanguage(process.env)` and `languageOf(tag)` choose the language.
 *
 * To tell something new: publish its code and the facts in the contract, then write the words in `en/SUBJECT.ts` and
 * `de/SUBJECT.ts`; the type check names what is missing. A new subject is a key of `Words` with a file in each language's
 * folder: a record by code for plain labels, `Sentences<Facts>` where there are facts (`Facts` maps a code to its facts).
 * A new language is a folder beside `en/`, a tag in `language.ts` and a line below.
 */
import { putFailuresIntoWords } from '../base/index.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import type { Language } from './language.ts'
import type { Words } from './words.ts'

const tables: Readonly<Record<Language, Words>> = { en, de }

// So that a failure has its English message, whoever throws it; see `base/failure.ts`.
putFailuresIntoWords((code, facts) => en.failures[code](facts))

/** All words of a language. */
export function wordsOf(language: Language): Words {
  return tables[language]
}

export { failureWords, failureWordsOverApi } from './failure-words.ts'
export { type Language, languageOf, languages, systemLanguage } from './language.ts'
export { type Sentences, sentence, type Told } from './sentences.ts'
export type { Endings, EndingWords, HopWords, Labels, SettingName, SettingsWords, Words } from './words.ts'
