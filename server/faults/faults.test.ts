import { describe, expect, it } from 'vitest'
import { createGenerator, createVirtualClock } from '../clock/index.ts'
import { type FaultChange, Faults } from './faults.ts'

const at = 'directory'

function start(instances?: readonly string[]) {
  const clock = createVirtualClock()
  const startMs = clock.now()
  const faults = new Faults(clock, createGenerator(1), instances ? { service: instances } : {})
  const changes: string[] = []
  faults.onChanged = ({ change, fault }: FaultChange) =>
    changes.push(`${clock.now() - startMs} ${fault.at} ${fault.kind} ${change}`)
  return { clock, faults, changes, startMs }
}

describe('a fault that begins or ends by itself', () => {
  it('hits only its first occasions, counts them down, and is over with the last', async () => {
    const { changes, faults } = start()
    faults.set({ at, kind: 'timeout', first: 2 })
    expect(faults.all()).toEqual([{ at, kind: 'timeout', first: 2, left: 2 }])
    expect(faults.gates.directory.hits('timeout')).toBe(true)
    expect(faults.all()).toEqual([{ at, kind: 'timeout', first: 2, left: 1 }])
    // The third asks in the same turn, before the fault has been removed.
    expect([faults.gates.directory.hits('timeout'), faults.gates.directory.hits('timeout')]).toEqual([
      true,
      false,
    ])
    await Promise.resolve()
    expect(faults.all()).toEqual([])
    expect(changes).toEqual(['0 directory timeout counted', '0 directory timeout over-by-count'])
  })

  it('counts only the occasions that its chance hits, of all instances together', () => {
    const { faults } = start(['service-1', 'service-2'])
    faults.set({ at: 'service', kind: 'sessions-unchecked', first: 3, probability: 0.5 })
    const gates = ['service-1', 'service-2'].map((name) => faults.gateOf('service', name))
    const hits = Array.from({ length: 100 }, (_, index) => gates[index % 2]?.hits('sessions-unchecked'))
    expect(hits.filter(Boolean)).toHaveLength(3)
  })

  it('listens although it is down, if only the first connections are to be cut', () => {
    const { faults } = start()
    faults.set({ at, kind: 'down', first: 1 })
    expect(faults.gates.directory.isShut).toBe(false)
    expect(faults.gates.directory.hits('down')).toBe(true)
  })

  it('begins after its delay and ends after its time, by lab time', async () => {
    const { changes, clock, faults, startMs } = start()
    faults.set({ at, kind: 'latency', delay: 1, after: 1_000, for: 5_000 })
    expect(faults.all()).toMatchObject([{ beginsAt: startMs + 1_000 }])
    expect(faults.gates.directory.hits('latency')).toBe(false)
    await clock.advance(1_000)
    expect(faults.gates.directory.hits('latency')).toBe(true)
    expect(faults.all()).toEqual([
      { at, kind: 'latency', delay: 1, after: 1_000, for: 5_000, endsAt: startMs + 6_000 },
    ])
    await clock.advance(5_000)
    expect(faults.all()).toEqual([])
    expect(faults.gates.directory.hits('latency')).toBe(false)
    expect(changes).toEqual(['1000 directory latency begun', '6000 directory latency over-by-time'])
  })

  it('does neither once it was mended or replaced', async () => {
    const { changes, clock, faults } = start()
    faults.set({ at, kind: 'latency', delay: 1, after: 1_000 })
    faults.set({ at, kind: 'down', for: 1_000 })
    faults.end(at, 'latency')
    faults.set({ at, kind: 'down' })
    await clock.advance(5_000)
    expect(faults.all()).toEqual([{ at, kind: 'down' }])
    expect(changes).toEqual([])
  })
})
