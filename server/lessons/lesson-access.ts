import { type LessonAccess, type LessonPart, lessonParts } from '#contract'
import type { AskedQuestion } from './asked-question.ts'
import type { LessonFile } from './lesson-file.ts'

type Access = Record<LessonPart, LessonAccess>

export function everythingOpen(): Access {
  return Object.fromEntries(lessonParts.map((part) => [part, 'open'])) as Access
}

/** What is open, locked or hidden once these questions are done. */
export function accessNow({ access = {} }: LessonFile, asked: readonly AskedQuestion[]): Access {
  return Object.assign(everythingOpen(), access, ...openedBy(asked))
}

/** Keys in files of the settings that are hidden alone, until a question opens `settings`. */
export function hiddenSettingsNow(
  { hiddenSettings = [] }: LessonFile,
  asked: readonly AskedQuestion[],
): readonly string[] {
  return openedBy(asked).some(({ settings }) => settings !== undefined) ? [] : hiddenSettings
}

function openedBy(asked: readonly AskedQuestion[]): Partial<Access>[] {
  return asked.flatMap(({ question, isDone }) =>
    isDone && 'opens' in question ? (question.opens ?? []) : [],
  )
}
