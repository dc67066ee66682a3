import { getHeapSpaceStatistics } from 'node:v8'
import type { Clock, Timer } from '../clock/index.ts'

/** How often the heap is looked at, in real time. */
const lookMs = 5_000
/** So many looks in a row have to find holes: V8 fills what a collection has just freed within some ten seconds in a busy lab. */
const looksInARow = 3
/** Fewer holes are not worth the pause. */
const leastHoles = 24 * 1_024 * 1_024
/** Share of what is in use that holes may have. */
const mostShare = 0.25
/**
 * V8 moves some 24 MB of objects at most, so a large heap needs more than one collection. Where one has given back this share of what V8
 * held, another follows at the next look.
 */
const worthwhileShare = 0.05

/** V8's old space: what is in use, living or not collected yet, and what V8 holds besides. */
interface OldSpace {
  used: number
  holes: number
}

/** Decides when living objects are to be moved together. */
export class HoleWatch {
  #looks = 0
  /** What V8 held when the look before decided to collect; null: it did not. */
  #heldBefore: number | null = null

  /** @returns whether to collect: holes have stayed, so that nothing fills them, or the collection before was worthwhile and left some */
  look({ holes, used }: OldSpace): boolean {
    const held = used + holes
    const wasWorthwhile = this.#heldBefore !== null && held < (1 - worthwhileShare) * this.#heldBefore
    const isHollow = holes > leastHoles && holes > mostShare * used
    this.#looks = isHollow ? this.#looks + 1 : 0
    const isTime = this.#looks === looksInARow || (wasWorthwhile && holes > leastHoles)
    if (isTime) this.#looks = 0
    this.#heldBefore = isTime ? held : null
    return isTime
  }
}

/**
 * Lets V8 give memory back to the system while a lab runs. A login leaves holes among what lives on. By itself V8 moves at most 4 MB of
 * objects at each full collection, so holes grow to more than half of what lives. Where they stay, V8 is told that memory is low.
 *
 * @returns a function that ends it
 */
export function keepHeapDense(clock: Clock): () => void {
  const watch = new HoleWatch()
  let timer: Timer = clock.after(lookMs, look)
  function look(): void {
    if (watch.look(oldSpace())) collectThoroughly()
    timer = clock.after(lookMs, look)
  }
  return () => timer.cancel()
}

/**
 * Collects garbage as V8 does when memory is low, which Node offers only to inspectors: it moves living objects together, and gives the
 * empty young generation back. That takes a pause of 3 to 6 ms for each MB that lives.
 */
function collectThoroughly(): void {
  // Loaded when it is first needed, and not by `import()`, for which code from a code cache has no callback.
  const { Session } = process.getBuiltinModule('node:inspector')
  const session = new Session()
  session.connect()
  // V8 calls back while it holds a lock that a disconnection needs, too.
  session.post('HeapProfiler.collectGarbage', () => setImmediate(() => session.disconnect()))
}

function oldSpace(): OldSpace {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')
  const used = space?.space_used_size ?? 0
  return { used, holes: (space?.space_size ?? 0) - used }
}
