import type { Objection } from './objections.ts'
import type { KeyPath } from './yaml-text.ts'

/** A value that replaces a faulty one, so that the rest of a file can be checked. */
export interface StandIn {
  path: KeyPath
  value: unknown
}

/**
 * Copies `input` without its faulty values, so that checks beyond the schema can run too: a file with a misspelt key and a
 * misspelt name gets both messages at once.
 * @param standIn returns the replacement of a faulty value; null: the rest cannot be checked without the value
 * @returns null if the rest cannot be checked
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
    // An earlier replacement contains this value.
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
