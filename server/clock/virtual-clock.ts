import { Failure } from '../base/index.ts'
import type { Clock } from './clock.ts'
import { createTimeline } from './timeline.ts'

/** The morning of a working day in the year of BlackBerry Enterprise Server 5.0's service packs. */
const virtualStart = Date.UTC(2010, 5, 1, 9, 0, 0)

/**
 * Lab time that moves only on request, and then as fast as the machine can, from one timer to the next. Real sockets stay
 * in step with it: time stands still while somebody holds it (see {@link Clock.hold}) or bytes are in flight between two ends
 * of the lab.
 */
export interface VirtualClock extends Clock {
  /** A counter that changes with every event in the lab that the clock knows of. */
  activity(): number
  /** Lets everything in transit arrive and be answered, but not what starts meanwhile. */
  settle(): Promise<void>
  /** Moves time by `durationMs`. */
  advance(durationMs: number): Promise<void>
  /** Moves time until `promise` settles. */
  runUntil<T>(promise: Promise<T>): Promise<T>
  /**
   * Moves time until `promise` settles, by `durationMs` at most. Everything that is due at the moment where it stops is done.
   */
  advanceUntil(promise: Promise<unknown>, durationMs: number): Promise<void>
  /**
   * Calls `look` now and at each event of lab time, once its effects have ended. Time stands still until it has answered.
   * @returns a function that stops it
   */
  watch(look: () => Promise<void>): () => void
}

/** No timer is left, so the awaited promise can never settle. */
export class StalledError extends Failure<'stalled'> {
  constructor() {
    super('stalled', {})
  }
}

export function createVirtualClock(startMs = virtualStart): VirtualClock {
  const timeline = createTimeline(startMs)

  const forever = Number.POSITIVE_INFINITY
  const never = Number.NEGATIVE_INFINITY

  return {
    now: timeline.now,
    after: timeline.after,
    hold: timeline.hold,
    flight: timeline.flight,
    activity: () => timeline.activity,
    watch: timeline.watch,

    settle() {
      timeline.follow()
      return timeline.pass(() => (timeline.hasFollowed() ? forever : never))
    },
    async advance(durationMs) {
      const endMs = timeline.now() + durationMs
      await timeline.pass(() => endMs)
      timeline.moveTo(endMs)
      await timeline.quiet()
    },
    async advanceUntil(promise, durationMs) {
      const endMs = timeline.now() + durationMs
      let hasSettled = false
      const settled = () => {
        hasSettled = true
      }
      promise.then(settled, settled)
      await timeline.pass(() => (hasSettled ? never : endMs))
      if (hasSettled) await timeline.pass(timeline.now)
      else timeline.moveTo(endMs)
      await timeline.quiet()
    },
    async runUntil(promise) {
      let hasSettled = false
      const settled = () => {
        hasSettled = true
      }
      promise.then(settled, settled)
      await timeline.pass(() => (hasSettled ? never : forever))
      if (!hasSettled) throw new StalledError()
      return promise
    },
  }
}
