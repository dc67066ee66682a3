import { describe, expect, it } from 'vitest'
import { Ledger } from '../ledger/ledger.ts'
import { assess, describeVerdict } from './assess.ts'
import type { Reading } from './probe.ts'

const megabyte = 1024 * 1024

/** Readings of a soak, equally spaced, with this resident memory in MB. */
function readings(rss: readonly number[], p999 = 40): Reading[] {
  return rss.map((mb, index) => ({
    rss: mb * megabyte,
    heapUsed: 50 * megabyte,
    heapTotal: 80 * megabyte,
    buffers: 10 * megabyte,
    cpuMs: index * 1_000,
    delayMs: { p99: 20, p999, max: 90 },
  }))
}

/** The account of one message, which arrived. */
function oneDelivered() {
  const ledger = new Ledger()
  const entry = ledger.write('h1', 'u2', 0)
  entry.outcome = 'delivered'
  entry.state = 'delivered'
  entry.arrivals.push({ handheld: 'h2', number: 1 })
  return ledger.close()
}

describe('a soak is sound', () => {
  it('when memory of the last quarter is at most 3 % above that of the second', () => {
    // The first quarter is the warm-up: the fleet logs in.
    expect(assess(readings([50, 90, 100, 100, 100, 101, 102, 103]), oneDelivered()).isSound).toBe(true)
    const growing = assess(readings([50, 90, 100, 100, 105, 105, 110, 110]), oneDelivered())
    expect(growing.memory).toMatchObject({ isFlat: false, secondQuarter: 100 * megabyte })
    expect(growing.isSound).toBe(false)
  })

  it('when 99.9 % of the delays of the event loop are at most 100 ms', () => {
    expect(assess(readings([100, 100, 100, 100], 101), oneDelivered()).isSound).toBe(false)
  })

  it('when every message is accounted for', () => {
    const ledger = new Ledger()
    const lost = ledger.write('h1', 'u2', 0)
    lost.outcome = 'delivered'
    lost.state = 'delivered'
    const verdict = assess(readings([100, 100, 100, 100]), ledger.close())
    expect(verdict.isSound).toBe(false)
    expect(describeVerdict(verdict).join('\n')).toContain('"text 1" was told as delivered, and is nowhere')
  })

  it('only if there were messages at all', () => {
    expect(assess(readings([100, 100, 100, 100]), new Ledger().close()).isSound).toBe(false)
  })

  it('and tells the share of a core that the lab used', () => {
    expect(assess(readings([100, 100, 100, 100, 100]), oneDelivered()).cpu).toBeCloseTo(0.2)
  })
})
