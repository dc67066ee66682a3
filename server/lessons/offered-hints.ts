import type { HintView, LessonLanguage } from '#contract'
import type { LessonFile } from './lesson-file.ts'
import { textIn } from './lesson-texts.ts'

/**
 * The hints as a trainee sees them: those that were taken, and which can be taken now.
 * @param open ID of the question that is open, if any
 */
export function offeredHints(
  { hints = [] }: LessonFile,
  taken: ReadonlySet<string>,
  open: string | undefined,
  language: LessonLanguage,
): HintView[] {
  const waits = new Set<string | undefined>()
  return hints.map(({ question, price, text }, index) => {
    const id = String(index + 1)
    const isTaken = taken.has(id)
    const isOffered =
      !isTaken && !waits.has(question) && open !== undefined && (question === undefined || question === open)
    if (!isTaken) waits.add(question)
    return { id, question: question ?? null, price, text: isTaken ? textIn(language, text) : null, isOffered }
  })
}
