import { z } from 'zod'

/**
 * The text form of durations in files, on the command line and in the page: a number and a unit, such as `250ms`, `90s`, `5m`,
 * `2h` or `30d`. Units are lower case, so `5M` is not a duration.
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
 * Parses a duration: `parseDuration('1.5h')` is 5,400,000.
 * @returns milliseconds, or null if the text is not a duration
 */
export function parseDuration(text: string): number | null {
  const [, amount, unit = ''] = form.exec(text) ?? []
  const sizeMs = unitsMs.get(unit)
  return amount === undefined || sizeMs === undefined ? null : Math.round(Number(amount) * sizeMs)
}

/** Parses a duration that a person typed: like {@link parseDuration}, but allows spaces around number and unit. */
export function parseTypedDuration(text: string): number | null {
  return parseDuration(text.trim().replace(/\s+(?=[a-z]+$)/, ''))
}

/** Writes a duration in the largest unit that is exact: `formatDuration(90_000)` is `90s`. */
export function formatDuration(durationMs: number): string {
  const [unit, sizeMs] = [...unitsMs]
    .reverse()
    .find(([, size]) => durationMs >= size && durationMs % size === 0) ?? ['ms', 1]
  return `${durationMs / sizeMs}${unit}`
}

const words = 'a duration such as 250ms, 90s, 5m, 2h or 30d'

/** Schema of a duration in a file. Its output is milliseconds. */
export const duration = z
  .string({ error: words })
  .regex(form, { error: ({ input }) => inOneUnit(input) ?? words })
  .transform((text) => parseDuration(text) ?? 0)

/** What to write for several numbers and units, such as `1m30s`. @returns null if it is something else */
function inOneUnit(written: unknown): string | null {
  if (typeof written !== 'string' || !/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d)\s*){2,}$/.test(written)) return null
  const parts = written.match(/\d+(?:\.\d+)?(?:ms|s|m|h|d)/g) ?? []
  const sumMs = parts.reduce((sum, part) => sum + (parseDuration(part) ?? 0), 0)
  return `one number and one unit, ${formatDuration(sumMs)}`
}
