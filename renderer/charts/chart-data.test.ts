import { expect, it } from 'vitest'
import type { ChartsView } from '#contract'
import { chartData, within } from './chart-data.ts'

const start = Date.UTC(2010, 5, 1, 9)
const quiet = { frames: 0, logins: 0, refused: 0, p50: null, p95: null }
const view: ChartsView = {
  intervalMs: 1_000,
  from: start,
  to: start + 4_500,
  sessionsBefore: 2,
  points: [
    { ...quiet, at: start + 1_000, sessions: 1, mostSessions: 3, frames: 40 },
    { ...quiet, at: start + 3_000, sessions: 1, mostSessions: 1, logins: 1, p50: 120, p95: 120 },
  ],
  marks: [
    { at: start + 2_500, code: 'setting', facts: { key: 'maximumSessions', before: null, value: 3 } },
    { at: start + 3_500, code: 'setting', facts: { key: 'capacity', before: 1, value: 2 } },
  ],
  droppedMarks: 0,
}

it('has a value for each interval, and the maximum as it was at the time', () => {
  expect(chartData(view, 3)).toMatchObject({
    seconds: [0, 1, 2, 3, 4].map((second) => start / 1_000 + second),
    sessions: [2, 3, 1, 1, 1],
    maximum: [null, null, 3, 3, 3],
    framesPerSecond: [0, 40, 0, 0, 0],
    p95: [null, null, null, 120, null],
  })
})

it('can be cut to a part', () => {
  const part = within(chartData(view, 3), { from: start + 1_200, to: start + 3_000 })
  expect(part).toMatchObject({ sessions: [3, 1, 1], marks: [view.marks[0]] })
})
