import type { Cause } from '#contract'

/** What went wrong, as the end of a sentence. */
export function cause(why: Cause): string {
  return why
}

/** The same as a sentence of its own. */
export function causeAsSentence(why: Cause): string {
  const words = cause(why)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
