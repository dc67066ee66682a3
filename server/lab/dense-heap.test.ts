import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { HoleWatch, keepHeapDense } from './dense-heap.ts'

const megabytes = 1_024 * 1_024
/** A heap, in megabytes. */
const space = (used: number, holes: number, young = 32) => ({
  used: used * megabytes,
  holes: holes * megabytes,
  young: young * megabytes,
})
const looks = (...spaces: ReturnType<typeof space>[]) => {
  const watch = new HoleWatch()
  return spaces.map((one) => watch.look(one))
}

it('collects where holes stay for three looks, and saves memory until then', () => {
  const one = space(100, 45)
  expect(looks(one, one, one, one, one, one)).toEqual(['save', 'save', 'collect', 'save', 'save', 'collect'])
})

it('counts the young generation, which a collection gives back, too', () => {
  const few = space(230, 45)
  expect(looks(few, few, few)).toEqual(['none', 'none', 'collect'])
  const afterwards = space(230, 15, 2)
  expect(looks(afterwards, afterwards, afterwards)).toEqual(['none', 'none', 'none'])
})

it('goes on at each look while a collection gives back a twentieth or more, and holes are left', () => {
  const large = space(230, 155)
  const toLarge = [large, large, large]
  const stayed = ['save', 'save', 'collect']
  const givingBack = [space(230, 90, 2), space(230, 45, 2), space(230, 24, 2)]
  expect(looks(...toLarge, ...givingBack)).toEqual([...stayed, 'collect', 'collect', 'none'])
  expect(looks(...toLarge, space(230, 150, 2), space(230, 45, 2))).toEqual([...stayed, 'save', 'none'])
})

it('only saves memory where holes are being filled, or made anew, so that a busy lab has no pause', () => {
  const filled = [space(170, 90), space(180, 80), space(190, 70), space(200, 60)]
  expect(looks(...filled, ...filled)).toEqual(Array(8).fill('save'))
})

it('has no pause for a little traffic either, which adds half a percent between two looks', () => {
  const little = Array.from({ length: 8 }, (_, look) => space(150 * 1.005 ** look, 20))
  expect(looks(...little)).toEqual(Array(8).fill('none'))
})

it('leaves a small heap alone', () => {
  expect(looks(...Array(3).fill(space(30, 14)))).toEqual(['none', 'none', 'none'])
})

it('gives memory back that nothing fills', async () => {
  const clock = createVirtualClock()
  const stop = keepHeapDense(clock)
  let objects = Array.from({ length: 1_000_000 }, (_, index) => ({ index, next: { index } }))
  collectGarbage()
  objects = objects.filter(({ index }) => index % 5 === 0)
  collectGarbage()
  const hollow = oldSpaceBytes()
  await clock.advance(10_000)
  expect(oldSpaceBytes()).toBeGreaterThan(0.95 * hollow)
  await clock.advance(5_000)
  await expect.poll(oldSpaceBytes).toBeLessThan(hollow - 24 * megabytes)
  expect(objects).toHaveLength(200_000)
  stop()
})

const oldSpaceBytes = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_size ?? 0

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
}
