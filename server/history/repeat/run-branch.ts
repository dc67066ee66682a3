import { createVirtualClock, unlessStalled, type VirtualClock } from '../../clock/index.ts'
import type { Lab, LabOptions } from '../../lab/index.ts'
import { endOf, type History } from '../index.ts'
import { type ComparedRows, compareObserved, type Divergence } from './compare-observed.ts'
import { type ComparedKind, type Observed, observe } from './observe.ts'
import { type HistoryDifference, Repetition, type ToOptions } from './repetition.ts'

/** A lab that has been brought to the moment of a branch. */
interface BranchedLab {
  lab: Lab
  clock: VirtualClock
  startMs: number
}

export interface BranchOptions extends ToOptions {
  startLab(options: LabOptions): Promise<Lab>
  installFolder: string | null
  /** Masks what differs in every run. */
  shown(text: string): string
  /** Lab time since the start at which it goes its own way. */
  atMs: number
  /** How far it goes; undefined: as far as the history, or as its own steps. */
  untilMs: number | undefined
  /** Changes something. Absent: the branch is the history again. */
  change?: ((branched: BranchedLab) => Promise<void>) | undefined
  /** What is done from there in place of the rest of the history. @returns once it is done */
  steps?: ((branched: BranchedLab) => Promise<void>) | undefined
  /** Whether what was recorded is repeated too, and compared. */
  isCompared: boolean
}

export interface BranchOutcome {
  untilMs: number
  /** Where repeating the history first differs from what was recorded, so that comparing may be of no use. */
  repetition: HistoryDifference | null
  observed: Observed
  /** Null: it was not compared. */
  compared: { recorded: Observed; first: Record<ComparedKind, (Divergence & ComparedRows) | null> } | null
}

/** Repeats a history up to a moment, changes something, goes on from there, and compares with what was recorded. */
export async function runBranch(history: History, options: BranchOptions): Promise<BranchOutcome> {
  const { atMs, change, isCompared, steps } = options
  const branch = await withRepetition(history, options, async (repetition, branched, observed) => {
    await repetition.to(atMs, options)
    if (change || steps) repetition.branch()
    const moved = (work: Promise<void>) => unlessStalled(branched.clock, work, options.end)
    if (change) await moved(change(branched))
    if (steps) await moved(steps(branched))
    const endMs = options.untilMs ?? (steps ? repetition.atMs : Math.max(endOf(history), repetition.atMs))
    if (steps) await moved(branched.clock.advance(Math.max(0, endMs - repetition.atMs)))
    else await repetition.to(endMs, options)
    return { untilMs: endMs, repetition: repetition.difference, observed }
  })
  if (!isCompared) return { ...branch, compared: null }
  const trunk = await withRepetition(history, options, async (repetition, _, observed) => {
    await repetition.to(branch.untilMs, options)
    return { difference: repetition.difference, observed }
  })
  const first = compareObserved(trunk.observed, branch.observed)
  return { ...branch, repetition: trunk.difference, compared: { recorded: trunk.observed, first } }
}

async function withRepetition<T>(
  history: History,
  { installFolder, shown, startLab }: BranchOptions,
  work: (repetition: Repetition, branched: BranchedLab, observed: Observed) => Promise<T>,
): Promise<T> {
  const clock = createVirtualClock(history.startMs)
  const repetition = await Repetition.start(history, { startLab, clock, lab: { installFolder } })
  const { lab } = repetition
  try {
    const { observed, end } = observe(lab, history.startMs, shown)
    const result = await work(repetition, { lab, clock, startMs: history.startMs }, observed)
    await end()
    return result
  } finally {
    const stopped = lab.stop()
    clock.runUntil(stopped).catch(() => {})
    await unlessStalled(clock, stopped)
  }
}
