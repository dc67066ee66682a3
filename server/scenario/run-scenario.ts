import type { LabApi } from '#contract'
import { codeAndFacts, describeFailure } from '../base/index.ts'
import { createVirtualClock, type VirtualClock } from '../clock/index.ts'
import { formatKeyPath } from '../files/index.ts'
import type { Lab, LabOptions } from '../lab/index.ts'
import { type Expectations, followExpectations } from './expectations/index.ts'
import { fillInHandheld, type Names, namesOf } from './handheld-names.ts'
import { type HeadAndTail, keepHeadAndTail } from './head-and-tail-buffer.ts'
import type { Mismatch } from './mismatch.ts'
import type { RunStep, ScenarioFailure, ScenarioOutcome } from './outcome.ts'
import { repeatableText } from './repeatable-text.ts'
import type { Scenario } from './scenario.ts'
import { followRecording } from './snapshot-file/recording.ts'
import { restore } from './snapshot-file/restore.ts'
import { type LabSnapshot, snapshotOf } from './snapshot-file/snapshot-file.ts'
import { Interrupted, unlessStalled } from './stall-watchdog.ts'
import { type RunMemory, type RunParts, StepContext } from './step-context.ts'
import { actionsOf, remember, type Step } from './steps/index.ts'
import { startTrace, type Trace } from './trace.ts'
import { countUnrolledSteps, nestedSteps, type UnrolledStep, unrollSteps } from './unroll-steps.ts'

export interface RunOptions {
  startLab(options: LabOptions): Promise<Lab>
  /** Folder for certificates between runs; null: new ones each time. */
  installFolder: string | null
  /** Replaces the seed of the scenario's lab. */
  seed?: number
  /** Called with the lab after the last step that was run, whether the scenario passed or failed. */
  onSnapshot?(snapshot: LabSnapshot): void
  /** Ends the run early: {@link runScenario} then throws {@link Interrupted}, once its lab has stopped. */
  end?: AbortSignal
  /** Called once the lab runs, with a function that returns the progress. */
  onStart?(look: () => Progress): void
}

/** The progress of a run. */
export interface Progress {
  /** Virtual time since the start of the scenario. */
  atMs: number
  /** Short title of the current step. */
  title: string
}

/** Maximum number of steps in an outcome, to limit its memory. */
const mostSteps = 200_000
/** Maximum number of skipped steps that an outcome lists after the failed one. */
const mostSkipped = 1_000

/**
 * Runs a scenario in a lab of its own, in virtual time, up to the first step that fails. Later steps are only listed as
 * skipped, since they were written for another situation.
 *
 * A scenario that starts from a snapshot continues where the snapshot was taken. Its times count from the start of the lab, as
 * in one run straight through; its duration counts from the snapshot.
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioOutcome> {
  const clock = createVirtualClock()
  const seed = options.seed ?? scenario.lab.seed ?? 1
  const file = { ...scenario.lab, seed }
  const lab = await options.startLab({
    file,
    baseFolder: scenario.labFolder,
    clock,
    installFolder: options.installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const startMs = clock.now()
  const trace = startTrace(lab.api, scenario.lab, startMs)
  const handhelds = namesOf(scenario.roster.handhelds.map(({ name }) => name))
  let expectations: Expectations | null = null
  try {
    let current: UnrolledStep | undefined
    options.onStart?.(() => ({ atMs: clock.now() - startMs, title: current ? titleOf(current) : '' }))
    expectations = await unlessStalled(
      clock,
      followExpected(scenario, handhelds, lab.api, startMs),
      options.end,
    )
    await unlessStalled(clock, clock.settle(), options.end)
    const { roster } = scenario
    const memory: RunMemory = { passwords: new Map(), lastStatus: null, visited: new Set() }
    const parts: RunParts = {
      api: lab.api,
      clock,
      roster,
      memory,
      expectations,
      remember: (command, output) => remember(memory, command, output, roster),
    }
    const { from } = scenario
    if (from) {
      await restoreFrom(from, { lab, clock, startMs, parts }, options.end)
      trace.begin()
    }
    const fromMs = clock.now()
    const recording = options.onSnapshot && followRecording({ api: lab.api, clock, startMs }, from?.history)
    const recorded = recording ? { ...parts, api: recording.api, clock: recording.clock } : parts
    const onStep = (next: UnrolledStep) => {
      current = next
    }
    const run = { startMs, trace, parts: recorded, handhelds, onStep, end: options.end }
    const { steps, unlisted, failures } = await runAll(scenario, run)
    if (recording) options.onSnapshot?.(await snapshotOf(lab, file, recording, startMs))
    return {
      file: scenario.file,
      name: scenario.name,
      seed,
      passed: failures.length === 0,
      durationMs: clock.now() - fromMs,
      steps: steps.items(),
      droppedSteps: steps.dropped() + unlisted,
      failures,
      flowSteps: trace.flowSteps().items(),
      droppedFlowSteps: trace.flowSteps().dropped(),
    }
  } finally {
    trace.stop()
    expectations?.stop()
    await stop(lab, clock)
  }
}

interface StartedLab {
  lab: Lab
  clock: VirtualClock
  startMs: number
  parts: RunParts
}

/** Replays the history of a snapshot in a lab that has just started, and remembers what later steps need. */
async function restoreFrom(
  from: LabSnapshot,
  { lab, clock, startMs, parts }: StartedLab,
  end: AbortSignal | undefined,
): Promise<void> {
  const restored = restore(from, lab, {
    clock,
    startMs,
    end,
    onDone: parts.remember,
  })
  await unlessStalled(clock, restored, end)
}

