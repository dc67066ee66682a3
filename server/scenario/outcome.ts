import type { FlowStep, StepDetail, StepOutcome } from '#contract'

/** A step of a login flow, as it happened in a run. Times count from the start of the scenario. */
export interface TracedFlowStep {
  atMs: number
  flow: string
  handheld: string
  user: string
  step: FlowStep
  outcome: StepOutcome
  /** The sentence, in English. */
  detail: string
  code: StepDetail['code']
  facts: Readonly<Record<string, unknown>>
}

/** What became of one step of a scenario. A step that is repeated has one of these for each time. */
export interface RunStep {
  /** Such as `steps[3].repeat.steps[0]`. */
  path: string
  line: number
  column: number
  /** The step in short, such as `login alice`. */
  title: string
  note: string | null
  /** `skipped`: an earlier step failed, so it was not run. */
  outcome: 'passed' | 'failed' | 'skipped'
  /** Virtual time from the start of the scenario to the start of the step, and to its end. */
  atMs: number
  endMs: number
}

/** Expectation against fact. */
export interface ScenarioFailure {
  /** `expectation`: what was there is not what was expected. `error`: something could not be done at all. */
  kind: 'expectation' | 'error'
  /** Path of keys of the expectation, such as `steps[3].expect.sessions`. */
  path: string
  line: number
  column: number
  atMs: number
  /** What was expected, and what was there. */
  message: string
  /** Of the failure for which something could not be done; see `failureMeanings`. */
  code?: string
  facts?: object
  /** The last steps of the flow in question, oldest first. */
  lastFlowSteps: TracedFlowStep[]
}

/** How one run of one scenario ended: data only, the same for the same seed. */
export interface ScenarioOutcome {
  file: string
  name: string
  seed: number
  passed: boolean
  /** Virtual time that the scenario took. */
  durationMs: number
  /** Of a very long run, those at the beginning and those at the end. */
  steps: RunStep[]
  /** How many steps in between are not among `steps`. */
  droppedSteps: number
  failures: ScenarioFailure[]
  /** Of a very long run, those at the beginning and those at the end. */
  flowSteps: TracedFlowStep[]
  /** How many flow steps in between are not among `flowSteps`. */
  droppedFlowSteps: number
}
