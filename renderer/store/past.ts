import { create } from 'zustand'
import type { TimeMark } from '#contract'
import type { LabClient } from '../connection/index.ts'
import type { OpenBundle } from '../past/open-bundle.ts'
import { forgetHappenings } from './happenings.ts'
import { show } from './interface.ts'
import { useLabStore } from './lab-store.ts'

interface PastState {
  /** The ticket bundle that is shown in place of the lab; null: the lab itself is. */
  bundle: OpenBundle | null
  isReading: boolean
  /** The moment that is shown, of the lab or of the bundle; null: now. Follows the pointer while somebody drags. */
  moment: { at: number; seq: number; frame: number } | null
  /** The mark of the time line that led to the moment; null: something else did. */
  mark: TimeMark | null
  /** What answers for that moment: another one once nobody drags any more, so that whoever reads reads again. */
  momentApi: LabClient | null
}

export const usePast = create<PastState>(() => ({
  bundle: null,
  isReading: false,
  moment: null,
  mark: null,
  momentApi: null,
}))

function isPastState({ bundle, moment }: PastState): boolean {
  return bundle !== null || moment !== null
}

/** Whether something is shown that can only be read. */
export function isPast(): boolean {
  return isPastState(usePast.getState())
}

export function useIsPast(): boolean {
  return usePast(isPastState)
}

/** Shows a bundle in place of the lab, or the lab again. */
export function showPast(bundle: OpenBundle | null): void {
  usePast.getState().bundle?.close()
  forgetHappenings()
  // What is chosen means nothing in another lab.
  show({ openFrame: null, pinnedFlow: null, largeScreen: null, trafficDevice: null, trafficHop: null })
  useLabStore.setState({ snapshot: null, endedSessions: [] })
  usePast.setState({ bundle, moment: null, momentApi: null })
}
