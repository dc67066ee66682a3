import { create } from 'zustand'
import {
  applyEvents,
  type HandheldView,
  keyedLists,
  type LabEvent,
  type SessionEnding,
  type Snapshot,
} from '#contract'
import type { ConnectionState, LabClient } from '../connection/index.ts'
import { eventQueue } from './event-queue.ts'

/** A session that is over, kept for a while so that people can see whose it was and why it ended. */
interface EndedSession {
  id: string
  user: string
  handheld: string
  at: number
  reason: SessionEnding
}

const endedBound = 30

export interface LabState {
  snapshot: Snapshot | null
  /** Number of handhelds that are signed in. Counted with each event, so that nobody goes through all of them. */
  signedIn: number
  connection: ConnectionState
  /** Latest first. */
  endedSessions: readonly EndedSession[]
  /** The value of `performance.now()` when the lab's time was `snapshot.at`. */
  receivedAt: number
  /** The value of `performance.now()` when the connection was lost; null while there is one. */
  lostAt: number | null
}

export const useLabStore = create<LabState>(() => ({
  snapshot: null,
  signedIn: 0,
  connection: 'connecting',
  endedSessions: [],
  receivedAt: 0,
  lostAt: null,
}))

/** The state of a lab that has just been read. */
export function afterSnapshot(
  snapshot: Snapshot,
  now: number,
): Pick<LabState, 'snapshot' | 'signedIn' | 'receivedAt'> {
  return { snapshot, signedIn: snapshot.handhelds.filter(isSignedIn).length, receivedAt: now }
}

/** The state after a batch of events: one transaction, however many they are. */
export function afterEvents(state: LabState, events: readonly LabEvent[], now: number): LabState {
  const before = state.snapshot
  if (before === null) return state
  const fresh = events.filter(({ seq }) => seq > before.seq)
  if (fresh.length === 0) return state
  const ended = endedIn(before, fresh)
  const touched = handheldsIn(fresh)
  const were = signedInOf(before, touched)
  const snapshot = applyEvents(before, fresh)
  return {
    ...state,
    snapshot,
    signedIn: state.signedIn - were + signedInOf(snapshot, touched),
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
  }
  return names
}

function signedInOf({ handhelds }: Snapshot, names: ReadonlySet<string>): number {
  let signedIn = 0
  for (const name of names) {
    const handheld = keyedLists.handhelds.get(handhelds, name)
    if (handheld !== undefined && isSignedIn(handheld)) signedIn += 1
  }
  return signedIn
}

function isSignedIn({ state }: HandheldView): boolean {
  return state === 'signed-in'
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
  client.subscribe((event) => queue.push(event))
  client.onNewerSnapshot((snapshot) => {
    queue.clear()
    useLabStore.setState({ snapshot, receivedAt: performance.now() })
    observer.start(snapshot)
  })
  client.onState((connection) => {
    useLabStore.setState(({ lostAt }) => ({
      connection,
      lostAt: connection === 'open' ? null : (lostAt ?? performance.now()),
    }))
    if (connection !== 'open') return
    queue.clear()
    client.snapshot().then(
      (snapshot) => {
        useLabStore.setState(afterSnapshot(snapshot, performance.now()))
        observer.start(snapshot)
      },
      (error: unknown) => console.warn('No snapshot of the lab.', error),
    )
  })
}
