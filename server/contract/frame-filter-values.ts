import { parseTypedDuration } from './duration.ts'
import type { ReadableFrame } from './readable-frame.ts'

/** Values of filter keys that are compared: numbers, durations and times of day. */

export type Comparison = '=' | '>' | '<' | '>=' | '<='
export type FrameTest = (frame: ReadableFrame) => boolean

/** Circumstances that the text of a filter does not say. */
export interface FilterContext {
  /** How far the clock of whoever wrote the filter is ahead of UTC. */
  zoneOffsetMs: number
}

const dayMs = 86_400_000

/** @param numberOf NaN where the frame has no such number, so that no comparison holds */
function compared(
  wanted: number,
  comparison: Comparison,
  numberOf: (frame: ReadableFrame) => number,
): FrameTest {
  switch (comparison) {
    case '=':
      return (frame) => numberOf(frame) === wanted
    case '>':
      return (frame) => numberOf(frame) > wanted
    case '<':
      return (frame) => numberOf(frame) < wanted
    case '>=':
      return (frame) => numberOf(frame) >= wanted
    case '<=':
      return (frame) => numberOf(frame) <= wanted
  }
}

export function numberTest(
  value: string,
  comparison: Comparison,
  numberOf: (frame: ReadableFrame) => number,
): FrameTest | null {
  return /^\d{1,15}$/.test(value) ? compared(Number(value), comparison, numberOf) : null
}

/** A duration with its unit, or seconds. */
function parseFilterDuration(value: string): number | null {
  return parseTypedDuration(/^\d{1,9}(?:\.\d{1,3})?$/.test(value) ? `${value}s` : value)
}

/** A duration is compared, because hardly ever two are the same to the millisecond. */
export function durationTest(
  value: string,
  comparison: Comparison,
  durationOf: (frame: ReadableFrame) => number | null,
): FrameTest | null {
  const wanted = parseFilterDuration(value)
  if (wanted === null || comparison === '=') return null
  return compared(wanted, comparison, (frame) => durationOf(frame) ?? Number.NaN)
}

/** A time of day, and how much of the day it stands for: `10:05` is a whole minute. */
interface DayTime {
  fromMs: number
  lengthMs: number
}

function parseDayTime(text: string): DayTime | null {
  const [, hours = '', minutes = '', seconds, fraction] =
    /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,3}))?)?$/.exec(text) ?? []
  if (hours === '') return null
  const milliseconds = Number((fraction ?? '').padEnd(3, '0'))
  const fromMs = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds ?? 0) * 1_000 + milliseconds
  const lengthMs =
    seconds === undefined ? 60_000 : fraction === undefined ? 1_000 : 10 ** (3 - fraction.length)
  return { fromMs, lengthMs }
}

/** A time such as `10:05` or `10:05:07.5`, or a range such as `10:00..10:05`, `10:00..` or `..10:05`. A range may pass midnight. */
export function timeTest(
  value: string,
  comparison: Comparison,
  { zoneOffsetMs }: FilterContext,
): FrameTest | null {
  const timeOf = ({ at }: ReadableFrame) => (((at + zoneOffsetMs) % dayMs) + dayMs) % dayMs
  if (value.includes('..')) {
    const [start = '', end = '', more] = value.split('..')
    const first = start === '' ? { fromMs: 0 } : parseDayTime(start)
    const last = end === '' ? { fromMs: dayMs } : parseDayTime(end)
    if (comparison !== '=' || more !== undefined || !first || !last || start + end === '') return null
    const isWithinDay = first.fromMs <= last.fromMs
    return (frame) => {
      const time = timeOf(frame)
      return isWithinDay
        ? time >= first.fromMs && time <= last.fromMs
        : time >= first.fromMs || time <= last.fromMs
    }
  }
  const wanted = parseDayTime(value)
  if (!wanted) return null
  const { fromMs, lengthMs } = wanted
  switch (comparison) {
    case '=':
      return (frame) => timeOf(frame) >= fromMs && timeOf(frame) < fromMs + lengthMs
    case '>':
      return (frame) => timeOf(frame) >= fromMs + lengthMs
    case '<=':
      return (frame) => timeOf(frame) < fromMs + lengthMs
    default:
      return compared(fromMs, comparison, timeOf)
  }
}
