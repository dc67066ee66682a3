import { expect, it } from 'vitest'
import { duration, formatDuration, parseDuration, parseTypedDuration } from './duration.ts'

it.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['5m', 300_000],
  ['1.5h', 5_400_000],
  ['30d', 2_592_000_000],
])('reads the duration %s wherever it is written', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
  expect(parseTypedDuration(text)).toBe(durationMs)
  expect(duration.parse(text)).toBe(durationMs)
})

it.each(['', '5', 'm', '5 minutes', '-5m', '5m3s', '5M', '30D'])(
  'does not accept %j as a duration',
  (text) => {
    expect(parseDuration(text)).toBeNull()
    expect(parseTypedDuration(text)).toBeNull()
    expect(duration.safeParse(text).success).toBe(false)
  },
)

it('accepts spaces in typed text, but not in a file', () => {
  expect(parseTypedDuration(' 5 m ')).toBe(300_000)
  expect(duration.safeParse('5 m').success).toBe(false)
  expect(duration.safeParse(' 5m').success).toBe(false)
})

it('writes a duration in the largest unit that is exact', () => {
  expect([250, 1_500, 90_000, 300_000, 7_200_000, 86_400_000].map(formatDuration)).toEqual([
    '250ms',
    '1500ms',
    '90s',
    '5m',
    '2h',
    '1d',
  ])
})

it.each([
  ['1m30s', '90s'],
  ['1h 30m', '90m'],
  ['1d12h', '36h'],
])('says how %s is written', (text, written) => {
  expect(duration.safeParse(text).error?.issues[0]?.message).toBe(`one number and one unit, ${written}`)
})
