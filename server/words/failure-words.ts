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
