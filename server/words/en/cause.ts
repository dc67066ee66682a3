import type { Cause } from '#contract'
import { failureWords } from '../failure-words.ts'
import { failures } from './failures.ts'

/** What went wrong, as the end of a sentence. */
export function cause(why: Cause): string {
  return typeof why === 'string' ? why : failureWords(failures, why).message
}

/** The same as a sentence of its own. */
export function causeAsSentence(why: Cause): string {
  const words = cause(why)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
