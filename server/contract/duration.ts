import { z } from 'zod'

/**
 * How durations are written, in files, on the command line and in the page alike: a number and a unit, such as `250ms`,
 * `90s`, `5m`, `2h` or `30d`. Units are small letters: `5M` is no duration anywhere.
 */

const unitsMs: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

const form = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/

/**
 * Reads a duration: `parseDuration('1.5h')` is 5,400,000.
 * @returns milliseconds, or null where the text is no duration
 */
export function parseDuration(text: string): number | null {
  const [, amount, unit = ''] = form.exec(text) ?? []
  const sizeMs = unitsMs.get(unit)
  return amount === undefined || sizeMs === undefined ? null : Math.round(Number(amount) * sizeMs)
}

/** Reads a duration that a person typed: as {@link parseDuration}, with spaces around the number and the unit. */
export function parseTypedDuration(text: string): number | null {
  return parseDuration(text.trim().replace(/\s+(?=[a-z]+$)/, ''))
}

/** Writes a duration in the largest unit that says it exactly: `formatDuration(90_000)` is `90s`. */
export function formatDuration(durationMs: number): string {
  const [unit, sizeMs] = [...unitsMs]
    .reverse()
    .find(([, size]) => durationMs >= size && durationMs % size === 0) ?? ['ms', 1]
  return `${durationMs / sizeMs}${unit}`
}

/** A duration as files write it; milliseconds once read. */
export const duration = z
  .string({ error: 'a duration such as 250ms, 90s, 5m, 2h or 30d' })
  .regex(form, 'a duration such as 250ms, 90s, 5m, 2h or 30d')
  .transform((text) => parseDuration(text) ?? 0)
