import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedMap } from './bounded-map.ts'

describe('BoundedMap', () => {
  it('drops the oldest entry when it is full, and returns its value', () => {
    const map = new BoundedMap<string, number>(2)

    expect(map.set('a', 1)).toBeUndefined()
    expect(map.set('b', 2)).toBeUndefined()
    expect(map.set('c', 3)).toBe(1)

    expect([...map]).toEqual([
      ['b', 2],
      ['c', 3],
    ])
    expect(map.has('a')).toBe(false)
    expect(map.size).toBe(2)
  })

  it('keeps the position of a known key when its value changes', () => {
    const map = new BoundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)

    map.set('a', 10)
    map.set('c', 3)

    expect([...map.keys()]).toEqual(['b', 'c'])
  })

  it('makes a known key the newest on demand', () => {
    const map = new BoundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)

    map.setNewest('a', 10)
    map.set('c', 3)

    expect([...map.values()]).toEqual([10, 3])
  })

  it('deletes the oldest entries, up to the first one that is still wanted', () => {
    const map = new BoundedMap<string, number>(4)
    for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) map.set(key, at === 3 ? 0 : at)

    map.deleteOldestWhile((value) => value < 2)

    expect([...map.keys()]).toEqual(['c', 'd'])
  })

  it('can be emptied during an iteration', () => {
    const map = new BoundedMap<number, string>(3)
    for (const key of [1, 2, 3]) map.set(key, 'x')

    const seen = []
    for (const key of map.keys()) {
      seen.push(key)
      map.delete(key)
    }

    expect(seen).toEqual([1, 2, 3])
    expect(map.size).toBe(0)
  })

  it('behaves like a Map whose first key is deleted whenever the map exceeds the limit', () => {
    const key = fc.integer({ min: 0, max: 9 })
    const act = fc.oneof(
      fc.record({ act: fc.constantFrom('set' as const, 'setNewest' as const), key, value: fc.nat() }),
      fc.record({ act: fc.constant('delete' as const), key, value: fc.constant(0) }),
      fc.record({ act: fc.constant('clear' as const), key, value: fc.constant(0) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(act, { maxLength: 60 }), (limit, acts) => {
        const map = new BoundedMap<number, number>(limit)
        const model = new Map<number, number>()
        for (const { act: name, key: at, value } of acts) {
          if (name === 'clear') {
            map.clear()
            model.clear()
            continue
          }
          if (name !== 'set') model.delete(at)
          if (name === 'delete') {
            map.delete(at)
            continue
          }
          model.set(at, value)
          const [oldest] = model
          const isFull = model.size > limit
          if (isFull && oldest) model.delete(oldest[0])
          expect(map[name](at, value)).toBe(isFull ? oldest?.[1] : undefined)
        }
        expect([...map]).toEqual([...model])
        expect(map.size).toBe(model.size)
        for (const one of model.keys()) expect(map.get(one)).toBe(model.get(one))
      }),
    )
  })
})
