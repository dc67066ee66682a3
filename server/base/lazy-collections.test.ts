import { expect, it } from 'vitest'
import { LazyMap, LazySet } from './lazy-collections.ts'

it('keeps entries as a map does, in the order in which they were added', () => {
  const map = new LazyMap<string, number>()
  expect([map.size, map.has('a'), map.get('a'), map.delete('a'), [...map]]).toEqual([
    0,
    false,
    undefined,
    false,
    [],
  ])
  map.set('b', 1)
  map.set('a', 2)
  map.set('b', 3)
  expect([...map]).toEqual([
    ['b', 3],
    ['a', 2],
  ])
  expect([[...map.keys()], [...map.values()]]).toEqual([
    ['b', 'a'],
    [3, 2],
  ])
  for (const [key] of map) map.delete(key)
  expect([map.size, [...map.keys()], [...map.values()]]).toEqual([0, [], []])
  map.set('c', 4)
  expect([map.has('c'), map.delete('b'), map.size]).toEqual([true, false, 1])
  map.clear()
  expect(map.size).toBe(0)
})

it('keeps each value once', () => {
  const set = new LazySet<string>()
  expect([set.size, set.has('a'), set.delete('a'), [...set]]).toEqual([0, false, false, []])
  set.add('b')
  set.add('a')
  set.add('b')
  expect([set.size, set.has('a'), [...set]]).toEqual([2, true, ['b', 'a']])
  expect([set.delete('b'), set.delete('a'), set.size]).toEqual([true, true, 0])
})
