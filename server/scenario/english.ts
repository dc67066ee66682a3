import { wordsOf } from '#words'

/** The outcome of a scenario is always in English, so that a run has the same bytes in every language. */
export const english = wordsOf('en')
