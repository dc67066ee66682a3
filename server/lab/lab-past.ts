import { LookBack, type Snapshot, usualChronicleLimits } from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { LogBook } from '../log/index.ts'
import type { Capture } from '../traffic/index.ts'
import type { EventStream } from './event-stream.ts'
import { textPacking } from './text-packing.ts'

interface PastParts {
  clock: Clock
  /** Whether people watch the lab. A scenario in virtual time is repeated instead. */
  isPossible: boolean
  events: EventStream
  capture: Capture
  log: LogBook
}

/** Keeps the lab's past while it runs, so that people can look back. It costs the bodies of all events, and their memory. */
export class LabPast {
  readonly #parts: PastParts
  #lookBack: LookBack | null = null
  #stopListening: () => void = () => {}

  constructor(parts: PastParts) {
    this.#parts = parts
  }

  get isKept(): boolean {
    return this.#lookBack !== null
  }

  /** @throws {Failure} `no-past` */
  get lookBack(): LookBack {
    if (this.#lookBack === null) throw new Failure('no-past', {})
    return this.#lookBack
  }

  /** Lab time, for what is asked "until now". */
  now(): number {
    return this.#parts.clock.now()
  }

  /** Begins at this moment. Does nothing if the past is kept already. */
  async keep(takeSnapshot: () => Promise<Snapshot>): Promise<void> {
    if (!this.#parts.isPossible) throw new Failure('virtual-time', {})
    if (this.#lookBack !== null) return
    const { capture, events, log } = this.#parts
    const position = () => ({ frame: capture.last, line: log.last })
    // Listen before taking the snapshot, so that no event in between is lost.
    const waiting: (() => void)[] = []
    let lookBack: LookBack | null = null
    this.#stopListening()
    const stop = events.subscribe((event) => {
      const then = position()
      if (lookBack === null) waiting.push(() => lookBack?.add(event, then))
      else lookBack.add(event, then)
    })
    this.#stopListening = stop
    const snapshot = await takeSnapshot()
    // Somebody changed their mind meanwhile.
    if (this.#stopListening !== stop) return
    lookBack = new LookBack(snapshot, position(), usualChronicleLimits, textPacking)
    this.#lookBack = lookBack
    for (const add of waiting) add()
  }

  /** Forgets everything, and keeps nothing from now on. */
  forget(): void {
    this.#stopListening()
    this.#stopListening = () => {}
    this.#lookBack = null
  }

  /** Number of the newest frame at a lab time. */
  frameAt(at: number): number {
    const { capture } = this.#parts
    let from = capture.first - 1
    let to = capture.last + 1
    while (to - from > 1) {
      const middle = (from + to) >> 1
      if ((capture.find(middle)?.at ?? Number.POSITIVE_INFINITY) <= at) from = middle
      else to = middle
    }
    return from
  }
}
