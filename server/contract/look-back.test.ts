import { expect, it } from 'vitest'
import type { LabEvent } from './events.ts'
import { LookBack } from './look-back.ts'
import { emptySnapshot } from './testing/empty-snapshot.ts'
import { flowOf, sessionOf, userEvent } from './testing/made-events.ts'

const nowhere = { frame: 0, line: 0 }
const everything = { from: null, to: null, places: 500 }

/** Alice has a session; Carol's login logs her out. */
function aliceIsLoggedOut(): LookBack {
  const past = new LookBack(emptySnapshot, nowhere)
  const step = {
    step: '4a',
    outcome: 'done' as const,
    at: 60_000,
    detail: {
      code: 'idle-logged-out' as const,
      facts: { sessions: 2, maximum: 2, capacity: 250, loggedOut: [{ user: 'alice', silentSeconds: null }] },
    },
  }
  const events: LabEvent[] = [
    { seq: 1, at: 1_000, type: 'session', session: sessionOf('1', 'alice') },
    // A status message tells nothing.
    { seq: 2, at: 2_000, type: 'session', session: sessionOf('1', 'alice', 2_000) },
    { seq: 3, at: 60_000, type: 'flow', flow: flowOf('f', 'carol') },
    { seq: 4, at: 60_000, type: 'flow-step', id: 'f', step },
    { seq: 5, at: 60_000, type: 'session-closed', id: '1', handheld: 'alice', reason: 'idle' },
    { seq: 6, at: 60_010, type: 'flow', flow: flowOf('f', 'carol', { endedAt: 60_010, result: 'accepted' }) },
  ]
  for (const event of events) past.add(event, nowhere)
  return past
}

it('marks logins, decisions and endings, and nothing for a status message', () => {
  const { marks } = aliceIsLoggedOut().timeLine({ from: 59_000, to: 61_000, places: 500 }, 70_000)
  expect(marks.map(({ lane, seq, what }) => [seq, lane, what?.code])).toEqual([
    [3, 'logins', 'login-began'],
    [4, 'decisions', 'decision'],
    [5, 'endings', 'session-ended'],
    [6, 'logins', 'login-ended'],
  ])
  expect(marks.map(({ tone }) => tone)).toEqual(['plain', 'warning', 'bad', 'good'])
  expect(marks[2]?.what?.facts).toEqual({ session: '1', handheld: 'alice', user: 'alice', reason: 'idle' })
})

it('makes one of the marks that have no place of their own, with the worst of their tones', () => {
  const past = aliceIsLoggedOut()
  const far = past.timeLine({ ...everything, places: 10 }, 70_000)
  expect(far.marks.map(({ lane, count, seq, tone }) => [lane, count, seq, tone])).toEqual([
    ['logins', 2, 6, 'good'],
    ['decisions', 1, 4, 'warning'],
    ['endings', 1, 5, 'bad'],
  ])
  const near = past.timeLine({ from: 60_000, to: 60_020, places: 20 }, 70_000)
  expect(near.marks).toHaveLength(4)
  expect(past.timeLine({ from: 0, to: 59_999, places: 10 }, 70_000).marks).toEqual([])
})

it('goes from mark to mark', () => {
  const past = aliceIsLoggedOut()
  expect(past.beside({ seq: 4, direction: 'next' })?.seq).toBe(5)
  expect(past.beside({ seq: 4, direction: 'previous' })?.seq).toBe(3)
  expect(past.beside({ seq: 6, direction: 'next' })).toBeNull()
  expect(past.beside({ seq: 3, direction: 'previous' })).toBeNull()
})

it('tells the story without what only repeats, from the state before it', () => {
  const past = aliceIsLoggedOut()
  const { events, start } = past.story()
  expect(events.map(({ seq }) => seq)).toEqual([1, 3, 4, 5, 6])
  expect(start.sessions).toEqual([])
  expect(past.moment({ at: 59_999 }).snapshot.sessions).toHaveLength(1)
  expect(past.moment({ seq: 5 }).snapshot.sessions).toHaveLength(0)
})

it('keeps marks of moments that can no longer be shown', () => {
  const past = new LookBack(emptySnapshot, nowhere, { events: 600, bytes: 1e9 })
  for (let seq = 1; seq <= 2_000; seq += 1) past.add(userEvent(seq, 'alice'), nowhere)
  const { dropped, droppedMarks, first, marks } = past.timeLine({ ...everything, places: 500 }, 1_000)
  expect(dropped).toBeGreaterThan(1_000)
  expect(droppedMarks).toBe(0)
  expect(first).toBeGreaterThan(500)
  expect(marks[0]?.at).toBe(0)
  const { events, start } = past.story()
  expect(events[0]?.seq).toBe(start.seq + 1)
})
