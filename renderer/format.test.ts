import { expect, it } from 'vitest'
import {
  byteSize,
  elapsed,
  formatDuration,
  parseDuration,
  preciseTime,
  timeOrDay,
  tookTime,
} from './format.ts'

it.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['5m', 300_000],
  [' 1.5 h ', 5_400_000],
  ['30D', 2_592_000_000],
])('reads the duration %s', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
})

it.each(['', '5', 'm', '5 minutes', '-5m', '5m3s'])('takes %j for no duration', (text) => {
  expect(parseDuration(text)).toBeNull()
})

it('writes a duration in the largest unit that says it exactly', () => {
  expect([250, 1_500, 90_000, 300_000, 7_200_000, 86_400_000].map(formatDuration)).toEqual([
    '250ms',
    '1500ms',
    '90s',
    '5m',
    '2h',
    '1d',
  ])
})

it('counts up', () => {
  expect([-5, 7_999, 760_000, 11_049_000].map(elapsed)).toEqual(['0:00', '0:07', '12:40', '3:04:09'])
})

it('says how long something took, and how large it is', () => {
  expect([tookTime(240), tookTime(1_420)]).toEqual(['240 ms', '1.42 s'])
  expect([byteSize(312), byteSize(2_150)]).toEqual(['312 B', '2.1 KB'])
})

it('shows milliseconds with three digits', () => {
  expect(preciseTime(1_042)).toMatch(/:01\.042$/)
})

it('tells the time of what was today, and the day of what was before', () => {
  const noon = new Date(2011, 4, 3, 12, 0).getTime()
  expect(timeOrDay(noon, noon + 60_000)).toBe('12:00')
  expect(timeOrDay(noon, noon + 24 * 3_600_000)).toMatch(/3/)
  expect(timeOrDay(noon, noon + 24 * 3_600_000)).not.toContain(':')
})
