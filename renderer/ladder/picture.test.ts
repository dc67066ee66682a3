import { describe, expect, it } from 'vitest'
import type { Arrow } from './items.ts'
import { chosenLanes, moved } from './lanes.ts'
import { indexAt, type PictureOptions, pictureOf, rowsBetween } from './picture.ts'
import { someLadder } from './testing/some-ladder.ts'
import { frame, someFrames, startedAt } from './testing/some-login.ts'

const options: PictureOptions = {
  width: 1_000,
  textSize: 11.5,
  gaps: 'folded',
  timeOf: (at) => `+${at - startedAt} ms`,
  gapText: (durationMs) => `${durationMs} ms later`,
}

const { items, lanes } = someLadder()

describe('the layout of a ladder', () => {
  it('has a lane for each part, and for wireless network and database', () => {
    expect(lanes.map(({ id }) => id)).toEqual([
      ...['handheld bob', 'wireless', 'dispatcher', 'service', 'database', 'directory', 'communications'],
    ])
    const { lanes: placed, width } = pictureOf(items, lanes, options)
    const xs = placed.map(({ x }) => x)
    expect(xs).toEqual(xs.toSorted((one, other) => one - other))
    expect(Math.max(...xs)).toBeLessThan(width)
  })

  it('stacks rows without gaps or overlaps, and keeps notes within the picture', () => {
    const { height, margin, rows, width } = pictureOf(items, lanes, options)
    let y = 0
    for (const row of rows) {
      expect(row.y).toBeCloseTo(y)
      y += row.height
      if (row.box === null) continue
      expect(row.box.x).toBeGreaterThanOrEqual(margin)
      expect(row.box.x + row.box.width).toBeLessThanOrEqual(width)
    }
    expect(height).toBeCloseTo(y)
  })

  it('writes a time once, beside the first row that has it', () => {
    const times = pictureOf(items, lanes, options).rows.map(({ time }) => time)
    expect(times.filter((time) => time !== '')).toEqual(['+0 ms', '+134 ms', '+280 ms'])
  })

  it('tells pauses, folded or to scale', () => {
    const late = [
      ...someFrames(),
      frame({ hop: 'service-communications', direction: 'up', at: startedAt + 60_000 }),
    ]
    const { items } = someLadder(late)
    const heightOf = (gaps: 'folded' | 'scale') =>
      pictureOf(items, lanes, { ...options, gaps })
        .rows.filter(({ item }) => item.kind === 'gap')
        .map(({ height, item }) => [item.kind === 'gap' ? item.text : '', Math.round(height)])
    expect(heightOf('folded')).toEqual([
      ['134 ms later', 19],
      ['146 ms later', 19],
      ['59720 ms later', 30],
    ])
    expect(heightOf('scale')).toEqual([
      ['134 ms later', 19],
      ['146 ms later', 19],
      ['59720 ms later', 3583],
    ])
  })

  it('is never higher than browsers draw', () => {
    const year = frame({ hop: 'service-communications', direction: 'up', at: startedAt + 365 * 86_400_000 })
    const { height } = pictureOf(someLadder([...someFrames(), year]).items, lanes, {
      ...options,
      gaps: 'scale',
    })
    expect(height).toBeLessThan(8_100_000)
  })

  it('leaves out frames of hidden lanes, and says how many; decisions stay', () => {
    const shown = chosenLanes(lanes, { order: [], hidden: ['directory', 'service'] })
    const { hiddenArrows, rows } = pictureOf(items, shown, options)
    expect(rows.filter(({ item }) => item.kind === 'arrow')).toHaveLength(2)
    expect(hiddenArrows).toBe(8)
    expect(rows.filter(({ item }) => item.kind === 'note')).toHaveLength(11)
  })

  it('becomes wider than its window rather than illegible', () => {
    expect(pictureOf(items, lanes, { ...options, width: 300 }).width).toBeGreaterThan(500)
  })

  it('grows with the type of the page', () => {
    const large = pictureOf(items, lanes, { ...options, textSize: 23 })
    expect(large.unit).toBe(2)
    expect(large.rows.find(({ item }) => item.kind === 'arrow')?.height).toBe(66)
  })
})

describe('the rows in sight', () => {
  const arrow: Arrow = {
    ...{
      kind: 'arrow',
      at: 0,
      from: 'service',
      to: 'directory',
      via: null,
      isRefusal: false,
      isRepeat: false,
    },
    frame: frame({ hop: 'service-directory', direction: 'up' }),
    id: '',
  }
  const many = Array.from({ length: 5_000 }, (_, index) => ({ ...arrow, id: `frame ${index}` }))
  const { height, rows } = pictureOf(many, lanes, options)

  it('are found at each height', () => {
    expect(indexAt(rows, 0)).toBe(0)
    expect(indexAt(rows, height - 1)).toBe(4_999)
    const { from, to } = rowsBetween(rows, 1_000, 1_500)
    expect(rows[from]?.y).toBeLessThanOrEqual(1_000)
    expect((rows[to - 1]?.y ?? 0) + 33).toBeGreaterThanOrEqual(1_500)
    expect(to - from).toBeLessThan(20)
  })
})

describe('the order of lanes', () => {
  const ids = (order: readonly string[]) => chosenLanes(lanes, { order, hidden: [] }).map(({ id }) => id)

  it('is that of the process flow until one is moved', () => {
    const order = moved(lanes, 'communications', 3)
    expect(ids(order)).toEqual([
      ...['handheld bob', 'wireless', 'dispatcher', 'communications', 'service', 'database', 'directory'],
    ])
  })

  it('takes in lanes that it does not know behind those that they follow', () => {
    expect(ids(['service', 'dispatcher'])).toEqual([
      ...['handheld bob', 'wireless', 'service', 'database', 'directory', 'communications', 'dispatcher'],
    ])
  })
})
