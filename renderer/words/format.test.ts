import { expect, it, vi } from 'vitest'
import { byteSize, elapsed, preciseTime, timeOrDay, tookTime } from './format.ts'

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

it('formats times where the browser names a locale that is none', async () => {
  vi.resetModules()
  vi.stubGlobal('navigator', { language: 'en-US@posix', languages: ['en-US@posix'] })
  const { clockTime } = await import('./format.ts')
  expect(clockTime(0)).toMatch(/^\d\d:\d\d:00$/)
  vi.unstubAllGlobals()
})
