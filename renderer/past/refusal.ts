import { failureWordsOverApi } from '#words'
import { LabFailure } from '../connection/index.ts'
import { wordsNow } from '../words/words.ts'

/** What the page itself refuses, told like a refusal of the lab. */
export function refusal(code: string, facts: Record<string, unknown>): LabFailure {
  const words = failureWordsOverApi(wordsNow().failures, code, facts)
  return new LabFailure(code, words?.message ?? code, words?.remedy ?? null)
}
