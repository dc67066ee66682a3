import { expect, it } from 'vitest'
import { needsCompaction } from './dense-heap.ts'

const megabytes = 1_024 * 1_024

it('moves objects together while there are many holes, until few are left', () => {
  const space = (used: number, holes: number) => ({ used: used * megabytes, holes: holes * megabytes })
  expect(needsCompaction(space(20, 20), false)).toBe(false)
  expect(needsCompaction(space(100, 35), false)).toBe(false)
  expect(needsCompaction(space(100, 45), false)).toBe(true)
  expect(needsCompaction(space(100, 35), true)).toBe(true)
  expect(needsCompaction(space(100, 14), true)).toBe(false)
})
