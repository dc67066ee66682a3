import { create } from 'zustand'
import type { BranchView, CommandRequest } from '#contract'
import { wordsNow } from '../words/words.ts'
import { runOn } from './lab.tsx'
import { showOtherLab, useOtherLab } from './other-lab.ts'
import { usePast } from './past.ts'

interface Turns {
  /** The lab that goes on from a moment, as it was shown last. */
  branch: BranchView | null
  /** While a turn is prepared: from when on. Another object for each. */
  starting: { at: number } | null
  dialog: 'change' | 'compare' | null
}

/** What is different in a turn. */
export type Turn = Omit<CommandRequest<'branch.start'>, 'at'>

export const useTurns = create<Turns>(() => ({ branch: null, starting: null, dialog: null }))

export function openTurnDialog(dialog: Turns['dialog']): void {
  useTurns.setState({ dialog })
}

/** The turn that is shown in place of the page's own lab. */
export function useShownTurn(): BranchView | null {
  const shown = useOtherLab(({ other }) => other?.id ?? null)
  return useTurns(({ branch }) => (branch !== null && branch.id === shown ? branch : null))
}

export function shownTurn(): BranchView | null {
  const { branch } = useTurns.getState()
  return branch !== null && branch.id === useOtherLab.getState().other?.id ? branch : null
}

/** Starts a lab at the moment of the own lab that is shown, and shows it in place of that. */
export async function takeTurn(turn: Turn): Promise<void> {
  const { moment } = usePast.getState()
  const { own } = useOtherLab.getState()
  if (moment === null || own === null || useTurns.getState().starting !== null) return
  const { turns } = wordsNow().page
  const run = runOn(own)
  const starting = { at: moment.at }
  useTurns.setState({ starting, dialog: null })
  const branch = await run(turns.continueHere, 'branch.start', { at: moment.at, ...turn })
  const isAwaited = useTurns.getState().starting === starting
  // Who has gone back to now no longer wants it.
  const isStillWanted = isAwaited && usePast.getState().moment !== null
  if (isAwaited) useTurns.setState({ starting: null })
  if (branch === undefined) return
  if (!isStillWanted) {
    await run(turns.back, 'branch.stop', { id: branch.id })
    return
  }
  useTurns.setState({ branch })
  showOtherLab(branch.id)
}

/** Nobody waits for the turn that is being prepared any more: it ends as soon as it has begun. */
export function cancelTurn(): void {
  useTurns.setState({ starting: null })
}

/** Ends the turn that is shown; the page's own lab is shown again. */
export async function endTurn(): Promise<void> {
  const { own } = useOtherLab.getState()
  const branch = shownTurn()
  if (own === null || branch === null) return
  useTurns.setState({ branch: null, dialog: null })
  showOtherLab(null)
  await runOn(own)(wordsNow().page.turns.back, 'branch.stop', { id: branch.id })
}

/** A page that was loaded again shows the same lab: it asks whether that is another turn. */
export async function recognizeTurn(id: string): Promise<void> {
  const { own } = useOtherLab.getState()
  if (own === null || useTurns.getState().branch?.id === id) return
  const branches = await own.call('branch.list', {}).catch(() => [])
  const branch = branches.find((one) => one.id === id)
  if (branch !== undefined) useTurns.setState({ branch })
}
