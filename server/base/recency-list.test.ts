import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RecencyList } from './recency-list.ts'

it('yields the longest untouched item first', () => {
  const [alice, bob, carol] = [{ name: 'alice' }, { name: 'bob' }, { name: 'carol' }]
  const list = new RecencyList<{ name: string }>()
  for (const one of [alice, bob, carol, alice]) list.touch(one)
  expect([...list]).toEqual([bob, carol, alice])
  list.remove(carol)
  list.remove(carol)
  expect([...list]).toEqual([bob, alice])
})

it('has the order of an array in which each touched item moves to the end', () => {
  const items = Array.from({ length: 6 }, (_, number) => ({ number }))
  const act = fc.record({ item: fc.constantFrom(...items), removes: fc.boolean() })
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const list = new RecencyList<{ number: number }>()
      let expected: { number: number }[] = []
      for (const { item, removes } of acts) {
        expected = expected.filter((other) => other !== item)
        if (removes) list.remove(item)
        else {
          list.touch(item)
          expected.push(item)
        }
        expect([...list]).toEqual(expected)
        expect(list.size).toBe(expected.length)
      }
    }),
  )
})
