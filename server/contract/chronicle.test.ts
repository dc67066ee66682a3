import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Packing } from '../base/index.ts'
import { applyEvent } from './apply.ts'
import { Chronicle, keyframeEvents, usualChronicleLimits } from './chronicle.ts'
import type { LabEvent } from './events.ts'
import { emptySnapshot } from './testing/empty-snapshot.ts'
import { madeEvents, userEvent } from './testing/made-events.ts'
import type { Snapshot } from './views.ts'

const nowhere = { frame: 0, line: 0 }

const packing: Packing = {
  pack: (text) => new TextEncoder().encode(text),
  unpack: (packed) => new TextDecoder().decode(packed),
}

function chronicleOf(
  events: readonly LabEvent[],
  limits = usualChronicleLimits,
  packs: Packing | null = null,
) {
  const chronicle = new Chronicle(emptySnapshot, nowhere, limits, packs)
  for (const event of events) chronicle.add(event, { frame: 2 * event.seq, line: 3 * event.seq })
  return chronicle
}

it.each([
  { what: 'as objects', events: 1_300, packs: null },
  { what: 'packed', events: 6_300, packs: packing },
])('shows at any moment the snapshot that was taken then, kept $what', ({ events: count, packs }) => {
  fc.assert(
    fc.property(
      madeEvents(count),
      fc.array(fc.nat(count + 100), { minLength: 5, maxLength: 10 }),
      (events, looks) => {
        const taken: Snapshot[] = [emptySnapshot]
        for (const event of events) taken.push(applyEvent(taken.at(-1) ?? emptySnapshot, event))
        const chronicle = chronicleOf(events, usualChronicleLimits, packs)
        for (const look of looks) {
          const seq = Math.min(look, events.length)
          expect(chronicle.stateAt({ seq }).snapshot).toEqual(taken[seq])
          // Up to a time: the last one taken at that time, or before it.
          const at = look / 2
          const then = taken.findLast((one) => one.at <= at) ?? emptySnapshot
          expect(chronicle.stateAt({ at }).snapshot).toEqual({ ...then, at })
        }
      },
    ),
    { numRuns: packs === null ? 20 : 5 },
  )
})

it('applies at most one keyframe’s worth of events, wherever it looks among 100,000', () => {
  const events = Array.from({ length: 100_000 }, (_, index) => userEvent(index + 1, `user${index % 700}`))
  const chronicle = chronicleOf(events)
  expect(chronicle.kept).toBe(100_000)
  for (const seq of [0, 1, 499, 500, 501, 50_250, 99_999, 100_000]) {
    chronicle.applied = 0
    expect(chronicle.stateAt({ seq }).snapshot.seq).toBe(seq)
    expect(chronicle.applied).toBeLessThanOrEqual(keyframeEvents)
  }
})

it('tells how far frames and log were', () => {
  const chronicle = chronicleOf([userEvent(1, 'alice'), userEvent(4, 'bob')])
  expect(chronicle.stateAt({ seq: 0 })).toMatchObject(nowhere)
  expect(chronicle.stateAt({ seq: 3 })).toMatchObject({ frame: 2, line: 3 })
  expect(chronicle.stateAt({ seq: 9 })).toMatchObject({ frame: 8, line: 12 })
})

it('drops the oldest events beyond its limits, and says how many', () => {
  const events = Array.from({ length: 3_000 }, (_, index) => userEvent(index + 1, 'alice'))
  const chronicle = chronicleOf(events, { events: 1_200, bytes: 1e9 })
  expect(chronicle.dropped + chronicle.kept).toBe(3_000)
  expect(chronicle.kept).toBeLessThanOrEqual(1_200)
  expect(chronicle.firstSeq).toBe(chronicle.dropped)
  // Earlier moments are shown as the earliest that is known.
  expect(chronicle.stateAt({ seq: 1 }).snapshot.seq).toBe(chronicle.firstSeq)
  const small = chronicleOf(events, { events: 1e9, bytes: 400_000 })
  expect(small.dropped).toBeGreaterThan(1_000)
  expect(small.lastSeq).toBe(3_000)
})

it('gives the latest events from a keyframe on', () => {
  const chronicle = chronicleOf(Array.from({ length: 1_700 }, (_, index) => userEvent(index + 1, 'alice')))
  const { entries, start } = chronicle.latest(1_300)
  expect(start).toMatchObject({ snapshot: { seq: 500 }, frame: 1_000 })
  expect(entries.map(({ event }) => event.seq)).toEqual(Array.from({ length: 1_200 }, (_, i) => 501 + i))
  expect(chronicle.latest(1e9).start.snapshot.seq).toBe(0)
})

it('keeps the older past in bytes, and drops it up to a keyframe', () => {
  const events = Array.from({ length: 30_000 }, (_, index) => userEvent(index + 1, `user${index % 300}`))
  const limits = { events: 12_000, bytes: 1e9 }
  const packed = chronicleOf(events, limits, packing)
  // The packing of this test makes it no smaller than text: what is dropped and what is packed later counts once, beside keyframes.
  const text = JSON.stringify(events.slice(0, packed.kept)).length
  expect(packed.bytes).toBeGreaterThan(text)
  expect(packed.bytes).toBeLessThan(1.8 * text)
  expect(packed.kept).toBeGreaterThan(8_000)
  expect(packed.kept).toBeLessThanOrEqual(12_000)
  expect(packed.dropped + packed.kept).toBe(30_000)
  expect(packed.stateAt({ seq: 1 }).snapshot.seq).toBe(packed.firstSeq)
  expect(packed.stateAt({ seq: 22_222 })).toMatchObject({ frame: 44_444, snapshot: { seq: 22_222 } })
  expect(packed.latest(4_200).entries.map(({ event }) => event)).toEqual(events.slice(-4_000))
})

it('applies at most what lies between two packed keyframes, and little where somebody has looked just now', () => {
  const events = Array.from({ length: 20_000 }, (_, index) => userEvent(index + 1, `user${index % 700}`))
  const chronicle = chronicleOf(events, usualChronicleLimits, packing)
  for (const seq of [0, 499, 2_001, 10_250, 19_999, 20_000]) {
    chronicle.applied = 0
    expect(chronicle.stateAt({ seq }).snapshot.seq).toBe(seq)
    expect(chronicle.applied).toBeLessThanOrEqual(2_000)
  }
  // A lab with few entries has a keyframe for each segment.
  const small = chronicleOf(
    events.map((_, at) => userEvent(at + 1, `user${at % 50}`)),
    usualChronicleLimits,
    packing,
  )
  for (const seq of [499, 2_001, 10_250, 10_251, 10_010, 19_999]) {
    small.applied = 0
    expect(small.stateAt({ seq }).snapshot.seq).toBe(seq)
    expect(small.applied).toBeLessThanOrEqual(keyframeEvents)
  }
  chronicle.stateAt({ seq: 10_250 })
  chronicle.applied = 0
  expect(chronicle.stateAt({ seq: 10_300 }).snapshot.seq).toBe(10_300)
  expect(chronicle.applied).toBeLessThanOrEqual(keyframeEvents)
})

it('takes an event once', () => {
  const chronicle = chronicleOf([userEvent(1, 'alice'), userEvent(1, 'alice'), userEvent(2, 'bob')])
  expect(chronicle.kept).toBe(2)
})
