import type { KeyPath, LabFileInput, Position, Roster } from '../files/index.ts'
import type { Capability } from './capabilities.ts'
import type { LabSnapshot } from './snapshot-file/index.ts'
import type { Step } from './steps/index.ts'

/** A scenario that has been read and checked, together with the lab that it needs. */
export interface Scenario {
  file: string
  /** Every file from which it is read, and those that its lab reads or writes itself. */
  files: readonly string[]
  name: string
  /** What it needs and no lab has yet: it cannot be run. */
  missing: readonly Capability[]
  steps: readonly Step[]
  /** Which steps do not run. */
  isLeftOut(step: Step): boolean
  /** What `bramble prove` runs to see whether the symptom is gone; null where the scenario marks no cause. */
  withoutCause: Scenario | null
  /** What the scenario says about its lab. */
  lab: LabFileInput
  /** Folder from which relative paths in the lab start. */
  labFolder: string
  roster: Roster
  /** Its steps go on from there; null: from a lab that has just started. */
  from: LabSnapshot | null
  positionOf(path: KeyPath): Position
}
