import { z } from 'zod'
import type { LessonView } from '#contract'

/** An attempt of a trainee at a lesson, as far as a class tells of it. */
export const attempt = z.object({
  trainee: z.string(),
  /** The lesson's ID. */
  lesson: z.string(),
  title: z.string(),
  earned: z.number(),
  most: z.number(),
  hints: z.int(),
  mistakes: z.int(),
  /** The machine's time in milliseconds since 1970, as all the following. */
  begunAt: z.number(),
  finishedAt: z.number().nullable(),
  /** When its lab ended although it was not finished. Null: it is under way, or finished. */
  leftAt: z.number().nullable(),
  /** Milliseconds in between in which its lab was not there. */
  awayMs: z.number(),
})
export type Attempt = z.output<typeof attempt>

export function attemptOf(lesson: LessonView): Attempt {
  const { id, title, score, hints, questions, begunAt, finishedAt, awayMs, trainee } = lesson
  return {
    trainee: trainee ?? '',
    lesson: id,
    title,
    earned: score.earned,
    most: score.most,
    hints: hints.filter(({ text }) => text !== null).length,
    mistakes: questions.reduce((sum, { mistakes }) => sum + mistakes, 0),
    begunAt,
    finishedAt,
    leftAt: null,
    awayMs,
  }
}

/** How long the trainee has had the lesson: from its beginning until it was finished or left, without the time in which its lab was gone. */
export function takenMs({ awayMs, begunAt, finishedAt, leftAt }: Attempt, now: number): number {
  return Math.max(0, (finishedAt ?? leftAt ?? now) - begunAt - awayMs)
}
