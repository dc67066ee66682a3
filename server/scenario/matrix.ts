import { z } from 'zod'
import type { Values } from './placeholders.ts'

/** Maximum number of combinations of a matrix. */
const mostCombinations = 10_000

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** `{ NAME: [VALUES] }`: the scenario runs once for each combination of values. */
export const matrix = z
  .record(
    z.string().regex(/^[A-Za-z_][\w-]*$/, 'a name: letters, digits, _ and -'),
    z.array(z.unknown()).min(1),
  )
  .refine((lists) => countOf(lists) <= mostCombinations, { error: ({ input }) => tooMany(input) })

function countOf(lists: object): number {
  return Object.values(lists).reduce(
    (product: number, list: unknown) => product * (Array.isArray(list) ? list.length : 1),
    1,
  )
}

function tooMany(lists: unknown): string {
  const count = typeof lists === 'object' && lists !== null ? countOf(lists) : 0
  return `expected at most ${mostCombinations} combinations, found ${count}`
}

/** One combination of the values of a matrix. */
export interface Combination {
  values: Values
  /** Such as `maximum 2, coverage none`. */
  words: string
}

/** All combinations; the last name changes first. Without a matrix, one that has no values. */
export function combinationsOf(lists: z.output<typeof matrix> | null): Combination[] {
  let all: [string, unknown][][] = [[]]
  for (const [name, list] of Object.entries(lists ?? {})) {
    all = all.flatMap((before) => list.map((value): [string, unknown][] => [...before, [name, value]]))
  }
  return all.map((pairs) => ({ values: new Map(pairs), words: pairs.map(inWords).join(', ') }))
}

function inWords([name, value]: [string, unknown]): string {
  return `${name} ${scalar.safeParse(value).success ? String(value) : JSON.stringify(value)}`
}
