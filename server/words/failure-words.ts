import type { FailureCode, FailureFacts, FailureWords } from '#contract'
import type { FailureSentences } from './words.ts'

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
