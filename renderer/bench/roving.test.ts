import { expect, it } from 'vitest'
import { targetOf } from './roving.ts'

const wall = { index: 12, columns: 10, page: 3, count: 25 }

it.each([
  ['ArrowDown', 22],
  ['ArrowUp', 2],
  ['ArrowLeft', 11],
  ['ArrowRight', 13],
  ['PageDown', 24],
  ['PageUp', 0],
  ['Home', 0],
  ['End', 24],
  ['a', null],
])('%s leads from the twelfth to %s', (key, to) => {
  expect(targetOf(key, wall)).toBe(to)
})

it('stays within the edges', () => {
  expect(targetOf('ArrowDown', { ...wall, index: 20 })).toBe(20)
  expect(targetOf('ArrowUp', { ...wall, index: 4 })).toBe(4)
  expect(targetOf('ArrowRight', { ...wall, index: 24 })).toBe(24)
})

it('leaves left and right to the browser in a list of one column', () => {
  expect(targetOf('ArrowRight', { ...wall, columns: 1 })).toBeNull()
})
