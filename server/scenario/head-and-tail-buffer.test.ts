import { describe, expect, it } from 'vitest'
import { keepHeadAndTail } from './head-and-tail-buffer.ts'

describe('HeadAndTailBuffer', () => {
  it('keeps every item while there is room', () => {
    const kept = keepHeadAndTail<number>(4)
    for (const item of [1, 2, 3, 4]) kept.add(item)
    expect(kept.items()).toEqual([1, 2, 3, 4])
    expect(kept.dropped()).toBe(0)
  })

  it('drops items from the middle, and counts them', () => {
    const kept = keepHeadAndTail<number>(4)
    for (let item = 1; item <= 9; item += 1) kept.add(item)
    expect(kept.items()).toEqual([1, 2, 8, 9])
    expect(kept.dropped()).toBe(5)
  })
})
