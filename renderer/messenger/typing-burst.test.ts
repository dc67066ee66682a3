import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { typingBurst } from './typing-burst.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function heard() {
  const told: boolean[] = []
  return { told, burst: typingBurst((isTyping) => told.push(isTyping)) }
}

it('tells once for a burst of keys, and once more after five quiet seconds', () => {
  const { told, burst } = heard()
  burst.keystroke()
  vi.advanceTimersByTime(4_000)
  burst.keystroke()
  vi.advanceTimersByTime(4_999)
  expect(told).toEqual([true])
  vi.advanceTimersByTime(1)
  expect(told).toEqual([true, false])
})

it('tells again while somebody goes on typing', () => {
  const { told, burst } = heard()
  for (let key = 0; key < 12; key += 1) {
    burst.keystroke()
    vi.advanceTimersByTime(1_000)
  }
  expect(told).toEqual([true, true, true])
})

it('ends at once when the conversation is left, and only once', () => {
  const { told, burst } = heard()
  burst.keystroke()
  burst.end()
  burst.end()
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([true, false])
})

it('says nothing more when the message was sent', () => {
  const { told, burst } = heard()
  burst.keystroke()
  burst.sent()
  burst.end()
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([true])
})

it('begins anew with the next key', () => {
  const { told, burst } = heard()
  burst.keystroke()
  burst.end()
  burst.keystroke()
  expect(told).toEqual([true, false, true])
})
