import type { FrameView, ProcessFlow } from '#contract'
import type { Words } from '#words'
import { type Lane, laneOfHandheld, otherHandhelds } from './items.ts'

/** More handhelds than these share one lane. */
export const mostHandheldLanes = 8

/**
 * The handhelds that have a lane of their own, in the order in which they appear.
 * @param first those that come first, whether or not a frame is theirs
 */
export function handheldsIn(frames: readonly FrameView[], first: readonly string[]): readonly string[] {
  const names = new Set(first)
  for (const { handheld } of frames) {
    if (handheld !== null) names.add(handheld)
    // One more than can be drawn tells that there are others.
    if (names.size > mostHandheldLanes) break
  }
  return [...names]
}

/**
 * All lanes in their order of the process flow. The wireless network stands between handhelds and Dispatcher, and the
 * Configuration Database beside the service: the process flow has no hops of theirs, but arrows pass and decisions are made there.
 */
export function lanesOf(
  { parts }: ProcessFlow,
  handhelds: readonly string[],
  { page: { flow, ladder } }: Words,
): readonly Lane[] {
  const own = handhelds.slice(0, mostHandheldLanes)
  const lanes: Lane[] = own.map((name) => ({ id: laneOfHandheld(name), label: name, note: '' }))
  if (handhelds.length > own.length)
    lanes.push({ id: otherHandhelds, label: ladder.otherHandhelds, note: '' })
  if (lanes.length === 0) lanes.push({ id: otherHandhelds, label: ladder.handheld, note: '' })
  lanes.push({ id: 'wireless', label: ladder.wireless, note: '' })
  for (const { id, label, note } of parts) {
    if (id === 'handheld') continue
    lanes.push({ id, label: flow.parts[id] ?? label, note })
    if (id === 'service') lanes.push({ id: 'database', label: ladder.database, note: '' })
  }
  return lanes
}

/** How somebody wants the lanes. Lanes are named by their ids, whether they exist now or not. */
export interface LaneChoice {
  /** Lanes that were moved stand in this order. */
  order: readonly string[]
  hidden: readonly string[]
}

/** The lanes in the chosen order, without those that are hidden. */
export function chosenLanes(lanes: readonly Lane[], { hidden, order }: LaneChoice): readonly Lane[] {
  return inOrder(lanes, order).filter(({ id }) => !hidden.includes(id))
}

/** Lanes that are not in the order stay behind the lane that they follow by themselves. */
export function inOrder(lanes: readonly Lane[], order: readonly string[]): readonly Lane[] {
  const moved = order.flatMap((id) => lanes.filter((lane) => lane.id === id))
  if (moved.length === 0) return lanes
  const result = [...moved]
  lanes.forEach((lane, index) => {
    if (moved.includes(lane)) return
    const before = lanes[index - 1]
    const place = before === undefined ? 0 : result.indexOf(before) + 1
    result.splice(place, 0, lane)
  })
  return result
}

/** The order after a lane has been moved to stand where another is. */
export function moved(lanes: readonly Lane[], id: string, to: number): readonly string[] {
  const ids = lanes.map((lane) => lane.id)
  const from = ids.indexOf(id)
  if (from < 0) return ids
  ids.splice(from, 1)
  ids.splice(Math.max(0, Math.min(ids.length, to)), 0, id)
  return ids
}
