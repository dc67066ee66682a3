import { expect, test } from 'vitest'
import { Multimap } from './multimap.ts'

test('a multimap keeps the values of each key in their order, each of them once', () => {
  const multimap = new Multimap<string, number>()
  for (const value of [3, 1, 2, 3]) multimap.add('a', value)
  multimap.add('b', 3)
  expect([multimap.get('a'), multimap.get('b'), multimap.get('c')]).toEqual([[3, 1, 2], [3], []])
  for (const value of multimap.get('a')) multimap.delete('a', value)
  multimap.delete('c', 1)
  expect(multimap.get('a')).toEqual([])
  expect(multimap.size).toBe(1)
  multimap.add('b', 3)
  multimap.delete('b', 4)
  expect(multimap.get('b')).toEqual([3])
})
