import { Failure } from '../base/index.ts'
import type { LabClock } from './clock.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** The morning of a working day in the year of BlackBerry Enterprise Server 5.0's service packs. */
export const virtualStart = Date.UTC(2010, 5, 1, 9, 0, 0)

/**
 * Lab time that moves only on request, and then as fast as the machine can, from one timer to the next. Real sockets stay
 * in step with it: time stands still while somebody holds it (see {@link Clock.hold}) or bytes are in flight between two ends
 * of the lab.
 */
export interface VirtualClock extends LabClock {
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
   * Calls `look` now and at each event of lab time, once its effects have ended. Time stands still until it has answered, and where
   * it answers that it has seen enough, until all has ended that this causes.
   * @returns a function that stops it
   */
  watch(look: () => Promise<boolean>): () => void
}

/** No timer is left, so the awaited promise can never settle. */
export class StalledError extends Failure<'stalled'> {
  constructor() {
    super('stalled', {})
  }
}

/** @param hold called before lab time moves to where nothing is due, with the time; see `held-back-clock.ts` */
export function createVirtualClock(
  startMs = virtualStart,
  timeline: Timeline = createTimeline(startMs),
  hold: (labMs: () => number | null) => Promise<void> = async () => {},
): VirtualClock {
  const turns: (() => void)[] = []
  let given: Promise<void> | null = null

  /** Gives the turns that are asked for, each when the effects of the one before have ended. */
  async function giveTurns(): Promise<void> {
    await timeline.quiet()
    while (turns.length > 0) {
      turns.shift()?.()
      await timeline.quiet()
    }
    given = null
  }

  async function calm(): Promise<void> {
    await timeline.quiet()
    while (given !== null) await given
  }

  const forever = Number.POSITIVE_INFINITY
  const never = Number.NEGATIVE_INFINITY

  return {
    now: timeline.now,
    after: timeline.after,
    hold: timeline.hold,
    flight: timeline.flight,
    activity: () => timeline.activity,
    watch: timeline.watch,
    get ran() {
      return timeline.ran
    },
    passTo: (labMs, ran) => timeline.passTo(labMs, ran, calm),
    turn() {
      return new Promise((resolve) => {
        turns.push(resolve)
        given ??= giveTurns()
      })
    },

    settle() {
      timeline.follow()
      return timeline.pass(() => (timeline.hasFollowed() ? forever : never), calm)
    },
    async advance(durationMs) {
      const endMs = timeline.now() + durationMs
      await timeline.pass(() => endMs, calm)
      await hold(() => endMs)
      timeline.moveTo(endMs)
      await calm()
    },
    async advanceUntil(promise, durationMs) {
      const endMs = timeline.now() + durationMs
      let hasSettled = false
      const settled = () => {
        hasSettled = true
      }
      promise.then(settled, settled)
      await timeline.pass(() => (hasSettled ? never : endMs), calm)
      await hold(() => (hasSettled ? null : endMs))
      if (hasSettled) await timeline.pass(timeline.now, calm)
      else timeline.moveTo(endMs)
      await calm()
    },
    async runUntil(promise) {
      let hasSettled = false
      const settled = () => {
        hasSettled = true
      }
      promise.then(settled, settled)
      await timeline.pass(() => (hasSettled ? never : forever), calm)
      if (!hasSettled) throw new StalledError()
      return promise
    },
  }
}
