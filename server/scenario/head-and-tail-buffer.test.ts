import { describe, expect, it } from 'vitest'
import { keepHeadAndTail } from './head-and-tail-buffer.ts'

describe('a list of which both ends are kept', () => {
  it('keeps everything while there is room', () => {
    const kept = keepHeadAndTail<number>(4)
    for (const item of [1, 2, 3, 4]) kept.add(item)
    expect(kept.items()).toEqual([1, 2, 3, 4])
    expect(kept.dropped()).toBe(0)
  })

  it('lets go of the middle, and counts it', () => {
    const kept = keepHeadAndTail<number>(4)
    for (let item = 1; item <= 9; item += 1) kept.add(item)
    expect(kept.items()).toEqual([1, 2, 8, 9])
    expect(kept.dropped()).toBe(5)
  })
})
