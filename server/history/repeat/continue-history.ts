import type { BranchTurn } from '#contract'
import { createPacedClock, type PacedClock } from '../../clock/index.ts'
import type { Lab } from '../../lab/index.ts'
import type { History } from '../index.ts'
import { applyTurn } from './apply-turn.ts'
import { type HistoryDifference, Repetition, type RepetitionOptions, type ToOptions } from './repetition.ts'

type StartOptions = Pick<RepetitionOptions, 'lab' | 'startLab'>

export interface ContinueOptions extends ToOptions, StartOptions {
  /** Lab time since the start at which it goes on. */
  atMs: number
  /** What is changed at that moment. */
  turn?: BranchTurn
}

/** A lab that goes on in real time from where a history was. */
export interface ContinuedLab {
  lab: Lab
  clock: PacedClock
  /** Where it differs from what was recorded; null: nowhere. */
  difference: HistoryDifference | null
}

/**
 * Starts a lab, repeats a history up to a moment as fast as the machine can, and lets it go on in real time. Packets in the air,
 * dialogs and timers are as they were.
 */
export async function continueHistory(
  history: History,
  { startLab, lab: options, atMs, turn, ...to }: ContinueOptions,
): Promise<ContinuedLab> {
  const waiting = await WaitingLab.start(history, { startLab, lab: options })
  const { lab, clock } = waiting
  try {
    await waiting.moveTo(atMs, to)
    return { lab, clock, difference: await waiting.goOn(turn) }
  } catch (thrown) {
    await lab.stop()
    throw thrown
  }
}

/** A lab that stands still at a moment of a history, and can be moved ahead in it, until it is let go. */
export class WaitingLab {
  readonly clock: PacedClock
  readonly #repetition: Repetition

  private constructor(repetition: Repetition, clock: PacedClock) {
    this.#repetition = repetition
    this.clock = clock
  }

  /** Starts a lab like that of the history. Nothing of the history has been repeated yet. */
  static async start(history: History, options: StartOptions): Promise<WaitingLab> {
    const clock = createPacedClock(history.startMs)
    clock.setPace({ isPaused: true })
    return new WaitingLab(await Repetition.start(history, { ...options, clock }), clock)
  }

  get lab(): Lab {
    return this.#repetition.lab
  }

  /** Where it has differed first from what was recorded, up to now. */
  get difference(): HistoryDifference | null {
    return this.#repetition.difference
  }

  /** What is known of the history by now. */
  learn(history: History): void {
    this.#repetition.learn(history)
  }

  /** Repeats what happened up to a lab time since the start, as fast as the machine can. */
  async moveTo(atMs: number, options: ToOptions = {}): Promise<void> {
    await this.#repetition.to(atMs, options)
  }

  /** Changes something, and lets the lab go its own way in real time. @returns where it differs from what was recorded */
  async goOn(turn?: BranchTurn): Promise<HistoryDifference | null> {
    this.#repetition.branch()
    if (turn !== undefined) await applyTurn(this.lab.api, turn)
    await this.lab.api.call('clock.setPace', { speed: 1, isPaused: false })
    return this.#repetition.difference
  }
}