interface Run {
  startMs: number
  trace: Trace
  parts: RunParts
  handhelds: Names
  /** Called with each step before it runs. */
  onStep(current: UnrolledStep): void
  end: AbortSignal | undefined
}

async function runAll(
  scenario: Scenario,
  { startMs, trace, parts, handhelds, onStep, end }: Run,
): Promise<{ steps: HeadAndTail<RunStep>; unlisted: number; failures: ScenarioFailure[] }> {
  const { clock } = parts
  const shown = repeatableText(scenario.lab)
  const steps = keepHeadAndTail<RunStep>(mostSteps)
  const failures: ScenarioFailure[] = []
  let walked = 0
  let skipped = 0
  for (const current of unrollSteps(scenario.steps, handhelds, scenario.isLeftOut)) {
    onStep(current)
    const hasFailed = failures.length > 0
    if (hasFailed) skipped += 1
    if (skipped > mostSkipped) break
    walked += 1
    const atMs = clock.now() - startMs
    const found = hasFailed ? [] : await attempt(current, parts, end)
    for (const { path, message, code, facts, handheld, isError } of found) {
      const whole = [...current.path, ...path]
      failures.push({
        kind: isError ? 'error' : 'expectation',
        path: formatKeyPath(whole),
        ...scenario.positionOf(whole),
        atMs: clock.now() - startMs,
        message: shown(message),
        ...(code === undefined ? {} : { code }),
        ...(facts === undefined ? {} : { facts: shownFacts(facts, shown) }),
        lastFlowSteps: trace.last(handheld),
      })
    }
    const outcome = hasFailed ? 'skipped' : found.length > 0 ? 'failed' : 'passed'
    steps.add({ ...describe(current, scenario), outcome, atMs, endMs: clock.now() - startMs })
  }
  const unlisted = skipped > mostSkipped ? countUnrolledSteps(scenario.steps, handhelds) - walked : 0
  return { steps, unlisted, failures }
}

function shownFacts(facts: object, shown: (text: string) => string): object {
  const entries = Object.entries(facts)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? shown(value) : value]),
  )
}

/** Runs a step. A command that the lab refuses becomes a mismatch, like an expectation that is not met. */
async function attempt(
  { step, each }: UnrolledStep,
  parts: RunParts,
  end: AbortSignal | undefined,
): Promise<Mismatch[]> {
  try {
    return await unlessStalled(parts.clock, runStep(step, new StepContext(parts, each)), end)
  } catch (thrown) {
    if (thrown instanceof Interrupted) throw thrown
    const message = `this step could not be done: ${describeFailure(thrown)}`
    return [{ isError: true, path: [], message, ...codeAndFacts(thrown), handheld: null }]
  }
}

/** Runs a step that holds no others, and waits until everything that it sent has arrived. @returns all mismatches */
async function runStep(step: Step, context: StepContext): Promise<Mismatch[]> {
  const [action] = actionsOf(step)
  const found = (await action?.run(context)) ?? []
  await context.clock.settle()
  return found
}

/** Short title of a step, such as `login alice`. */
function titleOf({ step, each }: UnrolledStep): string {
  const [action] = actionsOf(step)
  return fillInHandheld(action?.title() ?? 'nothing', each)
}

/** Starts to follow the subjects of all expectations in a scenario, at any depth. */
function followExpected(
  scenario: Scenario,
  names: Names,
  api: LabApi,
  startMs: number,
): Promise<Expectations> {
  const all = [...nestedSteps(scenario.steps, names)].flatMap(({ step: { expect }, handhelds }) =>
    expect ? [{ value: expect, handhelds }] : [],
  )
  return followExpectations({ api, startMs, repeatable: repeatableText(scenario.lab) }, all)
}

function describe(current: UnrolledStep, scenario: Scenario) {
  return {
    path: formatKeyPath(current.path),
    ...scenario.positionOf(current.path),
    title: titleOf(current),
    note: current.step.note ?? null,
  }
}

/** Stops the lab while virtual time continues, since parts send messages when they stop, which a latency may delay. */
async function stop(lab: Lab, clock: VirtualClock): Promise<void> {
  const stopped = lab.stop()
  clock.runUntil(stopped).catch(() => {})
  await unlessStalled(clock, stopped)
}
