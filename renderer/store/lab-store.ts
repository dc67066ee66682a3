import { create } from 'zustand'
import { applyEvents, keyedLists, type LabEvent, type SessionEnding, type Snapshot } from '#contract'
import type { ConnectionState, LabClient } from '../connection/index.ts'
import { type Facet, facets, facetsOf } from './device-condition.ts'
import { eventQueue } from './event-queue.ts'
import { keepEqual } from './keep-equal.ts'
import { sessionOf } from './session-of.ts'

/** A session that is over, kept for a while so that people can see whose it was and why it ended. */
export interface EndedSession {
  id: string
  user: string
  handheld: string
  at: number
  reason: SessionEnding
}

export const endedBound = 30

type FacetCounts = Readonly<Record<Facet, number>>

export interface LabState {
  snapshot: Snapshot | null
  /** Numbers of handhelds in each state. Counted with each event, so that nobody goes through all of them. */
  counts: FacetCounts
  connection: ConnectionState
  /** Latest first. */
  endedSessions: readonly EndedSession[]
  /** The value of `performance.now()` when the lab's time was `snapshot.at`. */
  receivedAt: number
  /** The value of `performance.now()` when the connection was lost; null while there is one. */
  lostAt: number | null
}

const noCounts: FacetCounts = {
  off: 0,
  'logged-out': 0,
  'no-coverage': 0,
  refused: 0,
  silent: 0,
  'signing-in': 0,
  'signed-in': 0,
  'signed-out': 0,
  held: 0,
  unread: 0,
}

export const useLabStore = create<LabState>(() => ({
  snapshot: null,
  counts: noCounts,
  connection: 'connecting',
  endedSessions: [],
  receivedAt: 0,
  lostAt: null,
}))

/** The state of a lab that has just been read. */
export function afterSnapshot(
  snapshot: Snapshot,
  now: number,
): Pick<LabState, 'snapshot' | 'counts' | 'receivedAt'> {
  const counts = { ...noCounts }
  for (const { name } of snapshot.handhelds) count(counts, snapshot, name, 1)
  return { snapshot, counts, receivedAt: now }
}

/** The state after a batch of events: one transaction, however many they are. */
export function afterEvents(state: LabState, events: readonly LabEvent[], now: number): LabState {
  const before = state.snapshot
  if (before === null) return state
  const fresh = events.filter(({ seq }) => seq > before.seq)
  if (fresh.length === 0) return state
  const ended = endedIn(before, fresh)
  const touched = handheldsIn(fresh)
  const counts = { ...state.counts }
  for (const name of touched) count(counts, before, name, -1)
  const snapshot = applyEvents(before, fresh)
  for (const name of touched) count(counts, snapshot, name, 1)
  return {
    ...state,
    snapshot,
    counts: facets.some((facet) => counts[facet] !== state.counts[facet]) ? counts : state.counts,
    endedSessions:
      ended.length === 0 ? state.endedSessions : [...ended, ...state.endedSessions].slice(0, endedBound),
    receivedAt: now,
  }
}

/** The sessions that ended, latest first. */
function endedIn({ sessions }: Snapshot, events: readonly LabEvent[]): EndedSession[] {
  const ended: EndedSession[] = []
  const opened = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'session') opened.set(event.session.id, event.session.user)
    if (event.type !== 'session-closed') continue
    const { id, handheld, at, reason } = event
    const user = opened.get(id) ?? keyedLists.sessions.get(sessions, id)?.user ?? handheld
    ended.unshift({ id, user, handheld, at, reason })
  }
  return ended
}

/** The names of the handhelds that the events are about. */
function handheldsIn(events: readonly LabEvent[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const event of events) {
    if (event.type === 'handheld') names.add(event.handheld.name)
    if (event.type === 'handheld-removed') names.add(event.name)
    if (event.type === 'session') names.add(event.session.handheld)
    if (event.type === 'session-closed') names.add(event.handheld)
  }
  return names
}

/** Adds a handheld to the counts, or takes it from them. */
function count(
  counts: Record<Facet, number>,
  { handhelds, sessions }: Snapshot,
  name: string,
  change: 1 | -1,
): void {
  const handheld = keyedLists.handhelds.get(handhelds, name)
  if (handheld === undefined) return
  for (const facet of facetsOf(handheld, sessionOf(sessions, name))) counts[facet] += change
}

/**
 * Keeps the store in step with the lab, across reconnections.
 * @param observer gets the same snapshots and events, in the same order
 */
export function followLab(
  client: LabClient,
  observer: { start(snapshot: Snapshot): void; record(events: readonly LabEvent[]): void },
): void {
  const queue = eventQueue((events) => {
    useLabStore.setState((state) => afterEvents(state, events, performance.now()))
    observer.record(events)
  })
  // Until the state is read anew, what is shown may be another lab's, or a moment of the past.
  let isRead = false
  client.subscribe((event) => {
    if (isRead) queue.push(event)
  })
  client.onNewerSnapshot((snapshot) => {
    queue.clear()
    isRead = true
    useLabStore.setState(
      afterSnapshot(keepEqual(useLabStore.getState().snapshot, snapshot), performance.now()),
    )
    observer.start(snapshot)
  })
  client.onState((connection) => {
    useLabStore.setState(({ lostAt }) => ({
      connection,
      lostAt: connection === 'open' ? null : (lostAt ?? performance.now()),
    }))
    isRead = false
    queue.clear()
    if (connection !== 'open') return
    client.snapshot().then(
      (snapshot) => {
        isRead = true
        useLabStore.setState(
          afterSnapshot(keepEqual(useLabStore.getState().snapshot, snapshot), performance.now()),
        )
        observer.start(snapshot)
      },
      (error: unknown) => console.warn('No snapshot of the lab.', error),
    )
  })
}
