import { describe, expect, it } from 'vitest'
import type { FaultView } from '#contract'
import { createGenerator, createVirtualClock } from '../clock/index.ts'
import { FaultGate } from './fault-gate.ts'
import { Faults } from './faults.ts'
import { Passage } from './passage.ts'

function start(...faults: FaultView[]) {
  const clock = createVirtualClock()
  const startMs = clock.now()
  const gate = new FaultGate(clock)
  for (const fault of faults) gate.begin(fault, createGenerator(1))
  let isCut = false
  const passage = new Passage(gate, () => {
    isCut = true
  })
  const written: string[] = []
  const write = (piece: Uint8Array) => written.push(`${clock.now() - startMs} ${piece.length}`)
  return { clock, gate, passage, written, write, isCut: () => isCut }
}

const at = 'directory'

describe('a passage through the faults of a place', () => {
  it('passes everything on at once where there are no faults', () => {
    const { passage, written, write } = start()
    passage.send(new Uint8Array(10), write)
    passage.send(new Uint8Array(20), write)
    passage.end(() => written.push('closed'))
    expect(written).toEqual(['0 10', '0 20', 'closed'])
    expect([passage.swallows(), passage.wrongAnswer(), passage.waitingBytes]).toEqual([false, null, 0])
  })

  it('keeps messages in order under a varying latency, and closes after the last one', async () => {
    const { clock, passage, write, written } = start({ at, kind: 'latency', delay: 1_000, jitter: 900 })
    for (let size = 1; size <= 20; size += 1) passage.send(new Uint8Array(size), write)
    passage.end(() => written.push('closed'))
    expect(written).toEqual([])
    expect(passage.waitingBytes).toBe(210)
    await clock.settle()
    const sizes = written.map((line) => line.split(' ').at(-1))
    expect(sizes).toEqual([...Array.from({ length: 20 }, (_, index) => String(index + 1)), 'closed'])
    expect(passage.waitingBytes).toBe(0)
  })

  it('passes a message on in pieces where the bandwidth is narrow', async () => {
    const { clock, passage, write, written } = start({ at, kind: 'bandwidth', rate: 8_000 })
    passage.send(new Uint8Array(400), write)
    await clock.settle()
    expect(written).toEqual(['100 100', '200 100', '300 100', '400 100'])
  })

  it('returns to full speed once the fault has ended, behind the messages that still wait', async () => {
    const { clock, gate, passage, write, written } = start({ at, kind: 'latency', delay: 5_000 })
    passage.send(new Uint8Array(1), write)
    gate.end('latency')
    passage.send(new Uint8Array(2), write)
    await clock.settle()
    passage.send(new Uint8Array(3), write)
    expect(written).toEqual(['5000 1', '5000 2', '5000 3'])
  })

  it('delays the close under the fault slow-close', async () => {
    const { clock, passage, written } = start({ at, kind: 'slow-close', delay: 3_000 })
    passage.end(() => written.push('closed'))
    await clock.advance(2_999)
    expect(written).toEqual([])
    await clock.advance(1)
    expect(written).toEqual(['closed'])
  })

  it('closes the connection of a peer that sends more than may wait', () => {
    const { isCut, passage } = start({ at, kind: 'bandwidth', rate: 8 })
    for (let count = 0; count < 4; count += 1) passage.receive(1_024 * 1_024, () => {})
    expect(isCut()).toBe(false)
    passage.receive(1, () => {})
    expect(isCut()).toBe(true)
  })

  it('drops waiting messages when the connection is gone', async () => {
    const { clock, passage, write, written } = start({ at, kind: 'latency', delay: 10 })
    passage.send(new Uint8Array(1), write)
    passage.closed()
    await clock.settle()
    expect(written).toEqual([])
  })
})

describe('a passage whose place holds or loses frames', () => {
  it('holds the next frame, and everything behind it, until it is released', async () => {
    const { clock, gate, passage, write, written } = start({ at, kind: 'hold', direction: 'from' })
    passage.send(new Uint8Array(10), write)
    passage.send(new Uint8Array(20), write)
    passage.end(() => written.push('closed'))
    await clock.advance(5_000)
    expect(written).toEqual([])
    expect(gate.held).toEqual([{ direction: 'from', sizeBytes: 10, since: clock.now() - 5_000 }])
    expect(passage.waitingBytes).toBe(30)
    gate.release({ isOldestOnly: true })
    // The second is held in its turn.
    expect(written).toEqual(['5000 10'])
    gate.end('hold')
    expect(written).toEqual(['5000 10', '5000 20', 'closed'])
    expect([gate.held, passage.waitingBytes]).toEqual([[], 0])
  })

  it('holds what comes in too, and forgets it when the connection is gone', () => {
    const { gate, passage } = start({ at, kind: 'hold', direction: 'both' })
    let handled = 0
    passage.receive(10, () => (handled += 1))
    expect([handled, gate.held.length]).toEqual([0, 1])
    passage.closed()
    gate.release({ isOldestOnly: false })
    expect([handled, gate.held.length]).toEqual([0, 0])
  })

  it('loses messages in one direction only', () => {
    const { passage, write, written } = start({ at, kind: 'drop', direction: 'from' })
    passage.send(new Uint8Array(10), write)
    expect([passage.swallows(), written]).toEqual([false, []])
    const other = start({ at, kind: 'drop', direction: 'to' })
    other.passage.send(new Uint8Array(10), other.write)
    expect([other.passage.swallows(), other.written]).toEqual([true, ['0 10']])
  })
})

describe('Faults', () => {
  it('accumulate; a fault replaces one of the same kind at the same place, and any certificate fault replaces another', () => {
    const faults = new Faults(createVirtualClock(), createGenerator(1))
    faults.set({ at, kind: 'latency', delay: 1 })
    faults.set({ at, kind: 'down' })
    faults.set({ at, kind: 'certificate-expired' })
    faults.set({ at, kind: 'latency', delay: 2 })
    faults.set({ at, kind: 'certificate-name' })
    faults.set({ at: 'database', kind: 'down' })
    expect(faults.all()).toEqual([
      { at, kind: 'down' },
      { at, kind: 'latency', delay: 2 },
      { at, kind: 'certificate-name' },
      { at: 'database', kind: 'down' },
    ])
    expect([faults.gates.directory.isShut, faults.gates.dispatcher.isShut]).toEqual([true, false])
    faults.clear()
    expect(faults.all()).toEqual([])
    expect(faults.gates.directory.isShut).toBe(false)
  })

  it('hit with their probability', () => {
    const { gate } = start({ at, kind: 'timeout', probability: 0.25 })
    const hits = Array.from({ length: 4_000 }, () => gate.hits('timeout')).filter(Boolean).length
    expect(hits / 4_000).toBeCloseTo(0.25, 1)
    expect(gate.hits('reset')).toBe(false)
  })
})
