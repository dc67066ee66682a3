import type { BranchComparison, ServiceChanges } from '#contract'
import type { History } from '../history/index.ts'
import { runBranch } from '../history/repeat/index.ts'
import { startLab } from '../lab/index.ts'
import { repeatableText } from '../scenario/index.ts'

/** Repeats a history with changes from a moment on, and without, in virtual time. @returns where the two first differ */
export async function compareBranch(
  history: History,
  { atMs, changes, installFolder }: { atMs: number; changes: ServiceChanges; installFolder: string | null },
): Promise<BranchComparison> {
  const { compared } = await runBranch(history, {
    startLab,
    installFolder,
    shown: shownOf(history),
    atMs,
    untilMs: undefined,
    isCompared: true,
    change:
      Object.keys(changes).length === 0
        ? undefined
        : async ({ lab, clock }) => {
            await clock.runUntil(lab.api.call('service.configure', changes))
          },
  })
  return compared?.first ?? { flow: null, endings: null, frames: null }
}

/** Masks what differs in every run: ports, SIP identifiers, and the identity with which the wireless network signs in. */
export function shownOf({ lab }: History): (text: string) => string {
  const repeatable = repeatableText(lab)
  return (text) => repeatable(text).replace(/\bclaim S\d+/, 'claim any')
}
