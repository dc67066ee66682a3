import { SerialQueue } from '../base/index.ts'
import type { Clock, LabClock, Timer } from './clock.ts'
import { createRealClock } from './real-clock.ts'
import { createTimeline, type UnderWay } from './timeline.ts'

/** Interval of real time at which the clock checks its progress while an exchange is in flight. */
const lookEveryMs = 1_000
/** After this many checks without any activity, an exchange in flight counts as stuck. */
const patienceLooks = 10
/** After this many checks it counts as stuck in spite of activity, since programs outside the lab may continue to talk. */
const longestLooks = 60
/**
 * A lab that is busy is not stuck, however slow the machine is: so much of a processor's time between two checks means that it works.
 * It counts for this part of a check, since programs outside the lab may keep it busy.
 */
const busyMs = 20
const busyLook = 0.2
/** Minimum lag, in real time, that is reported to the listener. */
const noticeableLagMs = 1_000
/** Maximum real time that is caught up at speeds above 1, which are not guaranteed. */
const longestCatchUpMs = 1_000

/** How lab time passes. */
interface Pace {
  /** Seconds of lab time in a real second. */
  readonly speed: number
  readonly isPaused: boolean
  /** Present and true while lab time is behind and runs as fast as the machine can. */
  readonly isCatchingUp?: boolean
}

/** What a paced clock reports. */
interface PaceListener {
  /** Lab time is behind, is still behind, or has caught up. */
  onLag(): void
  /** An exchange in flight has not arrived; lab time no longer waits for it. */
  onStandstill(): void
  /** A timer's task threw. Lab time continues. */
  onFault(thrown: unknown): void
}

/**
 * Lab time that a person watches. Like virtual time, it runs from timer to timer and stands still while an exchange is in
 * flight in the lab. In addition it is limited to real time or a multiple of it, to a halt, or to jumps. On a machine that is
 * too slow, lab time lags, so that no timeout expires for lack of computing power. It starts at the machine's time.
 *
 * While a server outside the lab has something to do, lab time runs no faster than real time, even if it has to catch up.
 */
export interface PacedClock extends LabClock {
  readonly pace: Pace
  /** Lab time continues from its present value and does not catch up. */
  setPace(pace: Partial<Pick<Pace, 'speed' | 'isPaused'>>): void
  /** Pauses, after jumping to the next event. */
  stepToNext(): Promise<void>
  /** Jumps ahead by `durationMs` of lab time, running every timer on the way in order. */
  jump(durationMs: number): Promise<void>
  listen(listener: PaceListener): void
  /** Stops lab time for good, and clears all real timers. */
  stop(): void
}

/** The functions of the machine's time that a paced clock needs. */
export type RealTime = Pick<Clock, 'now' | 'after'> & {
  /** The processor's time that this program has used. */
  used?(): number
}

interface Moment {
  readonly realMs: number
  readonly labMs: number
}

const never = Number.NEGATIVE_INFINITY

const machineTime: RealTime = {
  now: () => performance.now(),
  after: createRealClock().after,
  used() {
    const { system, user } = process.cpuUsage()
    return (system + user) / 1_000
  },
}

