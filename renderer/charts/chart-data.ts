import type { ChartMark, ChartsView } from '#contract'

/** What the charts draw: one value for each interval, also for those in which nothing happened. */
export interface ChartData {
  /** Beginnings of the intervals, in seconds since 1970, as uPlot wants them. */
  seconds: number[]
  sessions: number[]
  /** The configured maximum; null where none was. */
  maximum: (number | null)[]
  framesPerSecond: number[]
  /** Times of logins in milliseconds; null where none ended. */
  p50: (number | null)[]
  p95: (number | null)[]
  logins: number[]
  refused: number[]
  intervalMs: number
  marks: readonly ChartMark[]
}

/**
 * Fills in the intervals in which nothing happened.
 * @param maximum the maximum number of sessions now; what it was before is told by the marks
 */
export function chartData(view: ChartsView, maximum: number | null): ChartData {
  const { from, intervalMs, marks, points, sessionsBefore, to } = view
  const byTime = new Map(points.map((point) => [point.at, point]))
  const data: ChartData = {
    ...{ seconds: [], sessions: [], maximum: [], framesPerSecond: [], p50: [], p95: [] },
    ...{ logins: [], refused: [], intervalMs, marks },
  }
  const maxima = maximaOf(marks, maximum)
  let sessions = sessionsBefore
  for (let at = from; at <= to; at += intervalMs) {
    const point = byTime.get(at)
    sessions = point?.sessions ?? sessions
    data.seconds.push(at / 1_000)
    // A peak within an interval must be seen: it may have been the maximum.
    data.sessions.push(point?.mostSessions ?? sessions)
    data.maximum.push(maxima(at + intervalMs - 1))
    data.framesPerSecond.push(((point?.frames ?? 0) * 1_000) / intervalMs)
    data.p50.push(point?.p50 ?? null)
    data.p95.push(point?.p95 ?? null)
    data.logins.push(point?.logins ?? 0)
    data.refused.push(point?.refused ?? 0)
  }
  return data
}

/** The maximum number of sessions at any time. */
function maximaOf(marks: readonly ChartMark[], now: number | null): (at: number) => number | null {
  const changes = marks.flatMap((mark) =>
    mark.code === 'setting' && mark.facts.key === 'maximumSessions'
      ? [{ at: mark.at, before: numberOrNull(mark.facts.before) }]
      : [],
  )
  return (at) => {
    const next = changes.find((change) => change.at > at)
    return next === undefined ? now : next.before
  }
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** The part of the data from one moment to another. Times are milliseconds; null: all of it. */
export function within(data: ChartData, range: { from: number; to: number } | null): ChartData {
  if (range === null) return data
  const { seconds } = data
  const first = seconds.findIndex((second) => second * 1_000 + data.intervalMs > range.from)
  const after = seconds.findIndex((second) => second * 1_000 > range.to)
  const cut = <T>(values: readonly T[]) =>
    values.slice(first < 0 ? values.length : first, after < 0 ? undefined : after)
  return {
    ...data,
    seconds: cut(seconds),
    sessions: cut(data.sessions),
    maximum: cut(data.maximum),
    framesPerSecond: cut(data.framesPerSecond),
    p50: cut(data.p50),
    p95: cut(data.p95),
    logins: cut(data.logins),
    refused: cut(data.refused),
    marks: data.marks.filter(({ at }) => at >= range.from && at <= range.to),
  }
}
