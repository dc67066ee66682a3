import { expect, it } from 'vitest'
import { bitRate } from './bit-rate.ts'

it.each([
  [9_600, 9_600],
  ['9600bit', 9_600],
  ['40kbit', 40_000],
  ['1.5mbit', 1_500_000],
  ['384kbps', 384_000],
  ['2 Mbit/s', 2_000_000],
])('reads %s as %d bits per second', (written, bitsPerSecond) => {
  expect(bitRate.parse(written)).toBe(bitsPerSecond)
})

it.each(['40', '40kbyte', '40kB', '-1kbit', '0kbit', 0, -5, '', null])('refuses %s', (written) => {
  expect(bitRate.safeParse(written).success).toBe(false)
})
