/** Scenario files: read, checked, and run in a lab of their own. */
export type { RunStep, ScenarioFailure, ScenarioOutcome, TracedFlowStep } from './outcome.ts'
export { type RunOptions, runScenario } from './run-scenario.ts'
export { checkScenario, readScenario, type Scenario, scenarioFile } from './scenario-file.ts'
