import { formatDuration, type TimeManner } from '#contract'
import type { Act, WrittenStep } from './acts.ts'
import { readablePause } from './readable-times.ts'

/** What was done at the same time. */
export interface ActGroup {
  acts: Act[]
  atMs: number
  untilMs: number
}

/** Where every millisecond counts, what a step has sent must have arrived before the next group begins. */
const settledMs = 3_000

/** Joins what began before something else was done. */
export function groupsOf(acts: readonly Act[], times: TimeManner): ActGroup[] {
  const groups: ActGroup[] = []
  for (const act of acts) {
    const last = groups.at(-1)
    const untilMs = (last?.untilMs ?? 0) + (times === 'together' ? settledMs : 0)
    if (last !== undefined && act.atMs < untilMs) {
      last.acts.push(act)
      last.untilMs = Math.max(last.untilMs, act.untilMs)
    } else groups.push({ acts: [act], atMs: act.atMs, untilMs: act.untilMs })
  }
  return groups
}

/** The step that does a group; null if nothing of it can be done. */
export function stepOfGroup({ acts, atMs }: ActGroup, times: TimeManner): WrittenStep | null {
  const rows = acts.flatMap(({ atMs: begins, step }) => {
    if (step === null) return []
    const pauseMs = times === 'round' ? readablePause(begins - atMs) : Math.round(begins - atMs)
    if (pauseMs === 0) return [step]
    return [{ repeat: { times: 1, steps: [{ wait: formatDuration(pauseMs) }, step] } }]
  })
  const [only, another] = rows
  if (another === undefined) return only ?? null
  return { together: rows }
}
