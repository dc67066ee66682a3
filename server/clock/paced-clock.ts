import { SerialQueue } from '../base/index.ts'
import type { Clock, Timer } from './clock.ts'
import { createRealClock } from './real-clock.ts'
import { createTimeline, type UnderWay } from './timeline.ts'

/** How often the clock looks at itself while something is under way, in real time. */
const lookEveryMs = 1_000
/** After this many looks without any activity, what is under way counts as stuck. */
const patienceLooks = 10
/** After this many looks it counts as stuck in spite of activity: programs outside the lab may go on talking. */
const longestLooks = 60
/** The listener hears of lag from this much real time on. */
const noticeableLagMs = 1_000
/** At a speed above 1 no more than this is caught up: the speed is a wish, not a promise. */
const longestCatchUpMs = 1_000

/** How lab time passes. */
interface Pace {
  /** Seconds of lab time in a real second. */
  readonly speed: number
  readonly isPaused: boolean
  /** There, and true, while lab time is behind and passes as fast as the machine can, which was too slow. */
  readonly isCatchingUp?: boolean
}

/** What a paced clock tells of itself. */
interface PaceListener {
  /** Lab time is behind, still is, or is no more. */
  onLag(): void
  /** Something under way never arrived; time no longer waits for it. */
  onStandstill(): void
  /** A timer's task threw. Time passes on. */
  onFault(thrown: unknown): void
}

/**
 * Lab time that a person watches. It passes as virtual time does, from timer to timer and standing still while anything is
 * under way within the lab, but is held back: to real time or a multiple of it, to a halt, or to what is passed by hand. So
 * a machine that is too slow makes it lag, and no timeout strikes for want of computing power. It begins with the machine's
 * time.
 *
 * While a server outside the lab has something to do it passes no faster than real time, also to catch up.
 */
export interface PacedClock extends Clock {
  readonly pace: Pace
  /** Lab time goes on from where it is: what it is behind is not caught up. */
  setPace(pace: Partial<Pick<Pace, 'speed' | 'isPaused'>>): void
  /** Pauses, and passes as much time as it takes until something happens. */
  stepToNext(): Promise<void>
  /** Passes `durationMs` of lab time at once, everything that is due in it in order. */
  jump(durationMs: number): Promise<void>
  /**
   * Resolves when somebody outside may do something to the lab: nothing is under way in it, and what is due at this time has
   * been done. One at a time, so that the same things done at the same lab times make the same lab.
   */
  turn(): Promise<void>
  listen(listener: PaceListener): void
  /** No time passes any more; no real timer is left. */
  stop(): void
}

/** The machine's time, as far as a pace needs it. */
export type RealTime = Pick<Clock, 'now' | 'after'>

interface Moment {
  readonly realMs: number
  readonly labMs: number
}

const never = Number.NEGATIVE_INFINITY

const machineTime: RealTime = { now: () => performance.now(), after: createRealClock().after }

