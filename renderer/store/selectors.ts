import { useSyncExternalStore } from 'react'
import {
  type FlowView,
  type HandheldView,
  keyedLists,
  type MarkView,
  type PaceView,
  type ProcessFlow,
  type SessionView,
  type Snapshot,
} from '#contract'
import { useLabStore } from './lab-store.ts'
import { sessionOf } from './session-of.ts'

/** Selects from the snapshot; `empty` until there is one. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T, empty: T): T {
  return useLabStore((state) => (state.snapshot === null ? empty : select(state.snapshot)))
}

const noFlow: ProcessFlow = { parts: [], hops: [], steps: [] }

const noMarks: readonly MarkView[] = []

/** Marks on frames, by the number of the frame. */
export function useMarks(): readonly MarkView[] {
  return useSnapshot<readonly MarkView[]>((snapshot) => snapshot.marks, noMarks)
}

/** What a login goes through. */
export function useProcessFlow(): ProcessFlow {
  return useSnapshot((snapshot) => snapshot.processFlow, noFlow)
}

/** Whether what the page shows may be old, because nobody tells it of changes. */
export function useIsStale(): boolean {
  return useLabStore(({ connection, snapshot }) => snapshot !== null && connection !== 'open')
}

export function useHandheld(name: string): HandheldView | undefined {
  return useSnapshot(({ handhelds }) => keyedLists.handhelds.get(handhelds, name), undefined)
}

/** The display name of a user; the user ID where the lab does not know one. */
export function useUserName(user: string): string {
  return useSnapshot(({ users }) => keyedLists.users.get(users, user)?.name ?? user, user)
}

export function useSessionOf(handheld: string): SessionView | undefined {
  return useSnapshot(({ sessions }) => sessionOf(sessions, handheld), undefined)
}

const noNames: readonly string[] = []

/** The handhelds' names, in order: changes only when one is added or removed. */
export function useHandheldNames(): readonly string[] {
  return useSnapshot(({ handhelds }) => keyedLists.handhelds.keys(handhelds), noNames)
}

const noFlows: readonly FlowView[] = []

export function useFlows(): readonly FlowView[] {
  return useSnapshot<readonly FlowView[]>((snapshot) => snapshot.flows, noFlows)
}

/** The pace of a lab whose time a scenario advances. */
const standing: PaceView = { isPaused: true, speed: 1 }

/** The lab's time now: the latest that it reported, plus the time since, at its speed. Stands while the connection is lost. */
export function labNow(): number {
  const { snapshot, receivedAt, lostAt } = useLabStore.getState()
  if (snapshot === null) return Date.now()
  const { isPaused, isCatchingUp, speed } = snapshot.pace ?? standing
  // While lab time is catching up, its speed is unknown, so do not extrapolate.
  return isPaused || isCatchingUp
    ? snapshot.at
    : snapshot.at + ((lostAt ?? performance.now()) - receivedAt) * speed
}

const secondListeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function subscribeToSeconds(listener: () => void): () => void {
  secondListeners.add(listener)
  ticking ??= setInterval(() => {
    for (const one of secondListeners) one()
  }, 1_000)
  return () => {
    secondListeners.delete(listener)
    if (secondListeners.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }
}

const subscribeToNothing = () => () => {}

/**
 * The lab's time in whole seconds, updated every second. All components share one timer.
 * @param isTicking false: it is not updated, for a component that shows no time now
 */
export function useLabSeconds(isTicking = true): number {
  return useSyncExternalStore(isTicking ? subscribeToSeconds : subscribeToNothing, () =>
    isTicking ? Math.floor(labNow() / 1_000) * 1_000 : 0,
  )
}
