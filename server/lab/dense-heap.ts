import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import type { Clock, Timer } from '../clock/index.ts'

/** How often the heap is looked at, in real time. */
const lookMs = 5_000
/** So many looks in a row have to find the lab still. */
const looksInARow = 3
/** Between two such looks what is in use changes by no more than this share: in a lull by a tenth of it, with a little traffic by more. */
const mostChange = 0.003
/** How much V8's heap may grow between two full collections while it saves memory, in percent of what lives. */
const mostGrowthPercent = 100
/** Fewer holes do not matter. */
const leastHoles = 24 * 1_024 * 1_024
/** What a collection has to be able to give back, holes and the young generation: less is not worth its pause. */
const leastGain = 48 * 1_024 * 1_024
/** Neither the holes nor that gain matter below this share of what is in use. */
const leastShare = 0.25
/**
 * V8 moves some 24 MB of objects at most, so a large heap needs more than one collection. Where one has given back this share of what V8
 * held, another follows at the next look.
 */
const worthwhileShare = 0.05

/** V8's heap, in bytes: what is in use of its old space, living or not collected yet; what the old space has besides; and the young one. */
interface Heap {
  used: number
  holes: number
  young: number
}

/** What a look at the heap calls for: nothing; that V8 saves memory from now on; that everything is collected at once. */
type Advice = 'none' | 'save' | 'collect'

/** Decides when living objects are to be moved together. */
export class HoleWatch {
  /** Looks in a row at a heap that could give much back, and in which what is in use stayed as it was. */
  #looks = 0
  #usedBefore = 0
  /** What V8's old space held when the look before called for a collection; null: it did not. */
  #heldBefore: number | null = null

  look({ holes, used, young }: Heap): Advice {
    const held = used + holes
    const wasWorthwhile = this.#heldBefore !== null && held < (1 - worthwhileShare) * this.#heldBefore
    const isStill = Math.abs(used - this.#usedBefore) <= mostChange * used
    const canGain = holes + young > leastGain && holes + young > leastShare * used
    this.#looks = !canGain ? 0 : isStill ? this.#looks + 1 : 1
    this.#usedBefore = used
    const isTime = this.#looks === looksInARow || (wasWorthwhile && holes > leastHoles)
    if (isTime) this.#looks = 0
    this.#heldBefore = isTime ? held : null
    if (isTime) return 'collect'
    return holes > leastHoles && holes > leastShare * used ? 'save' : 'none'
  }
}

/**
 * Keeps V8's heap small while a lab runs. A login leaves holes among what lives on. By itself V8 moves at most 4 MB of objects at each
 * full collection, so holes grow to more than half of what lives. A lab that is busy fills them again: there V8 is asked to save memory
 * from now on, which takes no pause of its own. In a lull nothing fills them, and V8 collects nothing either: there it is told that
 * memory is low.
 *
 * @returns a function that ends it
 */
export function keepHeapDense(clock: Clock): () => void {
  const watch = new HoleWatch()
  let timer: Timer = clock.after(lookMs, look)
  function look(): void {
    const advice = watch.look(readHeap())
    if (advice === 'save') saveMemory(true)
    if (advice === 'collect') collectThoroughly()
    timer = clock.after(lookMs, look)
  }
  return () => {
    timer.cancel()
    saveMemory(false)
  }
}

/**
 * While V8 saves memory, it moves up to 6 MB of objects at each full collection, from all pages of which a fifth is holes. By itself it
 * would also collect as soon as the heap has grown by a third, which costs a busy lab a third more processor time, so how much it may
 * grow is told, too.
 */
function saveMemory(isOn: boolean): void {
  setFlagsFromString(isOn ? '--optimize-for-size' : '--no-optimize-for-size')
  setFlagsFromString(`--heap-growing-percent=${isOn ? mostGrowthPercent : 0}`)
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

function readHeap(): Heap {
  const spaces = getHeapSpaceStatistics()
  const old = spaces.find(({ space_name }) => space_name === 'old_space')
  const young = spaces.find(({ space_name }) => space_name === 'new_space')
  const used = old?.space_used_size ?? 0
  return { used, holes: (old?.space_size ?? 0) - used, young: young?.space_size ?? 0 }
}
