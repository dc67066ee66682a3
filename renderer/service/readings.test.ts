import { expect, it } from 'vitest'
import { readCount, readDuration, readOptionalCount, readOptionalDuration } from './readings.ts'

it.each(['', ' ', 'none', 'Not configured'])('takes %j for not configured', (text) => {
  expect(readOptionalCount(text)).toEqual({ value: null })
  expect(readOptionalDuration(text)).toEqual({ value: null })
})

it('reads counts from 1 to a million', () => {
  expect(readCount('1')).toEqual({ value: 1 })
  expect(readCount('1000000')).toEqual({ value: 1_000_000 })
  for (const text of ['0', '-1', '1.5', '1000001', 'many', ''])
    expect(readCount(text)).toHaveProperty('problem')
})

it('reads durations, and says the least that is possible', () => {
  expect(readDuration(100)('5m')).toEqual({ value: 300_000 })
  expect(readDuration(100)('50ms')).toEqual({ problem: 'At least 100ms.' })
  expect(readOptionalDuration('5')).toHaveProperty('problem')
})
