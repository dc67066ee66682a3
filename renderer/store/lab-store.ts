import { create } from 'zustand'
import { applyEvent, type LabEvent, type SessionEnding, type Snapshot } from '#contract'
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
  connection: ConnectionState
  /** Latest first. */
  endedSessions: readonly EndedSession[]
  /** The value of `performance.now()` when the lab's time was `snapshot.at`. */
  receivedAt: number
}

export const useLabStore = create<LabState>(() => ({
  snapshot: null,
  connection: 'connecting',
  endedSessions: [],
  receivedAt: 0,
}))

/** The state after a batch of events: one transaction, however many they are. */
export function afterEvents(state: LabState, events: readonly LabEvent[], now: number): LabState {
  if (state.snapshot === null) return state
  let snapshot = state.snapshot
  let endedSessions = state.endedSessions
  for (const event of events) {
    if (event.type === 'session-closed' && event.seq > snapshot.seq) {
      const user = snapshot.sessions.find((one) => one.id === event.id)?.user ?? event.handheld
      const ended = { id: event.id, user, handheld: event.handheld, at: event.at, reason: event.reason }
      endedSessions = [ended, ...endedSessions].slice(0, endedBound)
    }
    snapshot = applyEvent(snapshot, event)
  }
  if (snapshot === state.snapshot) return state
  return { ...state, snapshot, endedSessions, receivedAt: now }
}

/** Keeps the store in step with the lab, across reconnections. */
export function followLab(client: LabClient): void {
  const queue = eventQueue((events) => {
    useLabStore.setState((state) => afterEvents(state, events, performance.now()))
  })
  client.subscribe((event) => queue.push(event))
  client.onNewerSnapshot((snapshot) => {
    queue.clear()
    useLabStore.setState({ snapshot, receivedAt: performance.now() })
  })
  client.onState((connection) => {
    useLabStore.setState({ connection })
    if (connection !== 'open') return
    queue.clear()
    client.snapshot().then(
      (snapshot) => useLabStore.setState({ snapshot, receivedAt: performance.now() }),
      (error: unknown) => console.warn('No snapshot of the lab.', error),
    )
  })
}
