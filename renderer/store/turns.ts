import { create } from 'zustand'
import type { BranchView, CommandRequest } from '#contract'
import type { PastRun } from '../past/read-report.ts'
import { wordsNow } from '../words/words.ts'
import { runOn } from './lab.tsx'
import { showOtherLab, useOtherLab } from './other-lab.ts'
import { usePast } from './past.ts'

interface Turns {
  /** The lab that goes on from a moment, as it was shown last. */
  branch: BranchView | null
  /** While a turn is prepared: from when on, and the part of its history that has been repeated. */
  starting: { number: number; at: number; done: number } | null
  /** While a history is opened: its name, the lab time of its end once that is known, and the part that has been repeated. */
  opening: { number: number; of: string; at: number | null; done: number } | null
  dialog: 'change' | 'compare' | 'snapshots' | 'report' | null
  /** The report of which a run is being chosen. */
  report: { name: string; runs: readonly PastRun[] } | null
}

/** Tells the turns apart that are prepared one after the other. */
let lastStart = 0

/** What is different in a turn. */
export type Turn = Omit<CommandRequest<'branch.start'>, 'at'>

export const useTurns = create<Turns>(() => ({
  branch: null,
  starting: null,
  opening: null,
  dialog: null,
  report: null,
}))

export function openTurnDialog(dialog: Turns['dialog']): void {
  useTurns.setState({ dialog, report: null })
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
  const { at } = moment
  lastStart += 1
  const number = lastStart
  const isAwaitedNow = () => useTurns.getState().starting?.number === number
  useTurns.setState({ starting: { number, at, done: 0 }, dialog: null })
  const stopListening = own.subscribe((event) => {
    if (event.type !== 'branching' || !isAwaitedNow()) return
    const done = event.branching.find((one) => one.at === at)?.done
    if (done !== undefined) useTurns.setState({ starting: { number, at, done } })
  })
  const stopWatching = usePast.subscribe((past) => {
    if (past.moment === null && isAwaitedNow()) cancelTurn()
  })
  const branch = await run(turns.continueHere, 'branch.start', { at, ...turn })
  stopListening()
  stopWatching()
  const isAwaited = isAwaitedNow()
  // Who has gone back to now no longer wants it.
  const isStillWanted = isAwaited && usePast.getState().moment !== null
  if (isAwaited) useTurns.setState({ starting: null })
  if (!branch) return
  if (!isStillWanted) {
    await run(turns.back, 'branch.stop', { id: branch.id })
    return
  }
  useTurns.setState({ branch })
  showOtherLab(branch.id)
}

/** Nobody waits for the turn that is being prepared any more. */
export function cancelTurn(): void {
  const { own } = useOtherLab.getState()
  const { starting } = useTurns.getState()
  if (own === null || starting === null) return
  void runOn(own)(wordsNow().page.turns.cancelStart, 'branch.cancel', { at: starting.at })
  useTurns.setState({ starting: null })
}

/** Who looks at a moment for so long may go on from there. */
const preparedAfterMs = 2_000

/** Lets the lab prepare a turn at a moment that somebody looks at for a while. @returns a function that stops it */
export function prepareTurns(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = usePast.subscribe(({ bundle, moment, momentApi }, before) => {
    if (momentApi === before.momentApi) return
    clearTimeout(timer)
    const { other, own } = useOtherLab.getState()
    if (momentApi === null || moment === null || bundle !== null || other !== null) return
    const { at } = moment
    // If it cannot be prepared, going on says why.
    timer = setTimeout(() => void own?.call('branch.prepare', { at }).catch(() => {}), preparedAfterMs)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
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
