import type { DirectoryObstacleFacts, FailureCode, FailureFacts, FailureWords } from '#contract'
import type { DirectoryObstacleSentences, FailureSentences } from './words.ts'

/**
 * What happened, and the way out where there is one.
 * @example failureWords(wordsOf('de').failures, failure).message
 */
export function failureWords<Code extends FailureCode>(
  table: FailureSentences,
  { code, facts }: { readonly code: Code; readonly facts: FailureFacts[Code] },
): FailureWords {
  return table[code](facts)
}

/** Why Active Directory cannot be asked, and the way out where there is one. */
export function obstacleWords<Code extends keyof DirectoryObstacleFacts>(
  table: DirectoryObstacleSentences,
  address: string,
  { code, facts }: { readonly code: Code; readonly facts: DirectoryObstacleFacts[Code] },
): FailureWords {
  return table[code]({ ...facts, address })
}

/**
 * The words of a failure that came over the API, whose code and facts are data from outside.
 * @returns null where this language has no words for it, as for a code of a newer version
 * @example failureWordsOverApi(wordsOf('de').failures, 'unknown-handheld', { name: 'carol' })?.message // 'Es gibt kein Handheld carol'
 */
export function failureWordsOverApi(
  table: FailureSentences,
  code: string,
  facts: unknown,
): FailureWords | null {
  const make: unknown = Object.hasOwn(table, code) ? Reflect.get(table, code) : null
  if (typeof make !== 'function') return null
  try {
    const made: unknown = Reflect.apply(make, undefined, [facts])
    return isFailureWords(made) ? made : null
  } catch {
    // The facts are not those of the code.
    return null
  }
}

function isFailureWords(made: unknown): made is FailureWords {
  if (typeof made !== 'object' || made === null || !('message' in made)) return false
  const hasRemedy = 'remedy' in made && made.remedy !== undefined
  return typeof made.message === 'string' && (!hasRemedy || typeof made.remedy === 'string')
}
