import type { KeyPath } from '../files/index.ts'

/** A difference from an expectation. */
export interface Mismatch {
  /** `true`: the step could not be done at all; otherwise an expectation is not met. */
  isError?: true
  /** Code and facts of the failure that prevented the step. */
  code?: string
  facts?: object
  /** Path relative to the compared value; callers prepend the keys around it. */
  path: KeyPath
  message: string
  /** The handheld that it is about; null: the lab as a whole. */
  handheld: string | null
  /** The logins that it concerns, by the IDs of their flows; left out: the latest login, of the handheld or of all. */
  flows?: readonly string[]
  /** What comes nearest to what was expected, in words that follow the message. It is looked for only once the step has failed. */
  nearest?: () => string | Promise<string>
}

/** @returns the same mismatches, with their paths from `key` on */
export function underKey(key: string, mismatches: readonly Mismatch[]): Mismatch[] {
  return mismatches.map((one) => ({ ...one, path: [key, ...one.path] }))
}
