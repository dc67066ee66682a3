import type { KeyPath } from '../files/index.ts'

/** Something that is not as expected. */
export interface Mismatch {
  /** Where the step could not be done at all; else an expectation is not met. */
  isError?: true
  /** Of the failure for which it could not be done. */
  code?: string
  facts?: object
  /** Keys from the value on that was compared; whoever passes it on puts the keys around that in front. */
  path: KeyPath
  message: string
  /** The handheld that it is about; null: the lab as a whole. */
  handheld: string | null
}

/** @returns the same mismatches, with their paths from `key` on */
export function underKey(key: string, mismatches: readonly Mismatch[]): Mismatch[] {
  return mismatches.map((one) => ({ ...one, path: [key, ...one.path] }))
}
