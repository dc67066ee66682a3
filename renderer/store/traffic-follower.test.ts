import { beforeEach, describe, expect, it } from 'vitest'
import type { FrameView, TrafficPosition, TrafficRequest } from '#contract'
import { noTraffic, type ShownTraffic, TrafficFollower } from './traffic-follower.ts'

/** A lab whose frames are numbered by their places. */
let position: TrafficPosition
let tell: (position: TrafficPosition) => void
let asked: TrafficRequest[]
let requests: [from: number, count: number][]
let closed: number
let shown: ShownTraffic
let follower: TrafficFollower

const frame = (number: number): FrameView => ({
  number,
  at: number,
  hop: 'handheld-dispatcher',
  direction: 'up',
  handheld: null,
  protocol: 'SRP',
  sizeBytes: 1,
  isEncrypted: false,
  summary: '',
  openedSummary: '',
  flow: null,
  step: null,
  session: null,
  user: null,
  callId: null,
})

beforeEach(() => {
  position = { first: -1_000, end: 0, isCounting: false, kept: 1_000, dropped: 0, last: 1_000 }
  asked = []
  requests = []
  closed = 0
  shown = noTraffic
  follower = new TrafficFollower(
    {
      async readTraffic(request, onPosition) {
        asked.push(request)
        tell = onPosition
        return {
          position,
          async rows(from, count) {
            requests.push([from, count])
            return { from, rows: Array.from({ length: count }, (_, index) => frame(from + index)) }
          },
          close() {
            closed += 1
          },
        }
      },
    },
    (next) => {
      shown = next
    },
  )
})

/** Lets promises that are due settle. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

async function cross(count: number): Promise<void> {
  position = { ...position, end: position.end + count, last: position.last + count }
  tell(position)
  await turn()
}

const places = () => [...shown.rows.keys()].sort((one, other) => one - other)

describe('the traffic that the page shows', () => {
  it('starts with the newest rows', async () => {
    await follower.open()
    await turn()
    expect(requests).toEqual([[-60, 60]])
    expect(shown.position).toEqual(position)
    expect(places()).toEqual(Array.from({ length: 60 }, (_, index) => index - 60))
  })

  it('reads no more rows than are in sight, however many frames cross', async () => {
    await follower.open()
    await turn()
    follower.show(-30, 0, true)
    await cross(5)
    await cross(50_000)
    expect(requests.slice(1)).toEqual([
      [0, 5],
      [49_975, 30],
    ])
    expect(shown.rows.size).toBe(30)
  })

  it('reads rows around those in sight for somebody who scrolls, once', async () => {
    await follower.open()
    await turn()
    follower.show(-500, -470, false)
    await turn()
    follower.show(-490, -460, false)
    await cross(10)
    expect(requests.slice(1)).toEqual([
      [-600, 230],
      [-370, 10],
    ])
  })

  it('stands still while it is paused, and tells how many frames wait', async () => {
    await follower.open()
    await turn()
    follower.pause()
    await cross(7)
    expect(shown).toMatchObject({ isPaused: true, missed: 7, position: { end: 0 } })
    follower.resume()
    await turn()
    expect(shown).toMatchObject({ isPaused: false, missed: 0, position: { end: 7 } })
    expect(asked).toHaveLength(1)
  })

  it('searches only what was there at the pause', async () => {
    await follower.open()
    await turn()
    follower.pause()
    follower.ask({ filter: 'sip' })
    await turn()
    expect(asked.at(-1)).toEqual({ filter: 'sip', until: 1_000 })
    follower.resume()
    await turn()
    expect(asked.at(-1)).toEqual({ filter: 'sip', until: null })
    expect(closed).toBe(2)
  })

  it('shows nothing of a reader that was replaced meanwhile', async () => {
    await follower.open()
    const tellFirst = tell
    follower.ask({ filter: 'sip' })
    tellFirst({ ...position, end: 99 })
    await turn()
    expect(shown.position?.end).toBe(0)
    expect(closed).toBe(1)
  })
})
