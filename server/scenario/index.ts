/** Scenario files: read, checked, and run in a lab of their own. */

export { Interrupted } from '../clock/index.ts'
export { readBranchSteps, runBranchSteps } from './branch-steps.ts'
export {
  Composition,
  expectationOf,
  type Lived,
  livedOf,
  plainScenario,
  proveScenarioText,
} from './compose/index.ts'
export { type Expectation, expectation } from './expectations/index.ts'
export { isMatch } from './handheld-names.ts'
export { createDemoPlayer } from './live/demo-player.ts'
export { libraryFolder } from './live/library-folder.ts'
export { runScenarioLive } from './live/live-scenario.ts'
export { LiveSteps } from './live/live-steps.ts'
export type { Mismatch } from './mismatch.ts'
export type { ScenarioFailure, ScenarioOutcome, TracedFlowStep } from './outcome.ts'
export { fillInValues } from './placeholders.ts'
export { type ProofVerdict, proveScenario } from './prove.ts'
export { repeatableText } from './repeatable-text.ts'
export { type Progress, runScenario, stopLab } from './run-scenario.ts'
export type { Scenario } from './scenario.ts'
export { checkScenarios, readScenario, readScenarios, scenarioFile } from './scenario-file.ts'
export {
  type LabSnapshot,
  RestoredDifferently,
  readSnapshotFile,
  whyNotRepeatable,
  writeSnapshotFile,
} from './snapshot-file/index.ts'
export { stepLinesOf } from './step-lines.ts'
export { type Step as ScenarioStep, step, stepOf } from './steps/index.ts'
