import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { Capture } from './capture.ts'
import type { FrameRecord } from './frame.ts'

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

describe('the capture', () => {
  it('keeps the latest frames and counts the dropped ones', () => {
    const capture = new Capture(createVirtualClock(), { frames: 3, bytes: 1_000 })
    for (let count = 0; count < 5; count += 1) capture.frame(record(10))
    expect(capture.latest(10).map((frame) => frame.number)).toEqual([3, 4, 5])
    expect(capture.droppedFrames).toBe(2)
    expect(capture.find(2)).toBeUndefined()
  })

  it('limits the bytes of its frames too', () => {
    const capture = new Capture(createVirtualClock(), { frames: 100, bytes: 100 })
    for (const size of [60, 30, 50]) capture.frame(record(size))
    expect(capture.latest(10).map((frame) => frame.sizeBytes)).toEqual([30, 50])
  })

  it('continues its numbering after it was cleared', () => {
    const capture = new Capture(createVirtualClock())
    capture.frame(record(1))
    capture.clear()
    capture.frame(record(1))
    expect(capture.latest(5).map((frame) => frame.number)).toEqual([2])
  })
})
