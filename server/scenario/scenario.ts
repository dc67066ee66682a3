import type { KeyPath, LabFileInput, Position, Problem, Roster } from '../files/index.ts'
import type { Capability } from './capabilities.ts'
import type { LabSnapshot } from './snapshot-file/index.ts'
import type { Step } from './steps/index.ts'

/** A scenario that has been read and checked, together with the lab that it needs. */
export interface Scenario {
  file: string
  /** Which combination of the file's matrix it is, from 1. */
  combination: number
  /** How many combinations the matrix has. */
  combinations: number
  /** The files that its steps include. */
  included: readonly string[]
  /** All files that the scenario was read from, and files that its lab reads or writes. */
  files: readonly string[]
  name: string
  tags: readonly string[]
  /** Needs that no lab can meet yet, so that it cannot be run. */
  missing: readonly Capability[]
  steps: readonly Step[]
  /** Steps that do not run. */
  isLeftOut(step: Step): boolean
  /** The scenario without its cause, which `bramble prove` runs; null if the scenario marks no cause. */
  withoutCause: Scenario | null
  /** The lab as written in the scenario. */
  lab: LabFileInput
  /** Base folder of relative paths in the lab. */
  labFolder: string
  roster: Roster
  /** What is probably not meant so, such as an unknown recipient. */
  warnings: readonly Problem[]
  /** The snapshot from which its steps continue; null: they start in a new lab. */
  from: LabSnapshot | null
  /** The position of something in the scenario; with a file, if it is in another one, which the scenario includes. */
  positionOf(path: KeyPath, isKey?: boolean): Position & { file?: string }
}
