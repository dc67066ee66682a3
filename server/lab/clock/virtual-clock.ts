import { Failure } from '../failure.ts'
import type { Clock, Timer } from './clock.ts'
import { createFlight } from './flight.ts'
import { TimerQueue } from './timer-queue.ts'

/** The morning of a working day in the year of BlackBerry Enterprise Server 5.0's service packs. */
const virtualStart = Date.UTC(2010, 5, 1, 9, 0, 0)

/**
 * Time that passes only when told to, and then jumps from one timer to the next. Real sockets stay in step with it: time
 * stands still while anything is held (see {@link Clock.hold}) or bytes are under way between two ends of the lab.
 */
export interface VirtualClock extends Clock {
  /** Lets everything that is under way arrive and be answered, including packets in the air. */
  settle(): Promise<void>
  /** Passes `durationMs` of time. */
  advance(durationMs: number): Promise<void>
  /** Passes as much time as it takes until `promise` settles. */
  runUntil<T>(promise: Promise<T>): Promise<T>
}

/** Nothing is due any more, and what is awaited has not come: it never will. */
export class StalledError extends Failure {
  constructor() {
    super('stalled', 'the lab waits for an answer that cannot come: nothing is under way and nothing is due')
  }
}

export function createVirtualClock(startMs = virtualStart): VirtualClock {
  const queue = new TimerQueue()
  let nowMs = startMs
  let holds = 0
  let transits = 0
  let wake: (() => void) | null = null

  const change = (by: number) => {
    holds += by
    if (holds === 0 && wake) {
      wake()
      wake = null
    }
  }

  /** Resolves when nothing is held and two turns of the event loop brought nothing new. */
  async function quiet(): Promise<void> {
    for (let calmTurns = 0; calmTurns < 2; ) {
      if (holds > 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        calmTurns = 0
      } else {
        await new Promise((resolve) => setImmediate(resolve))
        calmTurns = holds > 0 ? 0 : calmTurns + 1
      }
    }
  }

  async function step(): Promise<void> {
    const due = queue.take()
    if (!due) return
    nowMs = Math.max(nowMs, due.dueMs)
    if (due.isTransit) transits -= 1
    due.task()
    await quiet()
  }

  return {
    now: () => nowMs,
    after(delayMs, task, { isTransit = false } = {}): Timer {
      const entry = queue.add(nowMs + Math.max(0, delayMs), task, isTransit)
      if (isTransit) transits += 1
      return {
        cancel() {
          if (queue.remove(entry) && isTransit) transits -= 1
        },
      }
    },
    hold() {
      let isHeld = true
      change(1)
      return () => {
        if (isHeld) change(-1)
        isHeld = false
      }
    },
    flight: createFlight(change),

    async settle() {
      await quiet()
      while (transits > 0) await step()
    },
    async advance(durationMs) {
      const endMs = nowMs + durationMs
      await quiet()
      while ((queue.nextDueMs() ?? Number.POSITIVE_INFINITY) <= endMs) await step()
      nowMs = endMs
      await quiet()
    },
    async runUntil(promise) {
      let hasSettled = false
      const settled = () => {
        hasSettled = true
      }
      promise.then(settled, settled)
      await quiet()
      while (!hasSettled) {
        if (queue.nextDueMs() === undefined) throw new StalledError()
        await step()
      }
      return promise
    },
  }
}