export function createPacedClock(startMs = Date.now(), real: RealTime = machineTime): PacedClock {
  const timeline = createTimeline(
    startMs,
    () => underWayChanged(),
    (thrown) => (listener ? listener.onFault(thrown) : surface(thrown)),
  )
  let pace = { speed: 1, isPaused: false }
  let anchor: Moment = { realMs: real.now(), labMs: startMs }
  /** From here on time passes no faster than real time. */
  let heldBack: Moment | null = null
  /** What is under way within the lab does not arrive: it is waited for no longer, until all of it has. */
  let isStuck = false
  /** Timers are run, or what they set going is waited for; otherwise nothing happens until the next is due. */
  let isAwake = false
  let awake: Promise<void> = Promise.resolve()
  let isMovedByHand = false
  const moves = new SerialQueue()
  let isStopped = false
  let alarm: Timer | null = null
  let armedForMs = Number.POSITIVE_INFINITY
  const turns: (() => void)[] = []
  const watch = createWatch()
  let listener: PaceListener | null = null

  const nextDueMs = () => timeline.nextDueMs() ?? Number.POSITIVE_INFINITY
  const flows = () => !pace.isPaused && !isMovedByHand && !isStopped

  /** Where lab time would be if the machine were fast enough. */
  function wantedMs(): number {
    const realMs = real.now()
    const labMs = anchor.labMs + (realMs - anchor.realMs) * pace.speed
    if (pace.speed <= 1) return labMs
    const reachedMs = isAwake ? timeline.now() : Math.min(labMs, nextDueMs(), heldMs(realMs))
    if (labMs - reachedMs <= longestCatchUpMs * pace.speed) return labMs
    anchor = { realMs, labMs: reachedMs + longestCatchUpMs * pace.speed }
    return anchor.labMs
  }

  /** How far lab time may have come. */
  function limitMs(): number {
    if (!flows()) return timeline.now()
    return Math.max(timeline.now(), Math.min(wantedMs(), heldMs(real.now())))
  }

  function heldMs(realMs: number): number {
    if (!heldBack) return Number.POSITIVE_INFINITY
    return heldBack.labMs + (realMs - heldBack.realMs) * Math.min(pace.speed, 1)
  }

  /** Between timers time is read in whole milliseconds; what a timer sets going happens at the timer's own time. */
  function comeUp(): void {
    if (!isAwake && flows()) timeline.moveTo(Math.min(Math.floor(limitMs()), nextDueMs()))
  }

  /** Something happens, or may: time stands still until it is over. */
  function wake(): void {
    if (isAwake || isMovedByHand || isStopped) return
    comeUp()
    awake = run()
  }

  async function run(): Promise<void> {
    isAwake = true
    disarm()
    const stopWatching = watch(real)
    do await timeline.pass(() => (flows() ? limitMs() : never), calm).catch(surface)
    while (mustGoOn())
    isAwake = false
    stopWatching()
    arm()
  }

  /** Somebody's turn came up at the last moment, or a timer threw. */
  function mustGoOn(): boolean {
    if (isMovedByHand || isStopped) return false
    return turns.length > 0 || isAwaited(timeline.underWay) || (flows() && nextDueMs() <= limitMs())
  }

  const isAwaited = ({ inside, outside }: UnderWay) =>
    (inside > 0 && !isStuck) || (outside > 0 && isMovedByHand)

  /** What is under way is over, and everybody whose turn it was has had it. */
  async function calm(): Promise<void> {
    await timeline.quiet(isAwaited)
    while (turns.length > 0) {
      const limit = limitMs()
      if (limit < nextDueMs()) timeline.moveTo(Math.floor(limit))
      else if ((flows() || isMovedByHand) && nextDueMs() <= timeline.now()) return
      turns.shift()?.()
      await timeline.quiet(isAwaited)
    }
  }

  function arm(): void {
    disarm()
    const dueMs = nextDueMs()
    if (isAwake || !flows() || dueMs === Number.POSITIVE_INFINITY) return
    armedForMs = dueMs
    const speed = heldBack ? Math.min(pace.speed, 1) : pace.speed
    alarm = real.after(Math.ceil(Math.max(0, dueMs - limitMs()) / speed), wake)
  }

  function disarm(): void {
    alarm?.cancel()
    alarm = null
    armedForMs = Number.POSITIVE_INFINITY
  }

  function underWayChanged(): void {
    wake()
    if (timeline.underWay.inside === 0) isStuck = false
    holdBack()
  }

  function holdBack(): void {
    const mustBe = isStuck || timeline.underWay.outside > 0
    if (mustBe) heldBack ??= { realMs: real.now(), labMs: timeline.now() }
    else heldBack = null
  }

  /** Changes how time passes, and anchors lab time at this moment, so that the time before is not counted again. */
  function goOnFrom(change: () => void): void {
    comeUp()
    const labMs = isAwake || !flows() ? timeline.now() : Math.min(limitMs(), nextDueMs())
    change()
    anchor = { realMs: real.now(), labMs }
    if (heldBack) heldBack = anchor
    arm()
  }

  /** Keeps time from passing by itself while `move` passes it; one move after the other. */
  function byHand(move: () => Promise<void>): Promise<void> {
    return moves.run(async () => {
      goOnFrom(() => {
        isMovedByHand = true
      })
      await awake
      const stopWatching = watch(real)
      await move().catch(surface)
      stopWatching()
      goOnFrom(() => {
        isMovedByHand = false
      })
      wake()
    })
  }

  /** @param toMs how far, asked before each timer */
  const passByHand = (toMs: () => number) => timeline.pass(() => (isStopped ? never : toMs()), calm)

  /** Looks every second whether lab time is behind, or stuck, for as long as something is under way. */
  function createWatch() {
    let look: Timer | null = null
    let lastActivity = -1
    let lastNowMs = startMs
    let silent = 0
    let still = 0
    let wasBehind = false

    function judge(): void {
      const { activity, underWay } = timeline
      const isWaiting = underWay.inside > 0 && !isStuck
      silent = isWaiting && activity === lastActivity ? silent + 1 : 0
      still = isWaiting && timeline.now() === lastNowMs ? still + 1 : 0
      lastActivity = activity
      lastNowMs = timeline.now()
      if (silent >= patienceLooks || still >= longestLooks) {
        isStuck = true
        holdBack()
        timeline.lookAgain()
        listener?.onStandstill()
      }
      tell()
    }

    function tell(): void {
      const isBehind = isCatchingUp()
      if (isBehind || wasBehind) listener?.onLag()
      wasBehind = isBehind
    }

    return (time: RealTime) => {
      const again = () => {
        judge()
        look = time.after(lookEveryMs, again)
      }
      look = time.after(lookEveryMs, again)
      return () => {
        look?.cancel()
        silent = 0
        still = 0
        if (wasBehind) {
          wasBehind = false
          listener?.onLag()
        }
      }
    }
  }

  function isCatchingUp(): boolean {
    if (!isAwake || !flows() || pace.speed > 1) return false
    return wantedMs() - timeline.now() >= noticeableLagMs * pace.speed
  }

  return {
    now() {
      wake()
      return timeline.now()
    },
    after(delayMs, task, options) {
      wake()
      const timer = timeline.after(delayMs, task, options)
      if (nextDueMs() < armedForMs) arm()
      return timer
    },
    hold: timeline.hold,
    flight: timeline.flight,
    get pace() {
      return isCatchingUp() ? { ...pace, isCatchingUp: true } : pace
    },
    setPace(changes) {
      goOnFrom(() => {
        pace = { ...pace, ...changes }
      })
      wake()
    },
    stepToNext() {
      goOnFrom(() => {
        pace = { ...pace, isPaused: true }
      })
      return byHand(async () => {
        let asked = 0
        await passByHand(() => (asked++ === 0 ? Number.POSITIVE_INFINITY : never))
      })
    },
    jump: (durationMs) =>
      byHand(async () => {
        const endMs = timeline.now() + durationMs
        await passByHand(() => endMs)
        timeline.moveTo(endMs)
      }),
    turn() {
      if (isStopped) return Promise.resolve()
      return new Promise((resolve) => {
        turns.push(resolve)
        wake()
      })
    },
    listen(told) {
      listener = told
    },
    stop() {
      goOnFrom(() => {
        isStopped = true
      })
      for (const turn of turns.splice(0)) turn()
      timeline.lookAgain()
    },
  }
}

/** Throws what a timer's task threw as an uncaught exception, as Node's own timers do, and lets time pass on. */
function surface(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}
