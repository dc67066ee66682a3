import { expect, it } from 'vitest'
import { tileGap, tilesFor } from './tile-size.ts'

it('shows 500 in the bench of a window of 1280 by 800', () => {
  const room = { width: 560, height: 360 }
  const { columns, size } = tilesFor(500, room)
  expect(size).toBeGreaterThanOrEqual(15)
  expect(Math.ceil(500 / columns) * (size + tileGap)).toBeLessThanOrEqual(room.height)
})

it('makes few tiles large, and does not stretch them', () => {
  expect(tilesFor(2, { width: 900, height: 500 }).size).toBe(92)
})

it('lets the wall scroll where there is no room, and none', () => {
  expect(tilesFor(10_000, { width: 560, height: 360 })).toEqual({ columns: 31, size: 15 })
  expect(tilesFor(5, { width: 0, height: 0 })).toEqual({ columns: 1, size: 15 })
})
