import type { DebriefView, EvidenceItem, LessonLanguage } from '#contract'
import type { EvidenceFinder } from './evidence.ts'
import { textIn } from './lesson-texts.ts'
import type { Lesson } from './read-lesson.ts'

/** Where the lab shows the moment that decided; null: nowhere yet. */
export async function momentOf({ content }: Lesson, evidence: EvidenceFinder): Promise<EvidenceItem | null> {
  const { shows } = content.debrief.moment
  return shows === undefined ? null : evidence.exampleOf(shows)
}

/** What is told once the lesson is over. */
export async function makeDebrief(
  { content, scenario }: Lesson,
  language: LessonLanguage,
  evidence: EvidenceFinder,
  item: EvidenceItem | null,
): Promise<DebriefView> {
  const { cause, lookFirst, moment, facts } = content.debrief
  // The lab keeps the latest only, so it may have dropped it by now.
  const found = item === null ? null : await evidence.find(item).catch(() => null)
  return {
    cause: textIn(language, cause),
    lookFirst: textIn(language, lookFirst),
    moment: { text: textIn(language, moment.text), item: found && item, at: found?.at ?? null },
    facts: facts.map(({ text, source, from }) => ({
      text: textIn(language, text),
      source,
      from: textIn(language, from),
    })),
    canBeWithoutCause: scenario.withoutCause !== null,
  }
}
