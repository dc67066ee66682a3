import type { Clock, Flight, HoldOptions, Timer } from './clock.ts'
import { createFlight } from './flight.ts'
import { type TimerEntry, TimerQueue } from './timer-queue.ts'

/** Counts work in progress that no timer stands for. */
export interface UnderWay {
  /** Holds, and directions of connections within the lab that have bytes in flight. */
  readonly inside: number
  /** Holds for servers outside the lab. */
  readonly outside: number
  /** Those of the holds inside that may take as long as they like. */
  readonly endless: number
}

/**
 * Moves lab time from timer to timer, and stops it while work is in progress. The clocks decide when it moves and how far: see
 * `virtual-clock.ts` and `paced-clock.ts`.
 */
export interface Timeline extends Clock {
  readonly flight: Flight
  readonly underWay: UnderWay
  /** A counter that changes with every event that the timeline knows of. */
  readonly activity: number
  /**
   * Starts to follow what is in transit now: transit timers, and transit timers that they cause. Other timers that start meanwhile
   * are not followed: in a big lab, or on a slow link, there is always a status message in transit.
   */
  follow(): void
  /** Whether anything that is followed is still in transit. */
  hasFollowed(): boolean
  nextDueMs(): number | undefined
  /** See `LabClock.ran`. */
  readonly ran: number
  /** See `LabClock.passTo`. @param calm as for `pass` */
  passTo(labMs: number, ran?: number, calm?: () => Promise<void>): Promise<boolean>
  /** Moves time forward without running timers; never back. */
  moveTo(labMs: number): void
  /**
   * Runs the timers in order, each at its due time and when the effects of earlier ones have ended, up to the time that `until`
   * returns; `until` is called before each timer.
   * @param calm resolves when everything that a timer started has ended
   */
  pass(until: () => number, calm?: () => Promise<void>): Promise<void>
  /**
   * Resolves when no work is in progress and two turns of the event loop brought nothing new.
   * @param isAwaited whether to wait for the work in progress; default: wait for everything
   */
  quiet(isAwaited?: (underWay: UnderWay) => boolean): Promise<void>
  /** Makes `quiet` call `isAwaited` again, after its inputs have changed. */
  lookAgain(): void
  /**
   * Calls `look` at each event of lab time: after each timer, once its effects have ended. Time stands still until it has answered,
   * and where it answers that it has seen enough, until all has ended that this causes.
   * @returns a function that stops it
   */
  watch(look: () => Promise<boolean>): () => void
}

const anything = ({ inside, outside }: UnderWay) => inside + outside > 0

/**
 * @param onChanged called when the first work inside, or outside, starts, and when the last one ends
 * @param onFault called when a timer's task throws; without it, `pass` throws what the task threw
 */
export function createTimeline(
  startMs: number,
  onChanged: () => void = () => {},
  onFault: (thrown: unknown) => void = (thrown) => {
    throw thrown
  },
): Timeline {
  const queue = new TimerQueue((entry) => {
    if (entry.isTransit) transits -= 1
    if (isFollowed(entry)) followed -= 1
  })
  let nowMs = startMs
  const underWay = { inside: 0, outside: 0, endless: 0 }
  let activity = 0
  let transits = 0
  let wait = 0
  let waitBegan = 0
  let followed = 0
  let ran = 0
  /** Whether current events are caused by what is followed. */
  let isFollowing = false
  let sleepers: (() => void)[] = []
  const watchers = new Set<() => Promise<boolean>>()

  const change = (place: 'inside' | 'outside', by: 1 | -1) => {
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
    if (!due.isBeside) ran += 1
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

  /** Two turns at each step of lab time: so it calls itself back, in place of a promise for each turn. */
  function quiet(isAwaited = anything): Promise<void> {
    return new Promise((resolve) => {
      let calmTurns = 0
      function look(): void {
        if (isAwaited(underWay)) {
          calmTurns = 0
          sleepers.push(look)
        } else if (calmTurns < 2) setImmediate(turned)
        else resolve()
      }
      function turned(): void {
        calmTurns = isAwaited(underWay) ? 0 : calmTurns + 1
        look()
      }
      look()
    })
  }

  async function showWatchers(calm: () => Promise<void>): Promise<void> {
    let hasSeenEnough = false
    for (const look of watchers) hasSeenEnough = (await look()) || hasSeenEnough
    if (hasSeenEnough) await calm()
  }

  async function pass(until: () => number, calm: () => Promise<void> = quiet): Promise<void> {
    await calm()
    await showWatchers(calm)
    for (let due = queue.nextDueMs(); due !== undefined && due <= until(); due = queue.nextDueMs()) {
      runNext()
      await calm()
      if (watchers.size > 0) await showWatchers(calm)
    }
  }

  return {
    now: () => nowMs,
    after(delayMs, task, options = {}): Timer {
      const { isTransit = false } = options
      const entry = queue.add(nowMs + Math.max(0, delayMs), task, options)
      activity += 1
      if (isTransit) transits += 1
      if (isTransit && isFollowing) {
        entry.followedBy = wait
        followed += 1
      }
      return entry
    },
    hold({ isEndless = false, isOutside = false }: HoldOptions = {}) {
      const place = isOutside ? 'outside' : 'inside'
      let isHeld = true
      if (isEndless) underWay.endless += 1
      change(place, 1)
      return () => {
        if (!isHeld) return
        isHeld = false
        if (isEndless) underWay.endless -= 1
        change(place, -1)
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
    get ran() {
      return ran
    },
    pass,
    async passTo(labMs, toRan, calm = quiet) {
      let isExact = toRan === undefined
      if (toRan !== undefined) {
        const isWanted = () => ran < toRan || queue.next()?.isBeside === true
        await pass(() => (isWanted() ? labMs : Number.NEGATIVE_INFINITY), calm)
        isExact = ran === toRan && nowMs <= labMs && (queue.nextDueMs() ?? labMs) >= labMs
      }
      if (toRan === undefined || !isExact) await pass(() => labMs, calm)
      if (nowMs < labMs) nowMs = labMs
      await calm()
      return isExact
    },
    watch(look) {
      watchers.add(look)
      return () => watchers.delete(look)
    },
    quiet,
    lookAgain,
  }
}
