import { create } from 'zustand'
import type { LessonEntry, LessonView } from '#contract'
import { languageNow, wordsNow } from '../words/words.ts'
import { type Run, runOn } from './lab.tsx'
import { lessonNow } from './lesson.ts'
import { showOtherLab, useOtherLab } from './other-lab.ts'
import { focusPane } from './panes.ts'
import { stopPointing } from './pointing.ts'
import { prefer, usePreferences } from './preferences.ts'

/** The catalogue, as it was read last. */
interface Lessons {
  entries: readonly LessonEntry[]
  isRead: boolean
  /** The title of the lesson whose lab is being prepared. */
  starting: string | null
}

export const useLessons = create<Lessons>(() => ({ entries: [], isRead: false, starting: null }))

function trainee(): string | null {
  const name = usePreferences.getState().trainee.trim()
  return name === '' ? null : name
}

/** Lessons are listed and started by the page's own lab, also while that of a lesson is shown. */
export function runOnOwn(): Run | null {
  const { own } = useOtherLab.getState()
  return own === null ? null : runOn(own)
}

export async function readLessons(): Promise<void> {
  const { title } = wordsNow().page.lessons
  const input = { trainee: trainee(), language: languageNow() }
  const entries = await runOnOwn()?.(title, 'lesson.list', input)
  useLessons.setState({ entries: entries ?? [], isRead: true })
}

/**
 * Starts a lesson and shows its lab, in which everything has happened that the trainee is told. The lesson that is open is left.
 * @param run for the lab that is shown
 */
export async function beginLesson(
  run: Run,
  { id, title, seed }: { id: string; title: string; seed?: number },
  isWithoutCause: boolean,
): Promise<void> {
  const doing = wordsNow().page.lessons.actions.start(title)
  const isOtherOpen = lessonNow() !== null && useOtherLab.getState().other !== null
  stopPointing()
  useLessons.setState({ starting: title })
  try {
    // The same people and numbers again, where somebody wants to see what is different.
    const drawn = isWithoutCause && seed !== undefined ? { seed } : {}
    const input = { id, trainee: trainee(), language: languageNow(), isWithoutCause, ...drawn }
    const answer = await runOnOwn()?.(doing, 'lesson.start', input)
    if (answer === undefined) return
    // Nobody waits for the answer: the connection to that lab ends when another one is shown.
    if (isOtherOpen) void run(doing, 'lesson.leave', {})
    showOtherLab(answer.lab)
    focusPane('lessons')
  } finally {
    useLessons.setState({ starting: null })
  }
}

/** Leaves the lesson; the page's own lab is shown again. */
export async function leaveLesson(run: Run): Promise<void> {
  stopPointing()
  await run(wordsNow().page.lessons.actions.leave, 'lesson.leave', {})
  showOtherLab(null)
}

/** Remembers on this page what was finished, for trainees who gave no name. */
export function rememberResult({ id, score }: LessonView): void {
  const { lessonResults } = usePreferences.getState()
  const before = lessonResults[id]
  if (before !== undefined && before.earned >= score.earned) return
  prefer({ lessonResults: { ...lessonResults, [id]: { earned: score.earned, most: score.most } } })
}
