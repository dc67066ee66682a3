import { describe, expect, it } from 'vitest'
import { ChartRecorder } from './chart-recorder.ts'

const start = Date.UTC(2010, 5, 1, 9)

function recorder() {
  let at = start
  const charts = new ChartRecorder(() => at)
  return { charts, pass: (ms: number) => (at += ms) }
}

describe('what charts show', () => {
  it('is counted by seconds, and seconds without anything are left out', () => {
    const { charts, pass } = recorder()
    charts.frame()
    charts.sessions(1)
    pass(999)
    charts.frame()
    pass(5_001)
    charts.sessions(3)
    charts.sessions(2)
    const { points, ...view } = charts.read(null)
    expect(view).toMatchObject({ intervalMs: 1_000, from: start, to: start + 6_000, sessionsBefore: 0 })
    expect(
      points.map(({ at, frames, mostSessions, sessions }) => [at - start, frames, sessions, mostSessions]),
    ).toEqual([
      [0, 2, 1, 1],
      [6_000, 0, 2, 3],
    ])
  })

  it('gets coarser as it ages, and nothing is lost in between', () => {
    const { charts, pass } = recorder()
    for (let second = 0; second < 7_200; second += 1) {
      charts.frame()
      pass(1_000)
    }
    const hour = charts.read(3_600_000)
    expect([hour.intervalMs, hour.points.length]).toEqual([10_000, 360])
    expect(hour.points.every(({ frames }) => frames === 10)).toBe(true)
    const minutes = charts.read(300_000)
    expect([minutes.intervalMs, minutes.points.length]).toEqual([1_000, 300])
    for (let day = 0; day < 40; day += 1) {
      pass(86_400_000)
      charts.frame()
    }
    const all = charts.read(null)
    expect(all.intervalMs).toBe(3_600_000)
    expect(all.points.reduce((sum, { frames }) => sum + frames, 0)).toBe(7_240)
  })

  it('is bounded, however long the lab runs', () => {
    const { charts, pass } = recorder()
    for (let hour = 0; hour < 5_000; hour += 1) {
      charts.sessions(hour)
      pass(3_600_000)
    }
    const { points, sessionsBefore } = charts.read(null)
    expect(points.length).toBeLessThanOrEqual(1_000)
    expect(sessionsBefore).toBe((points[0]?.sessions ?? 0) - 1)
  })

  it('has the times of logins as percentiles, about five percent exact', () => {
    const { charts } = recorder()
    for (let tookMs = 100; tookMs <= 10_000; tookMs += 100) charts.login(tookMs, tookMs < 9_000)
    const [point] = charts.read(null).points
    expect(point).toMatchObject({ logins: 100, refused: 11 })
    expect(Math.abs((point?.p50 ?? 0) / 5_000 - 1)).toBeLessThan(0.05)
    expect(Math.abs((point?.p95 ?? 0) / 9_500 - 1)).toBeLessThan(0.05)
  })

  it('reading changes nothing', () => {
    const { charts, pass } = recorder()
    charts.login(100, true)
    const first = charts.read(null)
    expect(charts.read(null)).toEqual(first)
    pass(10_000)
    charts.frame()
    expect(charts.read(null).points.map(({ logins }) => logins)).toEqual([1, 0])
  })

  it('marks what changed, and what broke and was mended', () => {
    const { charts, pass } = recorder()
    const fault = { at: 'directory', kind: 'latency', delay: 1 } as const
    charts.settings({ maximumSessions: null, capacity: 2 }, { maximumSessions: 2, capacity: 2 })
    charts.faults([{ ...fault, beginsAt: start + 1_000 }])
    pass(1_000)
    charts.faults([fault])
    charts.faults([fault])
    pass(1_000)
    charts.faults([])
    expect(charts.read(null).marks).toEqual([
      { at: start, code: 'setting', facts: { key: 'maximumSessions', before: null, value: 2 } },
      { at: start + 1_000, code: 'fault-began', facts: { place: 'directory', kind: 'latency' } },
      { at: start + 2_000, code: 'fault-ended', facts: { place: 'directory', kind: 'latency' } },
    ])
  })
})
