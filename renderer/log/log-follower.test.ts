import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LabApi, LabEvent, LogLineView } from '#contract'
import { LogFollower, type ShownLog } from './log-follower.ts'

const query = { text: '', level: 5, component: null, flow: null, handheld: null } as const

function line(number: number): LogLineView {
  const about = { flow: null, handheld: null, session: null }
  return { number, at: 0, component: 'BBIM', level: 3, text: `line ${number}`, ...about }
}

/** A lab with so many lines. */
function lab(count: number) {
  const asked: (number | null)[] = []
  const listeners = new Set<(event: LabEvent) => void>()
  const state = { count }
  const api: Pick<LabApi, 'call' | 'subscribe'> = {
    // biome-ignore lint/suspicious/noExplicitAny: one command stands for all
    async call(_name: string, input: any): Promise<any> {
      asked.push(input.from)
      const from = input.from ?? Math.max(0, state.count - input.count)
      const length = Math.min(input.count, state.count - from)
      const lines = Array.from({ length }, (_, index) => line(from + index))
      return { first: 0, end: state.count, kept: state.count, dropped: 0, from, lines }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    api: api as LabApi,
    asked,
    grow(lines: number) {
      state.count += lines
      for (const listener of listeners) listener({ seq: 1, at: 0, type: 'flow-step' } as LabEvent)
    },
  }
}

describe('following the log', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('reads the newest lines, then those that come into sight, in pages', async () => {
    const { api, asked } = lab(1_000)
    let shown: ShownLog | undefined
    const follower = new LogFollower(api, query, (next) => (shown = next))
    await vi.advanceTimersByTimeAsync(0)
    expect([shown?.end, shown?.lines.size]).toEqual([1_000, 100])
    follower.inSight(120, 160)
    await vi.advanceTimersByTimeAsync(0)
    expect(shown?.lines.get(159)).toEqual(line(159))
    follower.inSight(150, 190)
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toEqual([null, 120])
  })

  it('looks for new lines a few times a second, however much happens', async () => {
    const { api, asked, grow } = lab(10)
    let shown: ShownLog | undefined
    const follower = new LogFollower(api, query, (next) => (shown = next))
    await vi.advanceTimersByTimeAsync(0)
    for (let event = 0; event < 100; event += 1) grow(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(2)
    expect(shown?.end).toBe(110)
    follower.close()
    grow(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(2)
  })
})
