import type { Seat } from './seat.ts'

/** Where a trainee is, in one word of the list. */
export const places = [
  'working',
  'idle',
  'finished',
  'choosing',
  'starting',
  'restarting',
  'away',
  'empty',
] as const
export type Place = (typeof places)[number]

export interface Whereabouts {
  place: Place
  /** Since when, where that is worth telling; else null. */
  since: number | null
}

/** Somebody may read and think for so long before the trainer is told that nothing happens. */
const quietAfterMs = 3 * 60_000

export function whereaboutsOf(seat: Seat, now: number): Whereabouts {
  const { name, awaySince, activeAt, comingBack, lesson, pages, starting } = seat
  if (name === null && lesson === null) return { place: 'empty', since: null }
  if (pages === 0) return { place: 'away', since: awaySince }
  if (comingBack !== null) return { place: 'restarting', since: null }
  if (starting !== null) return { place: 'starting', since: null }
  if (lesson === null) return { place: 'choosing', since: null }
  if (lesson.finishedAt !== null) return { place: 'finished', since: lesson.finishedAt }
  const lastAt = Math.max(activeAt ?? 0, lesson.begunAt)
  return now - lastAt >= quietAfterMs ? { place: 'idle', since: lastAt } : { place: 'working', since: null }
}
