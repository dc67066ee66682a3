import { formatDuration } from '#contract'
import type { KeyPath } from '../files/index.ts'
import type { ScenarioStep } from '../scenario/index.ts'
import type { Lesson } from './read-lesson.ts'

/** More than any story needs. Every status message on the way is sent, so each day costs the trainee time at the beginning. */
const longestMs = 31 * 24 * 3_600_000

/**
 * Finds a setup that would take too long: all its waits, and all that its expectations may wait for.
 * @returns whether it is too long
 */
export function findLongSetup(
  { scenario, setup, pathOf }: Lesson,
  report: (path: KeyPath, text: string) => void,
): boolean {
  const handhelds = scenario.roster.handhelds.length
  let sumMs = 0
  for (const { step, path } of setup) {
    sumMs += lastsMs(step, handhelds)
    if (sumMs <= longestMs) continue
    report(
      pathOf(path),
      `up to here the setup may take ${formatDuration(sumMs)} of lab time: expected at most ${formatDuration(longestMs)}`,
    )
    return true
  }
  return false
}

function lastsMs(step: ScenarioStep, handhelds: number): number {
  const sumOf = (steps: readonly ScenarioStep[] = []) =>
    steps.reduce((sum, one) => sum + lastsMs(one, handhelds), 0)
  const { each, expect, include, repeat, together = [], wait = 0 } = step
  return (
    wait +
    (expect?.within ?? 0) +
    (repeat?.times ?? 0) * sumOf(repeat?.steps) +
    handhelds * sumOf(each?.steps) +
    sumOf(include?.content?.steps) +
    Math.max(0, ...together.map((one) => lastsMs(one, handhelds)))
  )
}
