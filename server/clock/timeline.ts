import type { Clock, Flight, Timer } from './clock.ts'
import { createFlight } from './flight.ts'
import { type TimerEntry, TimerQueue } from './timer-queue.ts'

/** How much is under way that no timer stands for. */
export interface UnderWay {
  /** Holds, and directions of connections within the lab that carry bytes. */
  readonly inside: number
  /** Holds for servers outside the lab. */
  readonly outside: number
}

/**
 * The one way for lab time to pass: from timer to timer, standing still while something is under way. What decides when it
 * passes, and how far, is a clock's: see `virtual-clock.ts` and `paced-clock.ts`.
 */
export interface Timeline extends Clock {
  readonly flight: Flight
  readonly underWay: UnderWay
  /** Changes whenever anything happens that the timeline knows of. */
  readonly activity: number
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
  /**
   * Runs the timers in order, each at its time and once what came before it is over, up to the time that `until` says; it is
   * asked before each.
   * @param calm resolves when what was set going is over
   */
  pass(until: () => number, calm?: () => Promise<void>): Promise<void>
  /**
   * Resolves when nothing is under way and two turns of the event loop brought nothing new.
   * @param isAwaited whether to wait for what is under way; left out, everything is waited for
   */
  quiet(isAwaited?: (underWay: UnderWay) => boolean): Promise<void>
  /** Makes `quiet` ask `isAwaited` again: what that looks at has changed. */
  lookAgain(): void
}

const anything = ({ inside, outside }: UnderWay) => inside + outside > 0

/**
 * @param onChanged called when the first thing inside, or outside, comes under way, and when the last one is over
 * @param onFault called when a timer's task throws; without it, `pass` throws what the task threw
 */
export function createTimeline(
  startMs: number,
  onChanged: () => void = () => {},
  onFault: (thrown: unknown) => void = (thrown) => {
    throw thrown
  },
): Timeline {
  const queue = new TimerQueue()
  let nowMs = startMs
  const underWay = { inside: 0, outside: 0 }
  let activity = 0
  let transits = 0
  let wait = 0
  let waitBegan = 0
  let followed = 0
  /** What happens now comes of what is followed. */
  let isFollowing = false
  let sleepers: (() => void)[] = []

  const change = (place: keyof UnderWay, by: 1 | -1) => {
    const before = underWay[place]
    underWay[place] = before + by
    activity += 1
    if (before > 0 === underWay[place] > 0) return
    onChanged()
    if (underWay[place] === 0) lookAgain()
  }

  const isFollowed = ({ isTransit, order, followedBy }: TimerEntry) =>
    isTransit && (order < waitBegan || followedBy === wait)

  function runNext(): void {
    const due = queue.dequeue()
    if (!due) return
    activity += 1
    nowMs = Math.max(nowMs, due.dueMs)
    if (due.isTransit) transits -= 1
    isFollowing = isFollowed(due)
    if (isFollowing) followed -= 1
    try {
      due.task()
    } catch (thrown) {
      onFault(thrown)
    }
  }

  function lookAgain(): void {
    const all = sleepers
    sleepers = []
    for (const wake of all) wake()
  }

  async function quiet(isAwaited = anything): Promise<void> {
    for (let calmTurns = 0; calmTurns < 2; ) {
      if (isAwaited(underWay)) {
        await new Promise<void>((resolve) => sleepers.push(resolve))
        calmTurns = 0
      } else {
        await new Promise((resolve) => setImmediate(resolve))
        calmTurns = isAwaited(underWay) ? 0 : calmTurns + 1
      }
    }
  }

  return {
    now: () => nowMs,
    after(delayMs, task, { isTransit = false } = {}): Timer {
      const entry = queue.add(nowMs + Math.max(0, delayMs), task, isTransit)
      activity += 1
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
    hold({ isOutside = false } = {}) {
      const place = isOutside ? 'outside' : 'inside'
      let isHeld = true
      change(place, 1)
      return () => {
        if (isHeld) change(place, -1)
        isHeld = false
      }
    },
    flight: createFlight((by) => change('inside', by)),
    underWay,
    get activity() {
      return activity
    },
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
    async pass(until, calm = quiet) {
      await calm()
      for (let due = queue.nextDueMs(); due !== undefined && due <= until(); due = queue.nextDueMs()) {
        runNext()
        await calm()
      }
    },
    quiet,
    lookAgain,
  }
}
