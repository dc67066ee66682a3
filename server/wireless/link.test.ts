import { describe, expect, it } from 'vitest'
import { createGenerator, createVirtualClock } from '../clock/index.ts'
import { Link, type LinkQuality, qualityOf } from './link.ts'

const clean: LinkQuality = { delayMs: 100, jitterMs: 0, loss: 0, bytesPerSecond: 1_000 }

/** Sends packets of 100 bytes at the same time. @returns their numbers and the times of their arrival, from the start */
async function arrivals(quality: LinkQuality, packets: number, seed = 1): Promise<[number, number][]> {
  const clock = createVirtualClock()
  const startMs = clock.now()
  const link = new Link(clock, createGenerator(seed))
  const arrived: [number, number][] = []
  for (let number = 0; number < packets; number += 1) {
    link.carry(100, quality, () => arrived.push([number, clock.now() - startMs]))
  }
  await clock.settle()
  return arrived
}

describe('a link', () => {
  it('may have another rate for what the handheld sends', () => {
    const { bytesPerSecond, upBytesPerSecond } = qualityOf('good', {
      bitsPerSecond: 80_000,
      upBitsPerSecond: 8_000,
    })
    expect({ bytesPerSecond, upBytesPerSecond }).toEqual({ bytesPerSecond: 10_000, upBytesPerSecond: 1_000 })
  })

  it('delays a packet, also while earlier packets use the bandwidth', async () => {
    expect(await arrivals(clean, 3)).toEqual([
      [0, 200],
      [1, 300],
      [2, 400],
    ])
  })

  it('delivers all packets in order, however many must be retransmitted', async () => {
    const lossy = await arrivals({ ...clean, loss: 0.5, jitterMs: 80 }, 200)
    expect(lossy.map(([number]) => number)).toEqual([...Array(200).keys()])
    const times = lossy.map(([, atMs]) => atMs)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    // Each packet is transmitted twice on average.
    expect((times.at(-1) ?? 0) / (200 * 100)).toBeCloseTo(2, 0)
  })

  it('delivers a packet at the eighth transmission at the latest', async () => {
    const [first] = await arrivals({ ...clean, loss: 1 }, 1)
    expect(first).toEqual([0, 8 * 100 + 7 * 200 + 100])
  })

  it('draws the same delays for the same seed', async () => {
    const quality = { ...clean, loss: 0.3, jitterMs: 50 }
    expect(await arrivals(quality, 50, 5)).toEqual(await arrivals(quality, 50, 5))
    expect(await arrivals(quality, 50, 5)).not.toEqual(await arrivals(quality, 50, 6))
  })
})

describe("a handheld's own link", () => {
  it('overrides the values of the coverage that it sets', () => {
    const good = qualityOf('good', null)
    expect(qualityOf('good', {})).toEqual(good)
    expect(qualityOf('good', { delayMs: 2_000, bitsPerSecond: 9_600 })).toEqual({
      ...good,
      delayMs: 2_000,
      bytesPerSecond: 1_200,
    })
  })

  it('from a preset is the same in every coverage, but with more loss in weak coverage', () => {
    const gprs = qualityOf('good', 'gprs')
    expect(gprs).toEqual({ delayMs: 350, jitterMs: 200, loss: 0.05, bytesPerSecond: 5_000 })
    expect(qualityOf('excellent', 'gprs')).toEqual(gprs)
    expect(qualityOf('weak', 'gprs')).toEqual({ ...gprs, loss: expect.closeTo(0.145) })
  })
})
