import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PackedList, type Packing } from './packed-list.ts'

const packing: Packing = {
  pack: (text) => new TextEncoder().encode(text),
  unpack: (packed) => new TextDecoder().decode(packed),
}

it.each([
  { what: 'packed', packs: packing },
  { what: 'as objects', packs: null },
])('has the latest values in order, $what', ({ packs }) => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.nat(1_500), fc.nat(2_500), (count, most, place) => {
      const list = new PackedList<{ number: number }>({ packing: packs, most })
      const all = Array.from({ length: count }, (_, number) => ({ number }))
      for (const value of all) list.push(value)
      expect(list.end).toBe(count)
      expect(list.length).toBe(Math.min(count, most))
      expect([...list.from()]).toEqual(all.slice(list.start))
      expect([...list.from(place)]).toEqual(all.slice(Math.max(place, list.start)))
      expect(list.at(place)).toEqual(place < list.start ? undefined : all[place])
    }),
    { numRuns: 30 },
  )
})

it('keeps few values as objects, and unpacks a block once for neighbours', () => {
  let unpacked = 0
  const list = new PackedList<object>({
    packing: {
      ...packing,
      unpack(bytes) {
        unpacked += 1
        return packing.unpack(bytes)
      },
    },
  })
  const latest = {}
  for (let count = 0; count < 10_000; count += 1) list.push({})
  list.push(latest)
  expect(list.at(10_000)).toBe(latest)
  for (let place = 1_000; place < 1_100; place += 1) list.at(place)
  expect(unpacked).toBe(2)
})

it('begins anew after it was cleared, at the next place', () => {
  const list = new PackedList<number>({ packing })
  for (let count = 0; count < 1_000; count += 1) list.push(count)
  list.clear()
  list.push(1_000)
  expect([list.start, list.end, list.at(999), list.at(1_000)]).toEqual([1_000, 1_001, undefined, 1_000])
})
