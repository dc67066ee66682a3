import type { Clock, Flight, Timer } from './clock.ts'
import { createFlight } from './flight.ts'
import { type TimerEntry, TimerQueue } from './timer-queue.ts'

/**
 * What clocks that move time themselves are made of: the timers, in the order in which they are due, and the count of what
 * is under way without one.
 */
export interface Timeline extends Clock {
  readonly flight: Flight
  /** Anything is held, or bytes are under way. */
  isBusy(): boolean
  /**
   * Begins to follow what is under way now: timers that stand for it (transits), and those that come of it. Not what comes
   * of other timers meanwhile: in a big lab, or on a slow link, there is always a status message in the air.
   */
  follow(): void
  /** Whether anything that is followed is still under way. */
  hasFollowed(): boolean
  nextDueMs(): number | undefined
  /** Moves time forward; never back, and nothing is run. */
  moveTo(labMs: number): void
  /** Runs the timer that is due next, at its time. @returns false where there is none */
  runNext(): boolean
  /** Resolves when nothing is held and two turns of the event loop brought nothing new. */
  quiet(): Promise<void>
}

/** @param onBusyChanged told when something starts to be under way, and when nothing is any more */
export function createTimeline(startMs: number, onBusyChanged: () => void = () => {}): Timeline {
  const queue = new TimerQueue()
  let nowMs = startMs
  let holds = 0
  let transits = 0
  let wait = 0
  let waitBegan = 0
  let followed = 0
  /** What happens now comes of what is followed. */
  let isFollowing = false
  let wake: (() => void) | null = null

  const change = (by: 1 | -1) => {
    const wasBusy = holds > 0
    holds += by
    if (holds > 0 !== wasBusy) onBusyChanged()
    if (holds === 0 && wake) {
      wake()
      wake = null
    }
  }

  const isFollowed = ({ isTransit, order, followedBy }: TimerEntry) =>
    isTransit && (order < waitBegan || followedBy === wait)

  return {
    now: () => nowMs,
    after(delayMs, task, { isTransit = false } = {}): Timer {
      const entry = queue.add(nowMs + Math.max(0, delayMs), task, isTransit)
      if (isTransit) transits += 1
      if (isTransit && isFollowing) {
        entry.followedBy = wait
        followed += 1
      }
      return {
        cancel() {
          if (!queue.remove(entry)) return
          if (isTransit) transits -= 1
          if (isFollowed(entry)) followed -= 1
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
    isBusy: () => holds > 0,
    follow() {
      wait += 1
      waitBegan = queue.nextOrder
      followed = transits
      isFollowing = true
    },
    hasFollowed: () => followed > 0,
    nextDueMs: () => queue.nextDueMs(),
    moveTo(labMs) {
      nowMs = Math.max(nowMs, labMs)
    },
    runNext() {
      const due = queue.take()
      if (!due) return false
      nowMs = Math.max(nowMs, due.dueMs)
      if (due.isTransit) transits -= 1
      isFollowing = isFollowed(due)
      if (isFollowing) followed -= 1
      due.task()
      return true
    },
    async quiet() {
      for (let calmTurns = 0; calmTurns < 2; ) {
        if (holds > 0) {
          await new Promise<void>((resolve) => {
            const others = wake
            wake = () => {
              others?.()
              resolve()
            }
          })
          calmTurns = 0
        } else {
          await new Promise((resolve) => setImmediate(resolve))
          calmTurns = holds > 0 ? 0 : calmTurns + 1
        }
      }
    },
  }
}
