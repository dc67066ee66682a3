import { z } from 'zod'
import { type LessonView, lessonView } from '#contract'

const toldLesson = z.union([
  z
    .object({
      type: z.enum(['snapshot', 'newer-snapshot']),
      snapshot: z.object({ lesson: lessonView.nullable() }),
    })
    .transform(({ snapshot }) => snapshot.lesson),
  z
    .object({
      type: z.literal('event'),
      event: z.object({ type: z.literal('lesson'), lesson: lessonView.nullable() }),
    })
    .transform(({ event }) => event.lesson),
])

/** @returns what a message of the API tells of a lesson; undefined if nothing */
export function lessonIn(text: string): LessonView | null | undefined {
  // Most messages are about something else, and parsing all of them would cost more than all the rest.
  if (!text.includes('"type":"lesson"') && !/^.{0,80}"type":"(newer-)?snapshot"/.test(text)) return undefined
  try {
    return toldLesson.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
