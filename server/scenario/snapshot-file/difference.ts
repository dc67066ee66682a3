import type { KeyPath } from '../../files/index.ts'

export interface Difference {
  path: KeyPath
  expected: unknown
  found: unknown
}

/**
 * The first difference between two JSON values, in the order of the keys of the first; null if there is none. Additional
 * keys of the second value are ignored.
 */
export function firstDifference(expected: unknown, found: unknown, path: KeyPath = []): Difference | null {
  const here = { path, expected, found }
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, found) ? null : here
  if (typeof found !== 'object' || found === null) return here
  if (Array.isArray(expected) !== Array.isArray(found)) return here
  if (Array.isArray(expected) && Array.isArray(found) && expected.length !== found.length) {
    const lengths = { expected: expected.length, found: found.length }
    return { path: [...path, 'length'], ...lengths }
  }
  const inFound = new Map<string, unknown>(Object.entries(found))
  for (const [key, value] of Object.entries(expected)) {
    const step = Array.isArray(expected) ? Number(key) : key
    const difference = firstDifference(value, inFound.get(key), [...path, step])
    if (difference) return difference
  }
  return null
}
