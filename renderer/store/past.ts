import { create } from 'zustand'
import type { OpenBundle } from '../past/open-bundle.ts'
import { forgetHappenings } from './happenings.ts'
import { show } from './interface.ts'
import { useLabStore } from './lab-store.ts'

/** The ticket bundle that is shown in place of the lab; null: the lab itself is. */
export const usePast = create<{ bundle: OpenBundle | null; isReading: boolean }>(() => ({
  bundle: null,
  isReading: false,
}))

export function isPast(): boolean {
  return usePast.getState().bundle !== null
}

/** Shows a bundle in place of the lab, or the lab again. */
export function showPast(bundle: OpenBundle | null): void {
  usePast.getState().bundle?.close()
  forgetHappenings()
  // What is chosen means nothing in another lab.
  show({ openFrame: null, pinnedFlow: null, largeScreen: null, trafficDevice: null, trafficHop: null })
  useLabStore.setState({ snapshot: null, endedSessions: [] })
  usePast.setState({ bundle })
}
