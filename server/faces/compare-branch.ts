import type { BranchComparison, BranchTurn } from '#contract'
import type { History } from '../history/index.ts'
import { applyTurn, type ComparedKind, isTurn, runBranch, type Seen } from '../history/repeat/index.ts'
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
    return found === null ? null : { ...found, around: around(found.number, recorded[kind], observed[kind]) }
  }
  const count = (kind: ComparedKind) => ({ recorded: recorded[kind].length, branch: observed[kind].length })
  return {
    flow: divergence('flow'),
    endings: divergence('endings'),
    frames: divergence('frames'),
    counts: { flow: count('flow'), endings: count('endings'), frames: count('frames') },
  }
}

/** Enough to see what led to a difference, and what came of it. */
const shownBefore = 3
const shownAfter = 12

function around(number: number, recorded: readonly Seen[], branch: readonly Seen[]) {
  const from = Math.max(1, number - shownBefore)
  const part = (all: readonly Seen[]) => all.slice(from - 1, number + shownAfter)
  return { from, recorded: part(recorded), branch: part(branch) }
}

/** Masks what differs in every run: ports, SIP identifiers, and the identity with which the wireless network signs in. */
export function shownOf({ lab }: History): (text: string) => string {
  const repeatable = repeatableText(lab)
  return (text) => repeatable(text).replace(/\bclaim S\d+/, 'claim any')
}
