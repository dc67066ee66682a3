import type { ProcessFlow } from '#contract'
import type { Arrow, Item, Note } from './items.ts'

/**
 * Puts notes among arrows in the order in which they happened. Lab time stands still while the lab works, so a whole login can happen
 * in one millisecond: within it the step of each frame tells where the decision of that step belongs, behind its frames.
 */
export function merge(
  arrows: readonly Arrow[],
  notes: readonly Note[],
  { steps }: Pick<ProcessFlow, 'steps'>,
): readonly Item[] {
  const sorted = notes.toSorted((one, other) => one.at - other.at || one.order - other.order)
  const stepIndex = new Map(steps.map(({ id }, index) => [id, index]))
  const places = placesOf(arrows, sorted, stepIndex)
  const items: Item[] = []
  let next = 0
  for (let index = 0; index <= arrows.length; index += 1) {
    while (next < sorted.length && (places[next] ?? 0) <= index) {
      const note = sorted[next]
      if (note !== undefined) items.push(note)
      next += 1
    }
    const arrow = arrows[index]
    if (arrow !== undefined) items.push(arrow)
  }
  return items
}

/** For each note the index of the arrow that it stands before. Never falls, so that notes keep their order. */
function placesOf(
  arrows: readonly Arrow[],
  notes: readonly Note[],
  stepIndex: ReadonlyMap<string, number>,
): readonly number[] {
  const cursors = new Map<string, number>()
  let least = 0
  return notes.map((note) => {
    const earliest = firstAt(arrows, note.at)
    const latest = firstAt(arrows, note.at + 1)
    const from = Math.max(earliest, (note.flow === null ? 0 : cursors.get(note.flow)) ?? 0)
    const own =
      note.flow === null || note.step === null
        ? earliest
        : behindFramesOf(arrows, note.flow, note.step, stepIndex, from, latest)
    // What happened before this note, and at the same time or sooner, has been placed already.
    const place = Math.min(latest, Math.max(own, least))
    least = place
    if (note.flow !== null) cursors.set(note.flow, place)
    return place
  })
}

/** The index behind the first run of frames that belong to the step, or to steps before it. */
function behindFramesOf(
  arrows: readonly Arrow[],
  flow: string,
  step: string,
  stepIndex: ReadonlyMap<string, number>,
  from: number,
  latest: number,
): number {
  const wanted = stepIndex.get(step) ?? -1
  let place = from
  let isInRun = false
  for (let index = from; index < latest; index += 1) {
    const frame = arrows[index]?.frame
    if (frame?.flow !== flow || frame.step === null) continue
    const reached = stepIndex.get(frame.step) ?? -1
    if (reached > wanted || (isInRun && reached !== wanted)) break
    isInRun = reached === wanted
    place = index + 1
  }
  return place
}

/** The index of the first arrow that is not older. */
function firstAt(arrows: readonly Arrow[], at: number): number {
  let low = 0
  let high = arrows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((arrows[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
