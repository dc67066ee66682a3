import type { Clock } from './clock.ts'
import { createTimeline } from './timeline.ts'

/** Node's timers hold 31 bits of milliseconds; a longer delay would fire at once. */
const longestDelayMs = 2 ** 31 - 1

/** How long one thing under way may take in real time in a step or a jump: a server outside the lab may never answer. */
const patienceMs = 2_000

/** How lab time passes. */
export interface Pace {
  /** Seconds of lab time in a real second. */
  readonly speed: number
  readonly isPaused: boolean
}

/**
 * Lab time that a person watches: as fast as real time, faster or slower, paused, or moved on by hand. It begins with the
 * machine's time. Faster than real time it waits for what is under way: meanwhile a second takes a second, so that no
 * timeout strikes for want of computing power. So a speed is a wish, which a busy machine may not fulfil.
 */
export interface PacedClock extends Clock {
  readonly pace: Pace
  setPace(pace: Partial<Pace>): void
  /** Pauses, and passes as much time as it takes until something happens. */
  stepToNext(): Promise<void>
  /** Passes `durationMs` of lab time at once, everything that is due in it in order. */
  jump(durationMs: number): Promise<void>
  /** No time passes any more; no real timer is left. */
  stop(): void
}

export function createPacedClock(startMs = Date.now()): PacedClock {
  const timeline = createTimeline(startMs, () => reckonAnew())
  let pace: Pace = { speed: 1, isPaused: false }
  let anchor = { realMs: performance.now(), labMs: startMs }
  /** Seconds of lab time in a real second, as of now. */
  let factor = 1
  let isMovedByHand = false
  let isPumping = false
  let isStopped = false
  let handle: NodeJS.Timeout | null = null
  let armedForMs = Number.POSITIVE_INFINITY

  const reached = () => anchor.labMs + (performance.now() - anchor.realMs) * factor

  /** How far time may have come: never past a timer that has not run yet. */
  const allowed = () => Math.min(reached(), timeline.nextDueMs() ?? Number.POSITIVE_INFINITY)

  /** Time is read between timers too, in whole milliseconds; what a timer sets going happens at the timer's own time. */
  function drift(): void {
    if (!isPumping) timeline.moveTo(Math.floor(allowed()))
  }

  /** Whatever decides how fast time passes has changed: from here on it passes so. */
  function reckonAnew(): void {
    const wanted = timeline.isBusy() ? Math.min(pace.speed, 1) : pace.speed
    const next = pace.isPaused || isMovedByHand || isStopped ? 0 : wanted
    // Reckoned anew for nothing, lab time would lose what every timer is late.
    if (next === factor && factor > 0) return
    const labMs = isPumping ? timeline.now() : Math.max(timeline.now(), allowed())
    factor = next
    anchor = { realMs: performance.now(), labMs }
    drift()
    arm()
  }

  function arm(): void {
    if (isPumping) return
    if (handle) clearTimeout(handle)
    handle = null
    armedForMs = Number.POSITIVE_INFINITY
    const dueMs = timeline.nextDueMs()
    if (dueMs === undefined || factor === 0) return
    armedForMs = dueMs
    const leftMs = Math.ceil(Math.max(0, dueMs - reached()) / factor)
    handle = setTimeout(() => void pump(), Math.min(leftMs, longestDelayMs))
    handle.unref()
  }

  /** Runs what is due. */
  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      for (;;) {
        const dueMs = timeline.nextDueMs()
        if (factor === 0 || dueMs === undefined || dueMs > reached()) return
        timeline.runNext()
        // What the timer set going shows within two turns of the event loop; from then on it counts as under way.
        if (factor > 1) await turns(2)
      }
    } finally {
      isPumping = false
      arm()
    }
  }

  /** @returns whether all that is under way arrived; false where something is stuck */
  async function quietInTime(): Promise<boolean> {
    let isStuck = false
    let handle: NodeJS.Timeout | undefined
    const stuck = new Promise<void>((resolve) => {
      handle = setTimeout(() => {
        isStuck = true
        resolve()
      }, patienceMs)
    })
    await Promise.race([timeline.quiet(), stuck])
    clearTimeout(handle)
    return !isStuck
  }

  /** Keeps time from passing by itself while `move` passes it; one move at a time. */
  async function byHand(move: (quiet: () => Promise<void>) => Promise<void>): Promise<void> {
    if (isMovedByHand) return
    isMovedByHand = true
    reckonAnew()
    let isPatient = true
    try {
      await move(async () => {
        isPatient = isPatient && (await quietInTime())
        if (!isPatient) await turns(2)
      })
    } finally {
      isMovedByHand = false
      reckonAnew()
    }
  }

  return {
    now() {
      drift()
      return timeline.now()
    },
    after(delayMs, task, options) {
      drift()
      const timer = timeline.after(delayMs, task, options)
      if ((timeline.nextDueMs() ?? armedForMs) < armedForMs) arm()
      return timer
    },
    hold: timeline.hold,
    flight: timeline.flight,
    get pace() {
      return pace
    },
    setPace(changes) {
      pace = { ...pace, ...changes }
      reckonAnew()
    },
    async stepToNext() {
      pace = { ...pace, isPaused: true }
      await byHand(async (quiet) => {
        await quiet()
        if (timeline.runNext()) await quiet()
      })
    },
    jump: (durationMs) =>
      byHand(async (quiet) => {
        const endMs = timeline.now() + durationMs
        await quiet()
        while ((timeline.nextDueMs() ?? Number.POSITIVE_INFINITY) <= endMs) {
          timeline.runNext()
          await quiet()
        }
        timeline.moveTo(endMs)
      }),
    stop() {
      isStopped = true
      reckonAnew()
    },
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
