import type { DemoEntry, DemoView, LabApi } from '#contract'
import type { PacedClock } from '../clock/index.ts'

/** Runs scenarios of the library step by step in a running lab. The lab knows only this; `scenario/live` does it. */
export interface DemoPlayer {
  list(): Promise<DemoEntry[]>
  /** Prepares the lab for a scenario. @throws {Failure} if it cannot be run here */
  start(id: string): Promise<void>
  /** Does the next step. */
  next(): Promise<void>
  /** Puts the lab back, as far as that can be done. */
  stop(): Promise<void>
}

/** The lab in which a player acts. */
export interface DemoLab {
  api: LabApi
  clock: PacedClock
  /** Called whenever anything about the running scenario changes; null: none runs. */
  report(view: DemoView | null): void
}

/** Loads the player when somebody first asks for it. */
export type LoadDemoPlayer = () => Promise<(lab: DemoLab) => DemoPlayer>
