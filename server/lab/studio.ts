import type { Breakpoint, CommandInput, CommandOutput, LabEventBody, ScenarioRunView } from '#contract'

type Asked<N extends StudioCommand> = (input: CommandInput<N>) => Promise<CommandOutput<N>>
type StudioCommand =
  | 'studio.list'
  | 'studio.read'
  | 'studio.changed'
  | 'studio.write'
  | 'studio.create'
  | 'studio.check'
  | 'studio.edit'
  | 'studio.schema'
  | 'studio.run'
  | 'studio.end'
  | 'studio.repeat'
  | 'studio.repetition'
  | 'studio.stopRepetition'

/** Reads, writes and runs scenario files for the window. The lab knows only this; who serves the window does it. */
export type Studio = { [N in StudioCommand]: Asked<N> }

/** Loads it when somebody first asks for it. */
export type LoadStudio = () => Promise<Studio>

/** What a run reports, as events. */
export type RunChange = Extract<LabEventBody, { type: 'run' | 'run-step' }>

/** The scenario that is run in a lab, which exists for that only. The lab knows only this; `scenario/live` does it. */
export interface ScenarioRun {
  readonly view: ScenarioRunView
  onChange(listener: (change: RunChange) => void): void
  control(go: CommandInput<'run.control'>['go']): void
  setBreakpoints(breakpoints: readonly Breakpoint[], stopsAtFailure: boolean): void
}
