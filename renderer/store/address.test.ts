import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAddress, writeAddress } from './address.ts'

const nothing = {
  trafficFilter: '',
  trafficDevice: null,
  trafficHop: null,
  isOpened: false,
  openFrame: null,
  pinnedFlow: null,
}

it('writes nothing where nothing is chosen, and reads that', () => {
  expect(writeAddress(nothing)).toBe('')
  expect(readAddress('')).toEqual(nothing)
  expect(readAddress('#')).toEqual(nothing)
})

it('reads back what it wrote', () => {
  const id = fc.option(fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }))
  fc.assert(
    fc.property(
      fc.record({
        trafficFilter: fc.string({ maxLength: 100 }),
        trafficDevice: id,
        trafficHop: id,
        isOpened: fc.boolean(),
        openFrame: fc.option(fc.nat()),
        pinnedFlow: id,
      }),
      (shown) => {
        fc.pre(
          [shown.trafficDevice, shown.trafficHop, shown.pinnedFlow].every((one) => (one?.length ?? 0) <= 200),
        )
        expect(readAddress(`#${writeAddress(shown)}`)).toEqual(shown)
      },
    ),
  )
})

it('ignores what it cannot read', () => {
  expect(readAddress(`#filter=${'a'.repeat(1_001)}&frame=-1&inside=yes&device=&token=secret&x`)).toEqual(
    nothing,
  )
  expect(readAddress('#frame=12&inside=1&device=alice%20b')).toEqual({
    ...nothing,
    openFrame: 12,
    isOpened: true,
    trafficDevice: 'alice b',
  })
})
