import type { BranchComparison, BranchTurn } from '#contract'
import type { History } from '../history/index.ts'
import { type AlignedRow, applyTurn, type ComparedKind, isTurn, runBranch } from '../history/repeat/index.ts'
import { startLab } from '../lab/index.ts'
import { repeatableText } from '../scenario/index.ts'

/** Repeats a history with changes from a moment on, and without, in virtual time. @returns where the two first differ */
export async function compareBranch(
  history: History,
  { atMs, turn, installFolder }: { atMs: number; turn: BranchTurn; installFolder: string | null },
): Promise<BranchComparison> {
  const { compared, observed } = await runBranch(history, {
    startLab,
    installFolder,
    shown: shownOf(history),
    atMs,
    untilMs: undefined,
    isCompared: true,
    change: isTurn(turn) ? ({ lab, clock }) => clock.runUntil(applyTurn(lab.api, turn)) : undefined,
  })
  if (compared === null) throw new Error('nothing was compared')
  const { first, recorded } = compared
  const divergence = (kind: ComparedKind) => {
    const found = first[kind]
    return found && { ...found, rows: found.rows.map(rowView) }
  }
  const count = (kind: ComparedKind) => ({ recorded: recorded[kind].length, branch: observed[kind].length })
  return {
    flow: divergence('flow'),
    endings: divergence('endings'),
    frames: divergence('frames'),
    counts: { flow: count('flow'), endings: count('endings'), frames: count('frames') },
  }
}

/** A number stands for rows that are not shown. */
function rowView(row: AlignedRow | number) {
  return typeof row === 'number'
    ? { what: 'passed' as const, count: row, recorded: null, branch: null }
    : { ...row, count: 1 }
}

/** Masks what differs in every run: ports, SIP identifiers, and the identity with which the wireless network signs in. */
export function shownOf({ lab }: History): (text: string) => string {
  const repeatable = repeatableText(lab)
  return (text) => repeatable(text).replace(/\bclaim S\d+/, 'claim any')
}
