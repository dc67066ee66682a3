import { z } from 'zod'

/** Bounds of a count, as expectations about frames, messages and log lines write them. */
export const countKeys = {
  count: z.int().min(0).optional().describe('Exactly so many'),
  min: z.int().min(0).optional().describe('At least so many'),
  max: z.int().min(0).optional().describe('At most so many'),
}

export interface WrittenBounds {
  count?: number | undefined
  min?: number | undefined
  max?: number | undefined
}

/** Refuses bounds that no count can meet. */
export function inOrder<S extends z.ZodType<WrittenBounds>>(schema: S): S {
  return schema.refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
    path: ['min'],
    error: 'expected no more than max',
  })
}

export interface Bounds {
  min: number
  max: number
  /** Such as `at least 2`. */
  words: string
}

/** The bounds that are meant: at least one, if nothing else is written. */
export function boundsOf({ count, max, min }: WrittenBounds): Bounds {
  const isAny = count === undefined && max === undefined && min === undefined
  const least = Math.max(count ?? 0, min ?? 0, isAny ? 1 : 0)
  const most = Math.min(count ?? Number.POSITIVE_INFINITY, max ?? Number.POSITIVE_INFINITY)
  const words =
    count !== undefined
      ? `${count}`
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : least === 0
          ? `at most ${most}`
          : `${least} to ${most}`
  return { min: least, max: most, words }
}

export function isWithin(count: number, { min, max }: Bounds): boolean {
  return count >= min && count <= max
}
