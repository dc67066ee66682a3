import type { LessonAccess, LessonPart, LessonView } from '#contract'
import { useLabStore } from './lab-store.ts'
import type { PaneName } from './preferences.ts'
import { useSnapshot } from './selectors.ts'

/** The lesson that is being taken in the lab that is shown. */
export function useLesson(): LessonView | null {
  return useSnapshot<LessonView | null>(({ lesson }) => lesson, null)
}

/** Whether evidence can be taken down: a lesson is being taken, and is not over. */
export function isTakingLesson(lesson: LessonView | null): lesson is LessonView {
  return lesson !== null && lesson.finishedAt === null && !lesson.isWithoutCause
}

function accessTo(lesson: LessonView | null, part: LessonPart): LessonAccess {
  return lesson?.access[part] ?? 'open'
}

/** What the lesson allows with a part of the lab; `open` where there is no lesson. */
export function useAccess(part: LessonPart): LessonAccess {
  return useSnapshot<LessonAccess>(({ lesson }) => accessTo(lesson, part), 'open')
}

/** Panes that show one part of the lab and nothing else. */
const partOfPane: Readonly<Partial<Record<PaneName, LessonPart>>> = {
  bench: 'handhelds',
  ladder: 'ladder',
  traffic: 'traffic',
  log: 'log',
  flow: 'flow',
  sessions: 'sessions',
  charts: 'charts',
}

export function isPaneHidden(lesson: LessonView | null, pane: PaneName): boolean {
  const part = partOfPane[pane]
  if (part !== undefined) return accessTo(lesson, part) === 'hidden'
  // Scenario files of the library name the causes.
  if (pane === 'studio') return isTakingLesson(lesson)
  return (
    pane === 'service' &&
    (['settings', 'faults', 'users'] as const).every((one) => accessTo(lesson, one) === 'hidden')
  )
}

/** Whether a lesson hides any of these settings, by their keys in files: what the page has of them is made up. */
export function hidesSetting(lesson: LessonView | null, keys: readonly string[]): boolean {
  if (lesson === null) return false
  return accessTo(lesson, 'settings') === 'hidden' || keys.some((key) => lesson.hiddenSettings.includes(key))
}

export function lessonNow(): LessonView | null {
  return useLabStore.getState().snapshot?.lesson ?? null
}

/** The part of the lab that an action is about, by its name; the first that fits. */
const partOfAction: readonly (readonly [names: RegExp, part: LessonPart])[] = [
  [/^service\.configure/, 'settings'],
  [/^(faults|conditions|part)\.|^service\.restart/, 'faults'],
  [/^clock\./, 'clock'],
  [/^user\./, 'users'],
  [
    /^(handheld|selected)\.(exactLink|setCoverage|setExactLink|setLink|setPower|setStatusMessages|tunnel)/,
    'coverage',
  ],
  [/^(handheld|selected)\./, 'handhelds'],
  [/^log\./, 'log'],
  [/^flow\./, 'flow'],
  [/^traffic\./, 'traffic'],
]

/**
 * Whether a lesson forbids an action, and how.
 * @param isForLooking it changes nothing, so that it is forbidden only where its part is hidden
 */
export function forbiddenBy(
  lesson: LessonView | null,
  action: { name: string; isForLooking: boolean },
): { part: LessonPart; access: 'locked' | 'hidden' } | null {
  if (lesson === null) return null
  const part = partOfAction.find(([names]) => names.test(action.name))?.[1]
  const access = part === undefined ? 'open' : accessTo(lesson, part)
  if (part === undefined || access === 'open') return null
  return access === 'locked' && action.isForLooking ? null : { part, access }
}
