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
  readers = new TrafficReaders({
    capture,
    clock,
    nameOf: (pin) => `handheld-${pin}`,
    markOf: () => undefined,
  })
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

describe('what only the lab knows', () => {
  const facts = {
    hop: 'service-communications',
    direction: 'up',
    pin: 'a',
    protocol: 'SIP',
    sizeBytes: 100,
    isEncrypted: true,
    summary: () => 'TLS application data',
    openedSummary: () => 'MESSAGE',
    layers: () => [],
  } as const

  async function found(request: TrafficRequest): Promise<number[]> {
    const { count, latest } = await readers.count(trafficQuery.parse(request))
    expect(latest.length).toBe(Math.min(5, count))
    return latest.map(({ number }) => number)
  }

  it('is the pause since the frame before among those that the rest of the filter shows', async () => {
    // Two slices, each frame 1 s after the one before; frames of b every 10 s.
    for (let done = 0; done < segmentFrames + 100; done += 1) {
      cross(1)
      await clock.advance(done === segmentFrames - 4 ? 5_000 : 1_000)
    }
    expect(await found({ filter: 'gap>4s' })).toEqual([segmentFrames - 2])
    expect(await found({ filter: 'gap>=15s', hop: 'service-communications' })).toEqual([])
    expect(await found({ filter: 'sip gap>10s' })).toEqual([1_030])
    expect((await readers.count(trafficQuery.parse({ filter: 'sip gap>=10s' }))).count).toBe(111)
    expect(await found({ filter: 'sip not (gap>=10s)' })).toEqual([10])
    const reader = await open({ filter: 'sip gap>12s' })
    await clock.advance(11_000)
    cross(6)
    await clock.advance(1_000)
    // Frame 1,120 was the newest with SIP; 1,130 comes 4 + 12 s after it.
    expect(await numbers(reader, reader.position.first, 10)).toEqual([1_030, 1_130])
  })

  it('is the time that an answer took, from the first time it was asked, in its own direction', async () => {
    const say = (id: string, direction: 'up' | 'down', isRequest: boolean) =>
      capture.frame({ ...facts, direction, exchange: () => ({ id, isRequest }) })
    say('1 REGISTER', 'up', true)
    await clock.advance(100)
    say('1 REGISTER', 'up', true)
    say('1 REGISTER', 'down', true)
    await clock.advance(100)
    say('1 REGISTER', 'down', false)
    await clock.advance(1_000)
    say('2 REGISTER', 'down', false)
    cross(segmentFrames)
    say('1 REGISTER', 'up', false)
    expect(await found({ filter: 'took>=0s' })).toEqual([4, 6 + segmentFrames])
    expect(await found({ filter: 'took>=200ms took<300ms' })).toEqual([4])
    expect(await found({ filter: 'took>1s' })).toEqual([6 + segmentFrames])
  })

  it('is what the layers say, without the inside while that is shut, and never a password', async () => {
    capture.frame({
      ...facts,
      layers: ({ reveal }) => [
        { title: 'TLS', note: '', fields: [{ name: 'Size', value: '100 bytes' }], bytes: null, text: null },
        {
          title: 'SIP',
          note: '',
          fields: [
            { name: 'v', value: 'SIP/2.0/TLS host' },
            { name: 'Expires', value: '7200' },
          ],
          bytes: null,
          text: reveal ? 'secret' : '•••',
          side: 'inside',
        },
      ],
    })
    expect(await found({ filter: 'body:"size: 100"' })).toEqual([1])
    expect(await found({ filter: 'body:7200' })).toEqual([])
    expect(await found({ filter: 'body:7200', isOpened: true })).toEqual([1])
    expect(await found({ filter: 'header:Expires=7200' })).toEqual([])
    expect(await found({ filter: 'header:Via=host header:Expires=7200', isOpened: true })).toEqual([1])
    expect(await found({ filter: 'body:secret', isOpened: true })).toEqual([])
  })

  it('is to which login, session and user a frame belongs, and which are status messages', async () => {
    const session = { flow: null, step: null, session: 's-1', user: 'alice' }
    capture.frame({ ...facts, origin: { ...session, flow: 'a-1', step: '5' } })
    capture.frame({ ...facts, origin: session })
    capture.frame({ ...facts, origin: { ...session, isStatus: true } })
    cross(1)
    expect(await found({ filter: 'flow:a-1' })).toEqual([1])
    expect(await found({ filter: 'session:s-1' })).toEqual([1, 2, 3])
    expect(await found({ filter: 'user:none' })).toEqual([4])
    expect(await found({ hidesStatus: true })).toEqual([1, 2, 4])
    expect(await found({ filter: 'user:alice', hidesStatus: true })).toEqual([1, 2])
  })

  it('is what matches only inside the encryption', async () => {
    cross(100)
    expect(await found({ filter: 'register', isInsideOnly: true })).toEqual([60, 70, 80, 90, 100])
    expect(await found({ filter: 'message', isInsideOnly: true })).toEqual([])
    expect(await found({ filter: '-register', isInsideOnly: true })).toEqual([])
    const reader = await open({ filter: 'register', isInsideOnly: true })
    expect(reader.position).toMatchObject({ first: -10, end: 0 })
    cross(10)
    await clock.advance(100)
    expect(reader.position).toMatchObject({ first: -10, end: 1 })
  })

  it('is counted up to a bound, so that nothing is decrypted for a number that nobody needs', async () => {
    capture = new Capture(clock, { frames: 20 * segmentFrames, bytes: 1e9 })
    readers = new TrafficReaders({
      capture,
      clock,
      nameOf: (pin) => `handheld-${pin}`,
      markOf: () => undefined,
    })
    cross(12_000)
    const query = trafficQuery.parse({ filter: 'register', isInsideOnly: true })
    const { count } = await readers.count(query)
    expect(count).toBeGreaterThanOrEqual(1_000)
    expect(count).toBeLessThan(1_110)
    const reader = await readers.open(query, () => {})
    await searched()
    const before = opened.length
    cross(100)
    await clock.advance(200)
    expect([reader.position.isCounting, opened.length]).toEqual([false, before])
  })

  it('is searched in slices, of which each is short', async () => {
    let read = 0
    for (let done = 0; done < 2 * segmentFrames; done += 1) {
      capture.frame({
        ...facts,
        layers() {
          read += 1
          return []
        },
      })
    }
    const reading = readers.count(trafficQuery.parse({ filter: 'body:hello sip' }))
    expect(read).toBe(64)
    const reader = await open({ filter: 'body:hello hop:wireless' })
    expect(reader.position.isCounting).toBe(false)
    await reading
    expect(read).toBe(2 * segmentFrames)
  })
})

it('does nothing for a frame while no reader is open', async () => {
  const reader = await open()
  reader.close()
  cross(10)
  await clock.advance(1_000)
  expect([told, opened]).toEqual([[], []])
})
