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

/** The outcome of one step of a scenario. A repeated step has one outcome for each time. */
export interface RunStep {
  /** The file in which it stands, if the scenario includes that. */
  file?: string
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

/** A difference between expectation and fact. */
export interface ScenarioFailure {
  /** `expectation`: the actual value differs from the expected one. `error`: something could not be done at all. */
  kind: 'expectation' | 'error'
  /** The file in which the expectation stands, if the scenario includes that. */
  file?: string
  /** Path of keys of the expectation, such as `steps[3].expect.sessions`. */
  path: string
  line: number
  column: number
  atMs: number
  /** The expected and the actual value. */
  message: string
  /** Code and facts of the failure that prevented the step; see `failureMeanings`. */
  code?: string
  facts?: object
  /** The last steps of the flow in question, oldest first. */
  lastFlowSteps: TracedFlowStep[]
}

/** The outcome of one run of one scenario: data only, the same for the same seed. */
export interface ScenarioOutcome {
  file: string
  name: string
  seed: number
  passed: boolean
  /** Virtual duration of the scenario. */
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
