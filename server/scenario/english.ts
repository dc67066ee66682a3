import { wordsOf } from '#words'

/** What a scenario's outcome says is English whatever language people read, so that one run has the same bytes for everybody. */
export const english = wordsOf('en')
