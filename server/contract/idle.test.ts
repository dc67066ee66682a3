import { expect, it } from 'vitest'
import { isIdle } from './idle.ts'

const session = { isInCoverage: true, lastStatusAt: 1_000 }

it('is idle outside coverage at once, and in coverage after the timeout limit', () => {
  expect(isIdle(session, 500, 1_500)).toBe(false)
  expect(isIdle(session, 500, 1_501)).toBe(true)
  expect(isIdle({ ...session, isInCoverage: false }, 500, 1_000)).toBe(true)
})

it('is never idle without a timeout limit', () => {
  expect(isIdle({ ...session, isInCoverage: false }, null, 9_999_999)).toBe(false)
})
