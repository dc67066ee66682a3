import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { Capture } from './capture.ts'
import type { FrameRecord } from './frame.ts'
import { segmentFrames } from './frame-segment.ts'

const record = (sizeBytes: number): FrameRecord => ({
  hop: 'dispatcher-service',
  direction: 'up',
  pin: null,
  protocol: 'JSON',
  sizeBytes,
  isEncrypted: false,
  summary: () => {
    throw new Error('nobody looked')
  },
  openedSummary: () => '',
  layers: () => [],
})

function kept(capture: Capture) {
  const numbers = Array.from({ length: capture.kept }, (_, index) => capture.first + index)
  return numbers.map((number) => capture.find(number))
}

describe('the capture', () => {
  it('keeps the latest frames and counts the dropped ones', () => {
    const capture = new Capture(createVirtualClock(), { frames: 3, bytes: 1_000 })
    for (let count = 0; count < 5; count += 1) capture.frame(record(10))
    expect(kept(capture).map((frame) => frame?.number)).toEqual([3, 4, 5])
    expect(capture.droppedFrames).toBe(2)
    expect(capture.find(2)).toBeUndefined()
  })

  it('limits the bytes of its frames too', () => {
    const capture = new Capture(createVirtualClock(), { frames: 100, bytes: 100 })
    for (const size of [60, 30, 50]) capture.frame(record(size))
    expect(kept(capture).map((frame) => frame?.sizeBytes)).toEqual([30, 50])
  })

  it('continues its numbering after it was cleared', () => {
    const capture = new Capture(createVirtualClock())
    capture.frame(record(1))
    capture.clear()
    capture.frame(record(1))
    expect(kept(capture).map((frame) => frame?.number)).toEqual([2])
  })

  it('finds each frame by its number, whatever was cleared or dropped before', () => {
    const capture = new Capture(createVirtualClock(), { frames: 2.5 * segmentFrames, bytes: 1e9 })
    const add = (count: number) => {
      for (let size = 1; size <= count; size += 1) capture.frame(record(size))
    }
    add(10)
    capture.clear()
    add(4 * segmentFrames)
    const last = capture.last
    expect(capture.kept).toBe(2.5 * segmentFrames)
    expect(kept(capture).map((frame) => [frame?.number, frame?.sizeBytes])).toEqual(
      kept(capture).map((_, index) => [capture.first + index, capture.first + index - 10]),
    )
    expect([capture.find(capture.first - 1), capture.find(last + 1)]).toEqual([undefined, undefined])
  })
})
