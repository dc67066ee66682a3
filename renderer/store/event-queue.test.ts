import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LabEvent } from '#contract'
import { eventQueue, mostQueued } from './event-queue.ts'

let draw: (() => void) | null = null

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    draw = callback
    return 1
  })
  vi.stubGlobal('cancelAnimationFrame', () => {
    draw = null
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A queue, and the sizes of the batches that it hands over. */
function queueOf() {
  const batches: number[] = []
  const queue = eventQueue((events) => batches.push(events.length))
  const push = (count: number) => {
    for (let seq = 1; seq <= count; seq += 1) {
      const event: LabEvent = { seq, at: 0, type: 'handheld-removed', name: 'alice' }
      queue.push(event)
    }
  }
  return { batches, push }
}

it('hands over everything that came between two animation frames at once', () => {
  const { batches, push } = queueOf()
  push(300)
  expect(batches).toEqual([])
  draw?.()
  expect(batches).toEqual([300])
  vi.advanceTimersByTime(10_000)
  expect(batches).toEqual([300])
})

it('needs no animation frame in a page that is hidden', () => {
  const { batches, push } = queueOf()
  push(3)
  vi.advanceTimersByTime(500)
  expect(batches).toEqual([3])
})

it('stays bounded where neither frame nor timer comes', () => {
  const { batches, push } = queueOf()
  push(2 * mostQueued + 1)
  expect(batches).toEqual([mostQueued, mostQueued])
})
