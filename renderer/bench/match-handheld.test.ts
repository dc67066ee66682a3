import { expect, it } from 'vitest'
import type { HandheldView } from '#contract'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { matchesHandheld } from './match-handheld.ts'

const handheld: HandheldView = { ...someHandheld, coverage: 'none', unread: 2 }

it.each(['', 'recep', 'ALICE', '210000', 'signed in', 'no coverage', 'curve alice', 'unread'])(
  'is found by %j',
  (text) => {
    expect(matchesHandheld(handheld, text)).toBe(true)
  },
)

it.each(['bob', 'signed out', 'alice bold', 'busy'])('is not found by %j', (text) => {
  expect(matchesHandheld(handheld, text)).toBe(false)
})
