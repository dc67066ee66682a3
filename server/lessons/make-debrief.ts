import type { DebriefView, LessonLanguage } from '#contract'
import type { EvidenceFinder } from './evidence.ts'
import { textIn } from './lesson-texts.ts'
import type { Lesson } from './read-lesson.ts'

/** What is told once the lesson is over, with the decisive moment as the lab has it now. */
export async function makeDebrief(
  { content, scenario }: Lesson,
  language: LessonLanguage,
  evidence: EvidenceFinder,
): Promise<DebriefView> {
  const { cause, lookFirst, moment, facts } = content.debrief
  const item = moment.shows === undefined ? null : await evidence.exampleOf(moment.shows)
  const found = item === null ? null : await evidence.find(item)
  return {
    cause: textIn(language, cause),
    lookFirst: textIn(language, lookFirst),
    moment: { text: textIn(language, moment.text), item, at: found?.at ?? null },
    facts: facts.map(({ text, source, from }) => ({ text: textIn(language, text), source, from })),
    canBeWithoutCause: scenario.withoutCause !== null,
  }
}
