/** Repeats the history of a lab in another one, and takes another turn from there. */

export type { AlignedRow } from './align-observed.ts'
export { applyTurn, isTurn } from './apply-turn.ts'
export type { Divergence } from './compare-observed.ts'
export { continueHistory, WaitingLab } from './continue-history.ts'
export { type ComparedKind, comparedKinds, type Seen } from './observe.ts'
export { type HistoryDifference, Repetition } from './repetition.ts'
export { type BranchOutcome, runBranch } from './run-branch.ts'
