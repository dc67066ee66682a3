import { expect, it } from 'vitest'
import type { HandheldView, LabEvent } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { afterEvents, afterSnapshot, type LabState } from './lab-store.ts'
import { someHandheld } from './testing/some-handheld.ts'
import { someSession } from './testing/some-session.ts'

const session = { ...someSession, handheld: 'desk' }

const snapshot = { ...emptySnapshot, seq: 10, at: 5_000, sessions: [session] }

const state: LabState = {
  ...afterSnapshot(snapshot, 0),
  connection: 'open',
  endedSessions: [],
  lostAt: null,
}
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

it('remembers the user of a session that was opened and closed at once', () => {
  const bobs = { ...session, id: 's2', user: 'bob' }
  const opened: LabEvent = { seq: 11, at: 6_000, type: 'session', session: bobs }
  const next = afterEvents(state, [opened, { ...closed, seq: 12, id: 's2' }], 77)
  expect(next.endedSessions.map(({ user }) => user)).toEqual(['bob'])
})

it('counts who is signed in, whatever becomes of the handhelds', () => {
  const isIn = (name: string): HandheldView => ({ ...someHandheld, name })
  const isOut = (name: string): HandheldView => ({ ...someHandheld, name, state: 'signed-out' })
  const start = { ...snapshot, sessions: [], handhelds: [isIn('alice'), isOut('bob'), isIn('carol')] }
  const first: LabState = { ...state, ...afterSnapshot(start, 0) }
  expect(first.counts['signed-in']).toBe(2)
  const events: LabEvent[] = [
    { seq: 11, at: 0, type: 'handheld', handheld: isIn('bob') },
    { seq: 12, at: 0, type: 'handheld', handheld: isOut('alice') },
    { seq: 13, at: 0, type: 'handheld', handheld: isIn('alice') },
    { seq: 14, at: 0, type: 'handheld-removed', name: 'carol' },
    { seq: 15, at: 0, type: 'handheld', handheld: isIn('dora') },
  ]
  const all = afterEvents(first, events, 0)
  expect(all.counts['signed-in']).toBe(3)
  const oneByOne = events.reduce((now, event) => afterEvents(now, [event], 0), first)
  expect(oneByOne.counts).toEqual(all.counts)
})

it('counts who was logged out by the service and does not know', () => {
  const start = { ...snapshot, handhelds: [{ ...someHandheld, name: 'desk' }] }
  const first: LabState = { ...state, ...afterSnapshot(start, 0) }
  expect(first.counts['logged-out']).toBe(0)
  const after = afterEvents(first, [closed], 0)
  expect(after.counts['logged-out']).toBe(1)
  const told: LabEvent = {
    seq: 12,
    at: 0,
    type: 'handheld',
    handheld: { ...someHandheld, name: 'desk', state: 'signed-out', reason: 'idle' },
  }
  const { counts } = afterEvents(after, [told], 0)
  expect([counts['logged-out'], counts['signed-out'], counts['signed-in']]).toEqual([0, 1, 0])
})

it('looks at no other session where one has sent a status message', () => {
  let looks = 0
  const sessions = Array.from({ length: 1_000 }, (_, number) => {
    const name = `load${number}`
    return Object.defineProperty({ ...someSession, id: name }, 'handheld', {
      enumerable: true,
      get() {
        looks += 1
        return name
      },
    })
  })
  const handhelds = sessions.map(({ id }) => ({ ...someHandheld, name: id }))
  let now: LabState = { ...state, ...afterSnapshot({ ...snapshot, handhelds, sessions }, 0) }
  looks = 0
  for (let seq = 11; seq < 21; seq += 1) {
    const status: LabEvent = {
      seq,
      at: seq,
      type: 'session',
      session: { ...someSession, id: 'load500', handheld: 'load500', lastStatusAt: seq },
    }
    now = afterEvents(now, [status], 0)
  }
  expect(now.counts['signed-in']).toBe(1_000)
  expect(looks).toBeLessThan(10)
})
