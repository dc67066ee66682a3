import { create } from 'zustand'
import type { LabApi } from '#contract'
import { connectTo, type SwitchableClient } from '../connection/index.ts'
import { forgetHappenings } from './happenings.ts'
import { show } from './interface.ts'
import { useLabStore } from './lab-store.ts'
import { usePast } from './past.ts'

type OtherLab = ReturnType<typeof connectTo>

/** What the page shows in place of its own lab. */
interface ShownInPlace {
  /** The page's own lab, which starts and ends others; null until the page has connected to it. */
  own: LabApi | null
  /** The lab in a process of its own that is shown, such as that of a lesson; null: none. */
  other: OtherLab | null
}

export const useOtherLab = create<ShownInPlace>(() => ({ own: null, other: null }))

/** Where the shown lab is remembered, so that a page which is loaded again comes back to it. */
const key = 'bramble.other-lab'

/** Shows a lab in a process of its own, by its ID; null: the page's own lab again. The lab that was shown goes on. */
export function showOtherLab(id: string | null): void {
  const before = useOtherLab.getState().other
  if ((before?.id ?? null) === id) return
  const other = id === null ? null : connectTo(id)
  // What is chosen means nothing in another lab.
  forgetChoices()
  forgetHappenings()
  useLabStore.setState({ snapshot: null, endedSessions: [] })
  useOtherLab.setState({ other })
  before?.close()
  remember(id)
  // A lab that has ended, or never was, cannot be looked at.
  other?.client.onState((state) => {
    if (state === 'ended' && useOtherLab.getState().other === other) showOtherLab(null)
  })
}

function forgetChoices(): void {
  show({
    openFrame: null,
    comparedFrame: null,
    pinnedFlow: null,
    markedStep: null,
    largeScreen: null,
    trafficDevice: null,
    trafficHop: null,
    trafficFilter: '',
    handheldFilter: '',
  })
}

function remember(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, id)
  } catch {
    return
  }
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}

/** Lets the client show what is chosen: a bundle before another lab, another lab before the own one. */
export function followShown(client: SwitchableClient): void {
  useOtherLab.setState({ own: client.own })
  let shown: Parameters<typeof client.show>[0] = null
  const apply = () => {
    const next = usePast.getState().bundle?.client ?? useOtherLab.getState().other?.client ?? null
    if (next === shown) return
    shown = next
    client.show(next)
  }
  usePast.subscribe(apply)
  useOtherLab.subscribe(apply)
  const id = remembered()
  if (id !== null) showOtherLab(id)
}
