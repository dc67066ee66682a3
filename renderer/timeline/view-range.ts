/** The piece of lab time that the time line shows. */
export interface ViewRange {
  from: number
  to: number
}

/** From some milliseconds to a month. */
const leastMs = 10
const mostMs = 31 * 86_400_000

/** Steps between two labelled times, in milliseconds. */
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  ...[1, 2, 7, 14].map((days) => days * 86_400_000),
]

/** Shows more or less time around `at`, which stays where it is. @param factor below 1: closer */
export function zoomed({ from, to }: ViewRange, factor: number, at: number): ViewRange {
  const span = Math.min(mostMs, Math.max(leastMs, (to - from) * factor))
  const part = (at - from) / (to - from)
  const start = at - part * span
  return { from: start, to: start + span }
}

export function panned({ from, to }: ViewRange, part: number): ViewRange {
  const shift = (to - from) * part
  return { from: from + shift, to: to + shift }
}

/** What is shown at first, and grows to, while the lab is young. */
const youngMs = 60_000
const usualMs = 10 * 60_000

/** What is shown at first: what there is, up to the usual length, with room for what comes. */
export function beginning(begin: number, now: number): ViewRange {
  const span = Math.min(usualMs, Math.max(youngMs, (now - begin) * 1.5))
  const from = Math.max(begin - span * 0.01, now - (2 / 3) * span)
  return { from, to: from + span }
}

/** So much time, with now at two thirds. */
export function latest(span: number, now: number): ViewRange {
  const start = now - (2 / 3) * span
  return { from: start, to: start + span }
}

/**
 * The same length of time, turned like a page so that `now` is in it. Turned seldom, since each turn draws everything anew: now
 * wanders from two thirds to the end. While all of a young lab is shown, the page becomes twice as long instead.
 */
export function following({ from, to }: ViewRange, now: number, begin: number | null): ViewRange {
  if (now >= from && now <= to) return { from, to }
  const span = to - from
  if (begin !== null && from <= begin && now <= from + 2 * span && span < usualMs) {
    return { from, to: from + Math.min(usualMs, 2 * span) }
  }
  return latest(span, now)
}

/** All that is known, with a little room behind it. */
export function everything(begin: number, now: number): ViewRange {
  const span = Math.max(10_000, (now - begin) * 1.08)
  return { from: begin - span * 0.01, to: begin + span }
}

/** Times to label, so that each has `roomPx`. @param zoneOffsetMs how far the clock of the page is ahead of UTC, so that days begin at midnight */
export function ticksOf(
  { from, to }: ViewRange,
  widthPx: number,
  roomPx: number,
  zoneOffsetMs: number,
): { stepMs: number; at: number[] } {
  const leastStep = ((to - from) * roomPx) / Math.max(1, widthPx)
  const stepMs = steps.find((step) => step >= leastStep) ?? Math.ceil(leastStep / 86_400_000) * 86_400_000
  const at: number[] = []
  const first = Math.ceil((from + zoneOffsetMs) / stepMs) * stepMs - zoneOffsetMs
  for (let tick = first; tick <= to; tick += stepMs) at.push(tick)
  return { stepMs, at }
}
