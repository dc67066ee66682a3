import {
  type ChartMark,
  type ChartPoint,
  type ChartsView,
  mostChartPoints,
  type StandingFault,
} from '#contract'

/** Lengths of intervals, and how many of each are kept: what is longer ago is kept less finely. */
const levels = [
  { lengthMs: 1_000, most: 600 },
  { lengthMs: 10_000, most: 720 },
  { lengthMs: 60_000, most: mostChartPoints },
  { lengthMs: 600_000, most: mostChartPoints },
  { lengthMs: 3_600_000, most: mostChartPoints },
] as const

const mostMarks = 500

/** Times of logins are counted in classes, each 5 % longer than the one before: enough for a curve, and small. */
const classRatio = Math.log(1.05)

interface Interval {
  readonly at: number
  sessions: number
  mostSessions: number
  frames: number
  logins: number
  refused: number
  /** Number of logins by the class of their time. Null without logins. */
  times: Map<number, number> | null
}

interface Level {
  readonly lengthMs: number
  readonly most: number
  /** Oldest first. The last one may still be open. */
  intervals: Interval[]
}

/**
 * Counts what happens over lab time, for charts. It needs no timer, which a virtual clock would have to pass: an interval is closed
 * when something happens after it, and an interval without anything is not kept. A frame costs one addition.
 */
export class ChartRecorder {
  readonly #now: () => number
  readonly #startedAt: number
  readonly #levels: readonly Level[] = levels.map((level) => ({ ...level, intervals: [] }))
  #open: Interval
  #marks: ChartMark[] = []
  #markCount = 0
  #broken = new Map<string, StandingFault>()

  /** @param now lab time in milliseconds */
  constructor(now: () => number) {
    this.#now = now
    this.#startedAt = now()
    this.#open = intervalAt(floor(this.#startedAt, levels[0].lengthMs), 0)
  }

  frame(): void {
    this.#current().frames += 1
  }

  /** The number of sessions is now this. */
  sessions(count: number): void {
    const interval = this.#current()
    interval.sessions = count
    interval.mostSessions = Math.max(interval.mostSessions, count)
  }

  /** A login has ended, `tookMs` after it began. */
  login(tookMs: number, isAccepted: boolean): void {
    const interval = this.#current()
    const timeClass = Math.round(Math.log(Math.max(1, tookMs)) / classRatio)
    interval.logins += 1
    if (!isAccepted) interval.refused += 1
    interval.times ??= new Map()
    interval.times.set(timeClass, (interval.times.get(timeClass) ?? 0) + 1)
  }

  /** The settings of the service were changed. */
  settings(before: object, after: object): void {
    const old = new Map(Object.entries(before))
    for (const [key, value] of Object.entries(after)) {
      if (JSON.stringify(old.get(key)) === JSON.stringify(value)) continue
      this.#mark({ at: this.#now(), code: 'setting', facts: { key, before: old.get(key), value } })
    }
  }

  /** These faults stand now. */
  faults(standing: readonly StandingFault[]): void {
    const broken = new Map(
      standing
        .filter(({ beginsAt }) => beginsAt === undefined)
        .map((fault) => [`${fault.at} ${fault.kind} ${fault.instance}`, fault]),
    )
    const at = this.#now()
    for (const [id, { at: place, kind }] of broken) {
      if (!this.#broken.has(id)) this.#mark({ at, code: 'fault-began', facts: { place, kind } })
    }
    for (const [id, { at: place, kind }] of this.#broken) {
      if (!broken.has(id)) this.#mark({ at, code: 'fault-ended', facts: { place, kind } })
    }
    this.#broken = broken
  }

  restarted(place: string): void {
    this.#mark({ at: this.#now(), code: 'restarted', facts: { place } })
  }

  /** @param spanMs how far back; null: since the start @param until the end, in place of now; an interval is not cut at it */
  read(spanMs: number | null, until: number | null = null): ChartsView {
    const now = this.#now()
    const to = Math.min(now, until ?? now)
    const from = Math.max(this.#startedAt, to - (spanMs ?? Number.POSITIVE_INFINITY))
    const level = this.#levels.find((one) => one.most * one.lengthMs >= now - from) ?? this.#levels.at(-1)
    const { intervals, lengthMs, most } = this.#withOpen(level ?? { ...levels[0], intervals: [] })
    const first = Math.max(floor(from, lengthMs), floor(to, lengthMs) - (most - 1) * lengthMs)
    const before = intervals.findLast(({ at }) => at < first)
    return {
      intervalMs: lengthMs,
      from: first,
      to,
      sessionsBefore: before?.sessions ?? 0,
      // What an interval counts after the end is not to be seen yet.
      points: intervals
        .filter(({ at }) => at >= first && (until === null || to === now || at + lengthMs <= to))
        .map(pointOf),
      marks: this.#marks.filter(({ at }) => at >= first && at <= to),
      droppedMarks: this.#markCount - this.#marks.length,
    }
  }

  /** The interval that is open now. */
  #current(): Interval {
    const at = floor(this.#now(), levels[0].lengthMs)
    if (this.#open.at !== at) {
      const closed = this.#open
      for (const level of this.#levels) level.intervals = added(level, closed)
      this.#open = intervalAt(at, closed.sessions)
    }
    return this.#open
  }

  /** A level with what has happened in the open interval. */
  #withOpen(level: Level): Level {
    const last = level.intervals.at(-1)
    // Adding to the last interval would change it for good.
    const copied = last === undefined ? [] : [...level.intervals.slice(0, -1), copyOf(last)]
    return { ...level, intervals: added({ ...level, intervals: copied }, this.#open) }
  }

  #mark(mark: ChartMark): void {
    this.#markCount += 1
    this.#marks = [...this.#marks, mark].slice(-mostMarks)
  }
}

/** The intervals of a level after another one of the shortest length. */
function added({ intervals, lengthMs, most }: Level, one: Interval): Interval[] {
  const at = floor(one.at, lengthMs)
  const last = intervals.at(-1)
  if (last?.at !== at) {
    const kept = intervals.length >= 2 * most ? intervals.slice(-most) : intervals
    kept.push({ ...copyOf(one), at })
    return kept
  }
  last.sessions = one.sessions
  last.mostSessions = Math.max(last.mostSessions, one.mostSessions)
  last.frames += one.frames
  last.logins += one.logins
  last.refused += one.refused
  if (one.times !== null) {
    last.times ??= new Map()
    for (const [timeClass, count] of one.times) {
      last.times.set(timeClass, (last.times.get(timeClass) ?? 0) + count)
    }
  }
  return intervals
}

function intervalAt(at: number, sessions: number): Interval {
  return { at, sessions, mostSessions: sessions, frames: 0, logins: 0, refused: 0, times: null }
}

function copyOf(one: Interval): Interval {
  return { ...one, times: one.times && new Map(one.times) }
}

function pointOf({ times, ...counts }: Interval): ChartPoint {
  const sorted = [...(times ?? [])].sort(([one], [other]) => one - other)
  return { ...counts, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
}

/** @param sorted number of logins by the class of their time */
function percentile(sorted: readonly [number, number][], part: number): number | null {
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [timeClass, count] of sorted) {
    seen += count
    if (seen >= total * part) return Math.round(Math.exp(timeClass * classRatio))
  }
  return null
}

function floor(at: number, lengthMs: number): number {
  return Math.floor(at / lengthMs) * lengthMs
}
