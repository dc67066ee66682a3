import { create } from 'zustand'
import type { OpenBundle } from '../past/open-bundle.ts'
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
  // What is chosen means nothing in another lab.
  show({ openFrame: null, pinnedFlow: null, largeScreen: null, trafficDevice: null, trafficHop: null })
  useLabStore.setState({ snapshot: null, endedSessions: [] })
  usePast.setState({ bundle })
}

/** Lets the client show what is chosen. */
export function followPast(client: { show(other: OpenBundle['client'] | null): void }): void {
  usePast.subscribe(({ bundle }, before) => {
    if (bundle !== before.bundle) client.show(bundle?.client ?? null)
  })
}
