import { beforeEach, describe, expect, it } from 'vitest'
import {
  parseFrameFilter,
  readable,
  type TrafficPosition,
  type TrafficReader,
  type TrafficRequest,
  trafficQuery,
} from '#contract'
import { createVirtualClock, type VirtualClock } from '../clock/index.ts'
import { Capture } from './capture.ts'
import { segmentFrames } from './frame-segment.ts'
import { TrafficReaders } from './traffic-readers.ts'

let clock: VirtualClock
let capture: Capture
let readers: TrafficReaders
let told: TrafficPosition[]
/** Numbers of the frames whose decrypted summary somebody made. */
let opened: number[]
let crossed = 0

beforeEach(() => {
  clock = createVirtualClock()
  capture = new Capture(clock, { frames: 4 * segmentFrames, bytes: 1e9 })
  readers = new TrafficReaders({ capture, clock, nameOf: (pin) => `handheld-${pin}` })
  told = []
  opened = []
  crossed = 0
})

/** Lets frames cross. Each tenth is for handheld b and says so inside the encryption. */
function cross(count: number): void {
  for (let done = 0; done < count; done += 1) {
    crossed += 1
    const number = crossed
    const isForB = number % 10 === 0
    capture.frame({
      hop: isForB ? 'service-communications' : 'handheld-dispatcher',
      direction: 'up',
      pin: isForB ? 'b' : 'a',
      protocol: isForB ? 'SIP' : 'Envelope',
      sizeBytes: number,
      isEncrypted: true,
      summary: () => `Message ${number}`,
      openedSummary: () => {
        opened.push(number)
        return isForB ? `REGISTER ${number}` : `Status ${number}`
      },
      layers: () => [],
    })
  }
}

const open = (request: TrafficRequest = {}) =>
  readers.open(trafficQuery.parse(request), (position) => told.push(position))

async function numbers(reader: TrafficReader, from: number, count: number): Promise<number[]> {
  return (await reader.rows(from, count)).rows.map(({ number }) => number)
}

/** Waits until nothing is left to search. */
async function searched(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  await clock.advance(100)
}

describe('a reader of all frames', () => {
  it('numbers the places from the newest frame at its opening', async () => {
    cross(5)
    const reader = await open()
    expect(reader.position).toEqual({ first: -5, end: 0, isCounting: false, kept: 5, dropped: 0, last: 5 })
    expect(await numbers(reader, -2, 10)).toEqual([4, 5])
    expect(await numbers(reader, -9, 6)).toEqual([1, 2])
  })

  it('is told its position a few times a second, however many frames cross', async () => {
    const reader = await open()
    for (let time = 0; time < 100; time += 1) {
      cross(50)
      await clock.advance(10)
    }
    expect(told.length).toBeGreaterThan(5)
    expect(told.length).toBeLessThanOrEqual(11)
    expect(opened).toEqual([])
    await clock.advance(100)
    expect(told.at(-1)).toMatchObject({ end: 5_000, last: 5_000 })
    expect(await numbers(reader, 4_998, 10)).toEqual([4_999, 5_000])
    expect(opened).toEqual([4_999, 5_000])
  })

  it('keeps its places as the lab drops frames, and after a clear', async () => {
    cross(2)
    const reader = await open()
    cross(4 * segmentFrames)
    await clock.advance(100)
    expect(told.at(-1)).toMatchObject({ first: 0, end: 4 * segmentFrames, dropped: 2 })
    expect(await numbers(reader, -2, 3)).toEqual([3])
    capture.clear()
    readers.cleared()
    await clock.advance(100)
    expect(told.at(-1)).toMatchObject({ first: 4 * segmentFrames, end: 4 * segmentFrames, kept: 0 })
  })

  it('does not see what comes after the frame at which somebody paused', async () => {
    cross(5)
    const reader = await open({ until: 3 })
    cross(5)
    await clock.advance(100)
    expect([reader.position.first, told.at(-1)?.end]).toEqual([-3, 0])
    expect(await numbers(reader, -3, 10)).toEqual([1, 2, 3])
  })
})

describe('a reader with a filter', () => {
  it('opens with the newest matches, and counts the rest later', async () => {
    cross(4 * segmentFrames)
    const reader = await open({ handheld: 'handheld-b' })
    expect(reader.position).toMatchObject({ end: 0, isCounting: true })
    expect(reader.position.first).toBeLessThan(-64)
    expect(await numbers(reader, -2, 2)).toEqual([4_080, 4_090])
    await searched()
    expect(told.at(-1)).toMatchObject({ first: -409, end: 0, isCounting: false })
    expect(await numbers(reader, -409, 2)).toEqual([10, 20])
  })

  it('finds new matches as they cross', async () => {
    cross(19)
    const reader = await open({ filter: 'hop:sip size>15' })
    expect(reader.position).toMatchObject({ first: 0, end: 0 })
    cross(21)
    await clock.advance(100)
    expect(await numbers(reader, 0, 10)).toEqual([20, 30, 40])
  })

  it('stops the search at once when it is closed', async () => {
    cross(4 * segmentFrames)
    const reader = await open({ filter: 'Message' })
    reader.close()
    await searched()
    expect(told).toEqual([])
  })

  it('looks inside the encryption only when asked to', async () => {
    cross(100)
    const closed = await open({ filter: 'register' })
    expect([closed.position.end - closed.position.first, opened]).toEqual([0, []])
    const inside = await open({ filter: 'register', isOpened: true })
    expect(inside.position.end - inside.position.first).toBe(10)
    const methods = await open({ filter: 'method:REGISTER', isOpened: true })
    expect(methods.position.end - methods.position.first).toBe(10)
    expect(opened).toHaveLength(100)
  })

  it.each(['status 1', 'handheld-a wireless', '"Message 1" -envelope', 'message not (b or 7)'])(
    'finds the same as the filter alone: %s',
    async (filter) => {
      cross(2 * segmentFrames)
      const reader = await open({ filter, isOpened: true })
      await searched()
      const all = await open()
      const parsed = parseFrameFilter(filter)
      if (parsed.problem !== null) throw new Error(parsed.problem)
      const expected: number[] = []
      for (let from = all.position.first; from < 0; from += 500) {
        const { rows } = await all.rows(from, 500)
        expected.push(...rows.filter((row) => parsed.test(readable(row, true))).map(({ number }) => number))
      }
      const found: number[] = []
      for (let from = -expected.length; from < 0; from += 500) {
        found.push(...(await numbers(reader, from, Math.min(500, -from))))
      }
      expect(found).toEqual(expected)
    },
  )

  it('is refused with the column of what is wrong', async () => {
    await expect(open({ filter: 'sip (' })).rejects.toMatchObject({
      code: 'bad-filter',
      facts: { column: 6 },
    })
  })
})

it('does nothing for a frame while no reader is open', async () => {
  const reader = await open()
  reader.close()
  cross(10)
  await clock.advance(1_000)
  expect([told, opened]).toEqual([[], []])
})
