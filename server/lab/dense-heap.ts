import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import type { Clock, Timer } from '../clock/index.ts'

/** How often the heap is looked at, in real time. */
const lookMs = 5_000
/** Fewer holes are not worth the pause. */
const leastHoles = 24 * 1_024 * 1_024
/** Share of the living objects that holes may have; and from which on, once objects are moved together, that is enough. */
const mostShare = 0.4
const enoughShare = 0.15

/** V8's old space: what is in use, living or not collected yet, and what V8 holds besides. */
interface OldSpace {
  used: number
  holes: number
}

/** Whether full collections are to move living objects together, which takes a pause of some 3 ms for each MB of them. */
export function needsCompaction({ holes, used }: OldSpace, isUnderWay: boolean): boolean {
  return isUnderWay ? holes > enoughShare * used : holes > leastHoles && holes > mostShare * used
}

/** What V8 was told; of the process, which may have several labs. */
let isUnderWay = false

/**
 * Lets V8 give memory back to the system while a lab runs. A login leaves holes among what lives on. By itself V8 moves at most 4 MB of
 * objects at each full collection, so holes grow to more than half of what lives. It is told to move all of them only while there
 * are that many, since the pause would hurt at each collection.
 *
 * Does nothing in Electron, where a program may not change V8's flags once it runs.
 * @returns a function that ends it
 */
export function keepHeapDense(clock: Clock): () => void {
  if ('electron' in process.versions) return () => {}
  let timer: Timer = clock.after(lookMs, look)
  function look(): void {
    compactIfNeeded()
    timer = clock.after(lookMs, look)
  }
  return () => timer.cancel()
}

/** Tells V8 to move objects together from now on, or no longer. */
function compactIfNeeded(): void {
  const needed = needsCompaction(oldSpace(), isUnderWay)
  if (needed === isUnderWay) return
  isUnderWay = needed
  setFlagsFromString(needed ? '--compact-on-every-full-gc' : '--no-compact-on-every-full-gc')
}

function oldSpace(): OldSpace {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')
  const used = space?.space_used_size ?? 0
  return { used, holes: (space?.space_size ?? 0) - used }
}
