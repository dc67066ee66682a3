import type { PacedClock, RealTime } from './paced-clock.ts'
import { createRealClock } from './real-clock.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import { createVirtualClock, type VirtualClock, virtualStart } from './virtual-clock.ts'

/** From this speed on, lab time passes as fast as the machine allows. */
export const unlimitedSpeed = 10_000

/** How long in real time the clock sleeps at most before it looks at its pace again. */
const sliceMs = 40

/**
 * The lab time of a scenario that people watch: moved by the scenario like virtual time, from timer to timer, and held back to
 * real time, to a multiple of it, or to a halt. So the same scenario has the same lab times as in virtual time. After the
 * scenario, `letGo` lets lab time pass by itself, so that people can go on by hand.
 */
export interface HeldBackClock extends VirtualClock, PacedClock {
  /** The scenario stands still, or goes on: for those who show how time passes. */
  stand(isStill: boolean): void
  /** @returns ends that, and lets time pass without limit from then on: for the one who stops the lab */
  letGo(): () => Promise<void>
}

const machineTime: RealTime = { now: () => performance.now(), after: createRealClock().after }

export function createHeldBackClock(startMs = virtualStart, real: RealTime = machineTime): HeldBackClock {
  let listener: Parameters<PacedClock['listen']>[0] | null = null
  const timeline = createTimeline(startMs, undefined, (thrown) => {
    if (listener === null) throw thrown
    listener.onFault(thrown)
  })
  let pace = { speed: unlimitedSpeed, isPaused: false }
  let anchor = { realMs: real.now(), labMs: startMs }
  let isStopped = false
  let isPassing = false
  let isStanding = false
  /** Counts the looks at a pace that holds time back: it does not stand still because something does not arrive. */
  let looks = 0
  /** Lab time up to which somebody jumps. */
  let jumpToMs = Number.NEGATIVE_INFINITY
  const sleepers = new Set<() => void>()

  /** The latest lab time that is allowed now. */
  function allowedMs(): number {
    if (isStopped) return Number.POSITIVE_INFINITY
    if (pace.isPaused) return Math.max(jumpToMs, anchor.labMs)
    if (pace.speed >= unlimitedSpeed) return Number.POSITIVE_INFINITY
    return Math.max(jumpToMs, anchor.labMs + (real.now() - anchor.realMs) * pace.speed)
  }

  function anchorAt(labMs: number): void {
    anchor = { realMs: real.now(), labMs }
  }

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const wakeUp = () => {
        sleepers.delete(wakeUp)
        timer.cancel()
        resolve()
      }
      const timer = real.after(ms, wakeUp)
      sleepers.add(wakeUp)
    })

  function wake(): void {
    for (const one of [...sleepers]) one()
  }

  /** Waits until lab time may reach `labMs`, or the wait is over for another reason. */
  async function hold(labMs: () => number | null): Promise<void> {
    for (let wanted = labMs(); wanted !== null && wanted > allowedMs(); wanted = labMs()) {
      looks += 1
      const leftMs = pace.isPaused ? sliceMs : (wanted - allowedMs()) / pace.speed
      await sleep(Math.max(1, Math.min(sliceMs, leftMs)))
    }
  }

  async function pass(
    until: () => number,
    calm: () => Promise<void> = () => timeline.quiet(),
  ): Promise<void> {
    isPassing = true
    try {
      await timeline.pass(until, async () => {
        await calm()
        await hold(() => {
          const dueMs = timeline.nextDueMs()
          return dueMs === undefined || dueMs > until() ? null : dueMs
        })
      })
    } finally {
      isPassing = false
    }
  }

  const held: Timeline = {
    ...timeline,
    get activity() {
      return timeline.activity + looks
    },
    get ran() {
      return timeline.ran
    },
    pass(until, calm) {
      // The time at a breakpoint, or between two steps, is not caught up.
      if (!pace.isPaused) anchorAt(timeline.now())
      return pass(until, calm)
    },
  }
  const virtual = createVirtualClock(startMs, held, hold)

  async function goOn(): Promise<void> {
    while (!isStopped) {
      await pass(() => (isStopped ? Number.NEGATIVE_INFINITY : allowedMs()))
      if (!isStopped && Number.isFinite(allowedMs())) timeline.moveTo(Math.floor(allowedMs()))
      await sleep(sliceMs)
    }
  }

  return {
    ...virtual,
    get ran() {
      return timeline.ran
    },
    get pace() {
      if (isStanding) return { ...pace, speed: Math.min(pace.speed, 1), isPaused: true }
      return pace.speed >= unlimitedSpeed ? { ...pace, speed: 1, isCatchingUp: true } : pace
    },
    stand(isStill) {
      if (isStanding === isStill) return
      isStanding = isStill
      listener?.onLag()
    },
    setPace(changes) {
      const wasUnlimited = pace.speed >= unlimitedSpeed
      anchorAt(wasUnlimited ? timeline.now() : Math.max(timeline.now(), Math.floor(allowedMs())))
      pace = { ...pace, ...changes }
      wake()
    },
    async stepToNext() {
      pace = { ...pace, isPaused: true }
      anchorAt(timeline.nextDueMs() ?? timeline.now())
      wake()
    },
    async jump(durationMs) {
      const endMs = timeline.now() + durationMs
      jumpToMs = endMs
      wake()
      while (isPassing && !isStopped && timeline.now() < endMs) await sleep(1)
      if (pace.isPaused) anchorAt(Math.max(anchor.labMs, endMs))
      else if (allowedMs() === endMs) anchorAt(endMs)
    },
    listen(told) {
      listener = told
    },
    stop() {
      isStopped = true
      wake()
    },
    letGo() {
      if (pace.speed >= unlimitedSpeed) pace = { ...pace, speed: 1 }
      anchorAt(timeline.now())
      const gone = goOn().catch((thrown: unknown) => listener?.onFault(thrown))
      return async () => {
        isStopped = true
        wake()
        await gone
      }
    },
  }
}
