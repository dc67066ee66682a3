import { createVirtualClock, type VirtualClock } from '../lab/clock/index.ts'
import { describeFailure } from '../lab/failure.ts'
import { formatKeyPath } from '../lab/file/index.ts'
import type { Lab, LabOptions } from '../lab/index.ts'
import type { Mismatch } from './expectations.ts'
import type { RunStep, ScenarioFailure, ScenarioOutcome } from './outcome.ts'
import { runStep, type StepContext } from './run-step.ts'
import type { Scenario } from './scenario-file.ts'
import { keepLog, type ScenarioLog } from './scenario-log.ts'
import { unlessStill } from './standstill.ts'
import { titleOf } from './step-title.ts'
import { startTrace, type Trace } from './trace.ts'
import { type Leaf, walk } from './walk.ts'

export interface RunOptions {
  startLab(options: LabOptions): Promise<Lab>
  /** Where certificates are kept between runs; null: made anew each time. */
  installFolder: string | null
  /** Instead of the seed that the scenario's lab names. */
  seed?: number
  /** Hears of each step once it has ended. */
  onStep?(step: RunStep): void
}

/**
 * Runs a scenario in a lab of its own, in virtual time, up to the first step that fails: those after it would tell of
 * another situation than the one that was meant.
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioOutcome> {
  const clock = createVirtualClock()
  const seed = options.seed ?? scenario.lab.seed ?? 1
  const lab = await options.startLab({
    file: { ...scenario.lab, seed },
    baseFolder: scenario.labFolder,
    clock,
    installFolder: options.installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const startMs = clock.now()
  const trace = startTrace(lab.api, scenario.lab, startMs)
  const log = keepLog(scenario, lab.api, startMs)
  try {
    await unlessStill(clock, clock.settle())
    const { steps, failures } = await runAll(scenario, { lab, clock, startMs, trace, log }, options)
    return {
      file: scenario.file,
      name: scenario.name,
      seed,
      passed: failures.length === 0,
      durationMs: clock.now() - startMs,
      steps,
      failures,
      flowSteps: trace.flowSteps,
    }
  } finally {
    trace.stop()
    log.stop()
    await stop(lab, clock)
  }
}

interface Run {
  lab: Lab
  clock: VirtualClock
  startMs: number
  trace: Trace
  log: ScenarioLog
}

async function runAll(
  scenario: Scenario,
  { lab, clock, startMs, trace, log }: Run,
  { onStep }: RunOptions,
): Promise<{ steps: RunStep[]; failures: ScenarioFailure[] }> {
  const context: StepContext = {
    api: lab.api,
    clock,
    roster: scenario.roster,
    passwords: new Map(),
    lastStatus: null,
    logLines: log.lines,
  }
  const steps: RunStep[] = []
  const failures: ScenarioFailure[] = []
  const handhelds = scenario.roster.handhelds.map(({ name }) => name)
  for (const leaf of walk(scenario.steps, handhelds)) {
    const hasFailed = failures.length > 0
    const atMs = clock.now() - startMs
    const found = hasFailed ? [] : await attempt(leaf, context)
    for (const { path, message, handheld } of found) {
      const whole = [...leaf.path, ...path]
      failures.push({
        path: formatKeyPath(whole),
        ...scenario.positionOf(whole),
        atMs: clock.now() - startMs,
        message,
        lastFlowSteps: trace.last(handheld),
      })
    }
    const outcome = hasFailed ? 'skipped' : found.length > 0 ? 'failed' : 'passed'
    const step: RunStep = { ...describe(leaf, scenario), outcome, atMs, endMs: clock.now() - startMs }
    steps.push(step)
    onStep?.(step)
  }
  return { steps, failures }
}

/** A command that the lab refuses fails the step like an expectation that is not met. */
async function attempt({ step, each }: Leaf, context: StepContext): Promise<Mismatch[]> {
  try {
    return await unlessStill(context.clock, runStep(step, each, context))
  } catch (thrown) {
    return [{ path: [], message: `this step could not be done: ${describeFailure(thrown)}`, handheld: null }]
  }
}

function describe(leaf: Leaf, scenario: Scenario) {
  return {
    path: formatKeyPath(leaf.path),
    ...scenario.positionOf(leaf.path),
    title: titleOf(leaf),
    note: leaf.step.note ?? null,
  }
}

/** What the parts say to each other at the end may have to travel through virtual time. */
async function stop(lab: Lab, clock: VirtualClock): Promise<void> {
  const stopped = lab.stop()
  clock.settle().catch(() => {})
  await unlessStill(clock, stopped)
}
