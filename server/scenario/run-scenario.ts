import { describeFailure } from '../base/index.ts'
import { createVirtualClock, type VirtualClock } from '../clock/index.ts'
import { formatKeyPath } from '../files/index.ts'
import type { Lab, LabOptions } from '../lab/index.ts'
import type { Mismatch } from './expectations.ts'
import { type Names, namesOf } from './handheld-names.ts'
import { type HeadAndTail, keepHeadAndTail } from './head-and-tail-buffer.ts'
import type { RunStep, ScenarioFailure, ScenarioOutcome } from './outcome.ts'
import { repeatableText } from './repeatable-text.ts'
import { remember, runStep, type StepContext } from './run-step.ts'
import type { Scenario } from './scenario.ts'
import { countFrames, type ScenarioFrames } from './scenario-frames.ts'
import { keepLog } from './scenario-log.ts'
import { followRecording } from './snapshot-file/recording.ts'
import { restore } from './snapshot-file/restore.ts'
import { type LabSnapshot, snapshotOf } from './snapshot-file/snapshot-file.ts'
import { Interrupted, unlessStalled } from './stall-watchdog.ts'
import { titleOf } from './step-title.ts'
import { startTrace, type Trace } from './trace.ts'
import { countUnrolledSteps, type UnrolledStep, unrollSteps } from './unroll-steps.ts'

export interface RunOptions {
  startLab(options: LabOptions): Promise<Lab>
  /** Where certificates are kept between runs; null: made anew each time. */
  installFolder: string | null
  /** Instead of the seed that the scenario's lab names. */
  seed?: number
  /** Gets the lab as it is after the last step that was run, whether the scenario passed or failed. */
  onSnapshot?(snapshot: LabSnapshot): void
  /** Ends the run early: {@link runScenario} then throws {@link Interrupted}, once its lab has stopped. */
  end?: AbortSignal
  /** Hears, once the lab runs, of a way to see how far it has come. */
  onStart?(look: () => Progress): void
}

/** How far a run has come. */
export interface Progress {
  /** Virtual time since the start of the scenario. */
  atMs: number
  /** The step under way, in short. */
  title: string
}

/** More than anyone reads, and little enough to keep. */
const mostSteps = 200_000
/** Steps after the one that failed, which are only listed. */
const mostSkipped = 1_000

/**
 * Runs a scenario in a lab of its own, in virtual time, up to the first step that fails: those after it would tell of
 * another situation than the one that was meant.
 *
 * From a snapshot, its steps go on where that was taken: all times still count from the start of the lab, so that they are
 * those of one run straight through; how long it took counts from where it goes on.
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
  const log = keepLog(scenario, lab.api, startMs)
  const handhelds = namesOf(scenario.roster.handhelds.map(({ name }) => name))
  let frames: ScenarioFrames | null = null
  try {
    let leaf: UnrolledStep | undefined
    options.onStart?.(() => ({ atMs: clock.now() - startMs, title: leaf ? titleOf(leaf) : '' }))
    frames = await unlessStalled(clock, countFrames(scenario, handhelds, lab.api, startMs), options.end)
    await unlessStalled(clock, clock.settle(), options.end)
    const context: StepContext = {
      api: lab.api,
      clock,
      roster: scenario.roster,
      passwords: new Map(),
      lastStatus: null,
      logLines: log.lines,
      frames,
      visited: new Set(),
    }
    const { from } = scenario
    if (from) {
      await goOn(from, { lab, clock, startMs, context }, options.end)
      trace.begin()
    }
    const fromMs = clock.now()
    const recording = options.onSnapshot && followRecording({ api: lab.api, clock, startMs }, from?.history)
    const followed = recording ? { ...context, api: recording.api, clock: recording.clock } : context
    const onLeaf = (next: UnrolledStep) => {
      leaf = next
    }
    const run = { startMs, trace, context: followed, handhelds, onLeaf, end: options.end }
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
    log.stop()
    frames?.stop()
    await stop(lab, clock)
  }
}

interface Beginning {
  lab: Lab
  clock: VirtualClock
  startMs: number
  context: StepContext
}

/** Brings a lab that has just started, and what steps find, to where a snapshot was taken. */
async function goOn(
  from: LabSnapshot,
  { lab, clock, startMs, context }: Beginning,
  end: AbortSignal | undefined,
): Promise<void> {
  const restored = restore(from, lab, {
    clock,
    startMs,
    end,
    onDone: (command, output) => remember(context, command, output),
  })
  await unlessStalled(clock, restored, end)
}

interface Run {
  startMs: number
  trace: Trace
  context: StepContext
  handhelds: Names
  /** Hears of each step before it is done. */
  onLeaf(leaf: UnrolledStep): void
  end: AbortSignal | undefined
}

async function runAll(
  scenario: Scenario,
  { startMs, trace, context, handhelds, onLeaf, end }: Run,
): Promise<{ steps: HeadAndTail<RunStep>; unlisted: number; failures: ScenarioFailure[] }> {
  const { clock } = context
  const shown = repeatableText(scenario.lab)
  const steps = keepHeadAndTail<RunStep>(mostSteps)
  const failures: ScenarioFailure[] = []
  let walked = 0
  let skipped = 0
  for (const leaf of unrollSteps(scenario.steps, handhelds, scenario.isLeftOut)) {
    onLeaf(leaf)
    const hasFailed = failures.length > 0
    if (hasFailed) skipped += 1
    if (skipped > mostSkipped) break
    walked += 1
    const atMs = clock.now() - startMs
    const found = hasFailed ? [] : await attempt(leaf, context, end)
    for (const { path, message, handheld, isError } of found) {
      const whole = [...leaf.path, ...path]
      failures.push({
        kind: isError ? 'error' : 'expectation',
        path: formatKeyPath(whole),
        ...scenario.positionOf(whole),
        atMs: clock.now() - startMs,
        message: shown(message),
        lastFlowSteps: trace.last(handheld),
      })
    }
    const outcome = hasFailed ? 'skipped' : found.length > 0 ? 'failed' : 'passed'
    steps.add({ ...describe(leaf, scenario), outcome, atMs, endMs: clock.now() - startMs })
  }
  const unlisted = skipped > mostSkipped ? countUnrolledSteps(scenario.steps, handhelds) - walked : 0
  return { steps, unlisted, failures }
}

/** A command that the lab refuses fails the step like an expectation that is not met. */
async function attempt(
  { step, each }: UnrolledStep,
  context: StepContext,
  end: AbortSignal | undefined,
): Promise<Mismatch[]> {
  try {
    return await unlessStalled(context.clock, runStep(step, each, context), end)
  } catch (thrown) {
    if (thrown instanceof Interrupted) throw thrown
    const message = `this step could not be done: ${describeFailure(thrown)}`
    return [{ isError: true, path: [], message, handheld: null }]
  }
}

function describe(leaf: UnrolledStep, scenario: Scenario) {
  return {
    path: formatKeyPath(leaf.path),
    ...scenario.positionOf(leaf.path),
    title: titleOf(leaf),
    note: leaf.step.note ?? null,
  }
}

/** What the parts say to each other at the end travels through virtual time, behind what a latency still holds up. */
async function stop(lab: Lab, clock: VirtualClock): Promise<void> {
  const stopped = lab.stop()
  clock.runUntil(stopped).catch(() => {})
  await unlessStalled(clock, stopped)
}
