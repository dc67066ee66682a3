import { expect, it } from 'vitest'
import { beginning, everything, following, panned, ticksOf, zoomed } from './view-range.ts'

it('keeps the time under the pointer where it is, from milliseconds to a month', () => {
  expect(zoomed({ from: 0, to: 1_000 }, 0.5, 250)).toEqual({ from: 125, to: 625 })
  const close = zoomed({ from: 0, to: 20 }, 0.001, 10)
  expect(close.to - close.from).toBe(10)
  const far = zoomed({ from: 0, to: 1e9 }, 1e6, 0)
  expect(far.to - far.from).toBe(31 * 86_400_000)
  expect(panned({ from: 0, to: 100 }, -0.5)).toEqual({ from: -50, to: 50 })
})

it('turns the page only when now leaves it', () => {
  const page = { from: 0, to: 300 }
  expect(following(page, 299, null)).toEqual(page)
  const next = following(page, 301, null)
  expect(next.to - next.from).toBe(300)
  expect(next.from).toBeLessThan(301)
  expect(next.to).toBeGreaterThan(301)
})

it('shows all of a young lab, and more and more of it, until it shows the latest ten minutes', () => {
  const minute = 60_000
  const young = beginning(0, 5_000)
  expect(young.from).toBeLessThan(0)
  expect(young.to - young.from).toBe(minute)
  const longer = following(young, minute, 0)
  expect(longer).toEqual({ from: young.from, to: young.from + 2 * minute })
  const old = beginning(0, 3_600_000)
  expect(old.to - old.from).toBe(10 * minute)
  expect(old.to).toBeGreaterThan(3_600_000)
  expect(following(old, old.to + 1, 0).from).toBeGreaterThan(old.from)
})

it('labels round times, with room for each', () => {
  const hour = 3_600_000
  expect(ticksOf({ from: 0, to: 10 }, 1_000, 100, 0)).toEqual({
    stepMs: 1,
    at: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  })
  expect(ticksOf({ from: 1, to: 600_000 }, 1_000, 90, 0)).toMatchObject({ stepMs: 60_000 })
  // Days begin at midnight of the page's clock.
  expect(ticksOf({ from: 0, to: 48 * hour }, 1_000, 400, 2 * hour).at).toEqual([22 * hour, 46 * hour])
  const all = everything(5_000, 65_000)
  expect(all.from).toBeLessThan(5_000)
  expect(all.to).toBeGreaterThan(65_000)
})
