import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyEvent, applyEvents } from './apply.ts'
import type { LabEvent, LabEventBody } from './events.ts'
import { emptySnapshot } from './testing/empty-snapshot.ts'

const names = fc.constantFrom('alice', 'Bob', 'carol', 'dora')
const user = (id: string, name: string) => ({
  id,
  name,
  sipAddress: `sip:${id}@corp.example`,
  mayUseClient: true,
  isEnabled: true,
})

const bodies: fc.Arbitrary<LabEventBody> = fc.oneof(
  fc
    .record({ id: names, name: names })
    .map(({ id, name }) => ({ type: 'user' as const, user: user(id, name) })),
  names.map((id) => ({ type: 'user-removed' as const, id })),
  fc.record({ name: names, isSignedIn: fc.boolean() }).map(({ name, isSignedIn }) => ({
    type: 'desktop' as const,
    desktop: { user: name, isSignedIn, messages: [], droppedMessages: 0 },
  })),
  fc
    .double({ min: 1, max: 60 })
    .map((speed) => ({ type: 'pace' as const, pace: { speed, isPaused: false } })),
)

it('makes of several events at once what it makes of one after the other', () => {
  fc.assert(
    fc.property(fc.array(bodies, { maxLength: 30 }), (made) => {
      const events: LabEvent[] = made.map((body, index) => ({ ...body, seq: index + 1, at: index }))
      expect(applyEvents(emptySnapshot, events)).toEqual(events.reduce(applyEvent, emptySnapshot))
    }),
  )
})

it('leaves out events that the snapshot contains', () => {
  const snapshot = { ...emptySnapshot, seq: 7 }
  const events: LabEvent[] = [
    { type: 'user', user: user('alice', 'Alice'), seq: 7, at: 1 },
    { type: 'user', user: user('bob', 'Bob'), seq: 8, at: 2 },
  ]
  expect(applyEvents(snapshot, events.slice(0, 1))).toBe(snapshot)
  expect(applyEvents(snapshot, events).users.map(({ id }) => id)).toEqual(['bob'])
})

it('keeps the users in the order of their IDs, and what did not change', () => {
  const events = ['carol', 'Bob', 'alice'].map(
    (id, index): LabEvent => ({ type: 'user', user: user(id, id), seq: index + 1, at: 0 }),
  )
  const snapshot = applyEvents(emptySnapshot, events)
  expect(snapshot.users.map(({ id }) => id)).toEqual(['alice', 'Bob', 'carol'])
  expect(snapshot.handhelds).toBe(emptySnapshot.handhelds)
})
