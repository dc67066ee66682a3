import { z } from 'zod'
import { highestLessonSeed, lessonLanguages, lessonView } from '#contract'
import type { ProcessLab, Surroundings } from './process-lab.ts'

/** The lab in which one trainee takes a lesson. */
export const lessonSpec = z.strictObject({
  kind: z.literal('lesson'),
  /** The lesson's file. */
  file: z.string(),
  seed: z.int().min(0).max(highestLessonSeed),
  trainee: z.string().nullable(),
  language: z.enum(lessonLanguages),
  isWithoutCause: z.boolean(),
  /** The lesson as it was when its lab ended by itself, with which it goes on; null: it begins. */
  before: lessonView.nullable(),
  /** Where the result is kept; null: nowhere. */
  resultsFolder: z.string().nullable(),
})

export async function startLessonLab(
  { file, seed, trainee, language, isWithoutCause, before, resultsFolder }: z.output<typeof lessonSpec>,
  { endWhenUnwatched, installFolder }: Surroundings,
): Promise<ProcessLab> {
  const [{ readLesson, ResultsFolder, startLesson }, { startLab }] = await Promise.all([
    import('../../../lessons/index.ts'),
    import('../../../lab/index.ts'),
  ])
  const results = resultsFolder === null || isWithoutCause ? null : new ResultsFolder(resultsFolder)
  const taken = await startLesson({
    lesson: await readLesson(file, seed),
    trainee,
    language,
    isWithoutCause,
    before,
    startLab,
    installFolder,
    keep: async (view) => results?.keep(view),
    // Whoever only loses the connection comes back; whoever leaves does not.
    onLeave: endWhenUnwatched,
  })
  taken.goOn()
  return { api: taken.lab.api, reportUnexpected: taken.lab.reportUnexpected, stop: taken.stop }
}
