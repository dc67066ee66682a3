import { useSyncExternalStore } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type {
  FlowView,
  HandheldView,
  PaceView,
  ProcessFlow,
  SessionView,
  Snapshot,
  UserView,
} from '#contract'
import { useLabStore } from './lab-store.ts'

/**
 * Selectors that return one entry. Each version of a list is indexed once, so that hundreds of components can look up their
 * own entry.
 */
const handheldIndexes = new WeakMap<readonly HandheldView[], Map<string, HandheldView>>()
const userIndexes = new WeakMap<readonly UserView[], Map<string, UserView>>()
const sessionIndexes = new WeakMap<readonly SessionView[], Map<string, SessionView>>()

function indexed<T>(
  indexes: WeakMap<readonly T[], Map<string, T>>,
  list: readonly T[],
  keyOf: (entry: T) => string,
): Map<string, T> {
  const known = indexes.get(list)
  if (known !== undefined) return known
  const made = new Map(list.map((entry) => [keyOf(entry), entry]))
  indexes.set(list, made)
  return made
}

/** Selects from the snapshot; `empty` until there is one. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T, empty: T): T {
  return useLabStore((state) => (state.snapshot === null ? empty : select(state.snapshot)))
}

const noFlow: ProcessFlow = { parts: [], hops: [], steps: [] }

/** What a login goes through. */
export function useProcessFlow(): ProcessFlow {
  return useSnapshot((snapshot) => snapshot.processFlow, noFlow)
}

export function useHandheld(name: string): HandheldView | undefined {
  return useSnapshot(
    (snapshot) => indexed(handheldIndexes, snapshot.handhelds, (one) => one.name).get(name),
    undefined,
  )
}

/** The display name of a user; the user ID where the lab does not know one. */
export function useUserName(user: string): string {
  return useSnapshot(
    (snapshot) => indexed(userIndexes, snapshot.users, (one) => one.id).get(user)?.name ?? user,
    user,
  )
}

export function useSessionOf(handheld: string): SessionView | undefined {
  return useSnapshot(
    (snapshot) => indexed(sessionIndexes, snapshot.sessions, (one) => one.handheld).get(handheld),
    undefined,
  )
}

/** The handhelds' names, in order: changes only when one is added or removed. */
export function useHandheldNames(): readonly string[] {
  return useLabStore(useShallow((state) => (state.snapshot?.handhelds ?? []).map((one) => one.name)))
}

const noFlows: readonly FlowView[] = []

export function useFlows(): readonly FlowView[] {
  return useSnapshot<readonly FlowView[]>((snapshot) => snapshot.flows, noFlows)
}

/** The pace of a lab whose time a scenario advances. */
const standing: PaceView = { isPaused: true, speed: 1 }

/** The lab's time now: the latest time that it reported, plus the time since, at the lab's speed. */
export function labNow(): number {
  const { snapshot, receivedAt } = useLabStore.getState()
  if (snapshot === null) return Date.now()
  const { isPaused, isCatchingUp, speed } = snapshot.pace ?? standing
  // While lab time is catching up, its speed is unknown, so do not extrapolate.
  return isPaused || isCatchingUp ? snapshot.at : snapshot.at + (performance.now() - receivedAt) * speed
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

/** The lab's time in whole seconds, updated every second. All components share one timer. */
export function useLabSeconds(): number {
  return useSyncExternalStore(subscribeToSeconds, () => Math.floor(labNow() / 1_000) * 1_000)
}
