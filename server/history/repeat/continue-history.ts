import type { BranchTurn } from '#contract'
import { createPacedClock, type PacedClock } from '../../clock/index.ts'
import type { Lab } from '../../lab/index.ts'
import type { History } from '../index.ts'
import { applyTurn } from './apply-turn.ts'
import { type HistoryDifference, Repetition, type RepetitionOptions, type ToOptions } from './repetition.ts'

export interface ContinueOptions extends ToOptions, Pick<RepetitionOptions, 'lab' | 'startLab'> {
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
  const clock = createPacedClock(history.startMs)
  clock.setPace({ isPaused: true })
  const repetition = await Repetition.start(history, { startLab, clock, lab: options })
  const { lab } = repetition
  try {
    await repetition.to(atMs, to)
    repetition.branch()
    if (turn !== undefined) await applyTurn(lab.api, turn)
    await lab.api.call('clock.setPace', { speed: 1, isPaused: false })
    return { lab, clock, difference: repetition.difference }
  } catch (thrown) {
    await lab.stop()
    throw thrown
  }
}
