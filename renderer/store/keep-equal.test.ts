import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keepEqual } from './keep-equal.ts'

it('has the value of what comes, and the objects of what was where they are equal', () => {
  const before = {
    list: [
      { id: 'a', is: [1] },
      { id: 'b', is: [2] },
    ],
    other: { x: 1 },
  }
  const after = keepEqual(before, {
    list: [
      { id: 'c', is: [] },
      { id: 'a', is: [1] },
      { id: 'b', is: [3] },
    ],
    other: { x: 1 },
  })
  expect(after.list[1]).toBe(before.list[0])
  expect(after.list[2]).toEqual({ id: 'b', is: [3] })
  expect(after.other).toBe(before.other)
  expect(keepEqual(before, structuredClone(before))).toBe(before)
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(keepEqual(one, other)).toEqual(other)
      expect(keepEqual(one, structuredClone(one))).toBe(one)
    }),
  )
})
