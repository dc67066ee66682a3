import type { Objection } from './objections.ts'
import type { KeyPath } from './yaml-text.ts'

/** What may take the place of something faulty, so that the rest can be checked as well. */
export interface StandIn {
  path: KeyPath
  value: unknown
}

/**
 * A copy of `input` without what is at fault, for the checks that a schema cannot make: whoever misspells a key and a name
 * learns both at once.
 * @param standIn what takes the place of something that cannot be left out; null: then nothing can be said of the rest
 * @returns null where nothing can be said of the rest
 */
export function blankOutFaults(
  input: unknown,
  faults: readonly Objection[],
  standIn: (fault: Objection) => StandIn | null,
): unknown {
  const copy: unknown = structuredClone(input)
  for (const fault of faults) {
    const instead = standIn(fault)
    if (instead === null) return null
    const key = instead.path.at(-1)
    if (key === undefined) return null
    const parent = valueAt(copy, instead.path.slice(0, -1))
    // Something else has taken its place already.
    if (typeof parent !== 'object' || parent === null) continue
    if (instead.value === undefined) Reflect.deleteProperty(parent, key)
    else Reflect.set(parent, key, instead.value)
  }
  return copy
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = Reflect.get(current, key)
  }
  return current
}
