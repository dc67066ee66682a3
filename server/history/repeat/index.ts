/** Repeats the history of a lab in another one, and takes another turn from there. */
export { applyTurn, isTurn } from './apply-turn.ts'
export { continueHistory } from './continue-history.ts'
export { type ComparedKind, comparedKinds, type Divergence, type Seen } from './observe.ts'
export { type HistoryDifference, Repetition } from './repetition.ts'
export { type BranchOutcome, runBranch } from './run-branch.ts'
