import { type LessonEntry, lessonAreas, lessonLevels } from '#contract'
import type { Preferences } from '../store/preferences.ts'

type Results = Preferences['lessonResults']

/** The best result: the one that the lab keeps for this name, or the one that this page remembers. */
export function bestOf(
  { id, best }: Pick<LessonEntry, 'id' | 'best'>,
  results: Results,
): { earned: number; most: number } | null {
  const own = results[id] ?? null
  if (best === null || own === null) return best ?? own
  return own.earned > best.earned ? own : best
}

/** Every word must occur in the title or the symptom. */
export function isFound({ title, symptom }: LessonEntry, text: string): boolean {
  const within = `${title}\n${symptom}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word))
}

/** The lesson to take next: one that is not finished, easier ones first, and of those the ones of the same area. */
export function nextLesson(
  entries: readonly LessonEntry[],
  results: Results,
  last: Pick<LessonEntry, 'id' | 'area'> | null,
): LessonEntry | null {
  const rank = ({ area, level, minutes }: LessonEntry) =>
    lessonLevels.indexOf(level) * 1_000_000 +
    (area === last?.area ? 0 : (1 + lessonAreas.indexOf(area)) * 10_000) +
    minutes
  const [next] = entries
    .filter((one) => one.id !== last?.id && one.problem === null && bestOf(one, results) === null)
    .toSorted((one, other) => rank(one) - rank(other))
  return next ?? null
}
