import type { LessonLanguage, NotebookEntry } from '#contract'
import type { FoundEvidence } from './evidence.ts'
import type { EvidenceQuestion, Proof } from './lesson-file.ts'
import { textIn } from './lesson-texts.ts'

/** Whether what was pointed at proves what a question asks for, and what is said to it. */
export async function judgeEvidence(
  { accept, refuse = [], otherwise }: EvidenceQuestion,
  found: FoundEvidence,
  language: LessonLanguage,
): Promise<Pick<NotebookEntry, 'verdict' | 'why'>> {
  const proof = await firstFitting(accept, found)
  const seeming = proof ? null : await firstFitting(refuse, found)
  const why = textIn(language, (proof ?? seeming)?.because ?? otherwise)
  return { verdict: proof ? 'right' : 'wrong', why }
}

async function firstFitting(proofs: readonly Proof[], found: FoundEvidence): Promise<Proof | null> {
  for (const proof of proofs) if (await found.fits(proof)) return proof
  return null
}
