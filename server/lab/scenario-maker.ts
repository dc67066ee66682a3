import type { CommandInput, CommandOutput, ComposingView, LabApi } from '#contract'
import type { LabRecords } from './lab-records.ts'

type Making = 'propose' | 'compose' | 'prove' | 'cancel'

/** Makes scenarios of what was done in a lab. The lab knows only this. Each is a command of the same name. */
export type ScenarioMaker = {
  [N in Making]: (input: CommandInput<`scenario.${N}`>) => Promise<CommandOutput<`scenario.${N}`>>
}

/** The lab in which things were done. */
export interface LivedLab {
  api: LabApi
  records: LabRecords
  /** Called as it goes on; null: nothing is being made. */
  report(view: ComposingView | null): void
}

/** Loads the maker when somebody first asks for it. */
export type LoadScenarioMaker = () => Promise<(lab: LivedLab) => ScenarioMaker>
