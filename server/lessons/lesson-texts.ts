import type { LessonLanguage } from '#contract'
import type { LessonText } from './lesson-file.ts'

/** A text in a language; in English where it has no other. */
export function textIn(language: LessonLanguage, text: LessonText): string {
  return typeof text === 'string' ? text : (text[language] ?? text.en)
}