export function createPacedClock(startMs = Date.now(), real: RealTime = machineTime): PacedClock {
  const timeline = createTimeline(
    startMs,
    () => underWayChanged(),
    (thrown) => (listener ? listener.onFault(thrown) : surface(thrown)),
  )
  let pace = { speed: 1, isPaused: false }
  let anchor: Moment = { realMs: real.now(), labMs: startMs }
  /** Limits lab time to real time from here on. */
  let heldBack: Moment | null = null
  /** Exchanges in flight do not arrive: lab time does not wait for them until all of them have arrived. */
  let isStuck = false
  /** Whether timers are running, or exchanges that they started are awaited; otherwise nothing happens until the next timer is due. */
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

  /** The lab time that a fast enough machine would have reached. */
  function wantedMs(): number {
    const realMs = real.now()
    const labMs = anchor.labMs + (realMs - anchor.realMs) * pace.speed
    if (pace.speed <= 1) return labMs
    const reachedMs = isAwake ? timeline.now() : Math.min(labMs, nextDueMs(), heldMs(realMs))
    if (labMs - reachedMs <= longestCatchUpMs * pace.speed) return labMs
    anchor = { realMs, labMs: reachedMs + longestCatchUpMs * pace.speed }
    return anchor.labMs
  }

  /** The latest lab time that is allowed now. */
  function limitMs(): number {
    if (!flows()) return timeline.now()
    return Math.max(timeline.now(), Math.min(wantedMs(), heldMs(real.now())))
  }

  function heldMs(realMs: number): number {
    if (!heldBack) return Number.POSITIVE_INFINITY
    return heldBack.labMs + (realMs - heldBack.realMs) * Math.min(pace.speed, 1)
  }

  /** Between timers, lab time is in whole milliseconds; everything that a timer starts happens at the timer's due time. */
  function comeUp(): void {
    if (!isAwake && flows()) timeline.moveTo(Math.min(Math.floor(limitMs()), nextDueMs()))
  }

  /** Something may happen: lab time stands still until it has ended. */
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

  /** A turn was requested at the last moment, or a timer threw. */
  function mustGoOn(): boolean {
    if (isMovedByHand || isStopped) return false
    return turns.length > 0 || isAwaited(timeline.underWay) || (flows() && nextDueMs() <= limitMs())
  }

  const isAwaited = ({ inside, outside }: UnderWay) =>
    (inside > 0 && !isStuck) || (outside > 0 && isMovedByHand)

  /**
   * All exchanges have ended, and all requested turns have been given; or one of them, where a timer is due and lab time lags: else
   * whoever asks for turns faster than they can be given would stop lab time.
   */
  async function calm(): Promise<void> {
    await timeline.quiet(isAwaited)
    for (let given = 0; turns.length > 0; given += 1) {
      const limit = limitMs()
      if (limit < nextDueMs()) timeline.moveTo(Math.floor(limit))
      else if ((flows() || isMovedByHand) && nextDueMs() <= timeline.now()) return
      else if (flows() && given > 0) return
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

  /** Changes the pace, and anchors lab time at this moment, so that earlier time is not counted again. */
  function goOnFrom(change: () => void): void {
    comeUp()
    const labMs = isAwake || !flows() ? timeline.now() : Math.min(limitMs(), nextDueMs())
    change()
    anchor = { realMs: real.now(), labMs }
    if (heldBack) heldBack = anchor
    arm()
  }

  /** Stops automatic progress of lab time while `move` moves it; moves run one after the other. */
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

  /** @param toMs returns the target time, called before each timer */
  const passByHand = (toMs: () => number) => timeline.pass(() => (isStopped ? never : toMs()), calm)

  /** Checks every second whether lab time is behind or stuck, as long as an exchange is in flight. */
  function createWatch() {
    let look: Timer | null = null
    let lastActivity = -1
    let lastNowMs = startMs
    let silent = 0
    let still = 0
    let lastUsedMs = 0
    let wasBehind = false

    function judge(): void {
      const { activity, underWay } = timeline
      const usedMs = real.used?.() ?? 0
      const isBusy = usedMs - lastUsedMs >= busyMs
      lastUsedMs = usedMs
      const isWaiting = underWay.inside > 0 && underWay.endless === 0 && !isStuck
      silent = isWaiting && !isBusy && activity === lastActivity ? silent + 1 : 0
      still = isWaiting && timeline.now() === lastNowMs ? still + (isBusy ? busyLook : 1) : 0
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
    activity: () => timeline.activity,
    get ran() {
      return timeline.ran
    },
    async passTo(labMs, ran) {
      let isExact = false
      await byHand(async () => {
        isExact = await timeline.passTo(labMs, ran, calm)
      })
      return isExact
    },
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

/** Rethrows the exception of a timer's task as an uncaught exception, as Node's own timers do; lab time continues. */
function surface(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}
