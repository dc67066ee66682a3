import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type RecencyEntry, RecencyList } from './recency-list.ts'

it('yields the longest untouched item first', () => {
  const list = new RecencyList<string>()
  const alice = list.add('alice')
  list.add('bob')
  const carol = list.add('carol')
  list.touch(alice)
  expect([...list]).toEqual(['bob', 'carol', 'alice'])
  list.remove(carol)
  expect([...list]).toEqual(['bob', 'alice'])
})

it('goes on when the current item is removed during an iteration', () => {
  const list = new RecencyList<number>()
  const entries = [1, 2, 3].map((number) => list.add(number))
  const seen: number[] = []
  for (const number of list) {
    seen.push(number)
    const entry = entries[number - 1]
    if (entry) list.remove(entry)
  }
  expect(seen).toEqual([1, 2, 3])
  expect([...list]).toEqual([])
})

it('has the order of an array in which each touched item moves to the end', () => {
  const act = fc.record({ number: fc.integer({ min: 0, max: 5 }), removes: fc.boolean() })
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const list = new RecencyList<number>()
      const entries = new Map<number, RecencyEntry<number>>()
      let expected: number[] = []
      for (const { number, removes } of acts) {
        const entry = entries.get(number)
        expected = expected.filter((other) => other !== number)
        if (removes) {
          if (entry) list.remove(entry)
          entries.delete(number)
        } else {
          if (entry) list.touch(entry)
          else entries.set(number, list.add(number))
          expected.push(number)
        }
        expect([...list]).toEqual(expected)
      }
    }),
  )
})
