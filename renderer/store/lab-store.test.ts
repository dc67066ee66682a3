import { expect, it } from 'vitest'
import type { LabEvent, SessionView } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { afterEvents, type LabState } from './lab-store.ts'

const session: SessionView = {
  id: 's1',
  service: 'service-1',
  user: 'alice',
  handheld: 'desk',
  pin: '2100000A',
  isInCoverage: true,
  openedAt: 0,
  lastStatusAt: 0,
  lastActivityAt: 0,
  isReconnecting: false,
  connectivity: { sipAddress: 'sip:alice@x', server: 'x:5061', transport: 'tls', expiresAt: 1, details: [] },
}

const snapshot = { ...emptySnapshot, seq: 10, at: 5_000, sessions: [session] }

const state: LabState = { snapshot, connection: 'open', endedSessions: [], receivedAt: 0 }
const closed: LabEvent = {
  seq: 11,
  at: 6_000,
  type: 'session-closed',
  id: 's1',
  handheld: 'desk',
  reason: 'idle',
}

it('applies a batch in one go, and remembers whose session ended', () => {
  const next = afterEvents(state, [closed], 77)
  expect(next.snapshot?.sessions).toEqual([])
  expect(next.endedSessions).toEqual([
    { id: 's1', user: 'alice', handheld: 'desk', at: 6_000, reason: 'idle' },
  ])
  expect(next.receivedAt).toBe(77)
})

it('leaves everything as it is when the snapshot has the events already', () => {
  expect(afterEvents(state, [{ ...closed, seq: 10 }], 77)).toBe(state)
})
