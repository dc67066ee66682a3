import { createVirtualClock, type Interrupted, unlessStalled, type VirtualClock } from '../clock/index.ts'
import { startOf, zoneOf } from '../files/index.ts'
import type { Lab, LabOptions } from '../lab/index.ts'
import { type Expectations, type FollowedRun, followExpectations } from './expectations/index.ts'
import { type Names, namesOf } from './handheld-names.ts'
import type { ScenarioOutcome } from './outcome.ts'
import { repeatableText } from './repeatable-text.ts'
import { runSteps, type StepFollower, stepTitle } from './run-steps.ts'
import type { Scenario } from './scenario.ts'
import { followRecording } from './snapshot-file/recording.ts'
import { restore } from './snapshot-file/restore.ts'
import { type LabSnapshot, snapshotOf } from './snapshot-file/snapshot-file.ts'
import type { RunMemory, RunParts } from './step-context.ts'
import { remember } from './steps/index.ts'
import { startTrace } from './trace.ts'
import { countUnrolledSteps, nestedSteps, type UnrolledStep } from './unroll-steps.ts'

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
  /** The clock, if another than virtual time without limit is to move the lab. */
  clock?: VirtualClock
  /** Follows the run step by step, and may hold it. */
  follower?: RunFollower
}

interface RunFollower extends StepFollower {
  /** Called with the number of steps that there are, before the first. */
  begins(total: number): void
  /** Called once the scenario has ended. The lab stops when this has resolved. */
  ended(outcome: ScenarioOutcome): Promise<void>
}

/** The progress of a run. */
export interface Progress {
  /** Virtual time since the start of the scenario. */
  atMs: number
  /** Short title of the current step. */
  title: string
}

/**
 * Runs a scenario in a lab of its own, in virtual time, up to the first step that fails. Later steps are only listed as
 * skipped, since they were written for another situation.
 *
 * A scenario that starts from a snapshot continues where the snapshot was taken. Its times count from the start of the lab, as
 * in one run straight through; its duration counts from the snapshot.
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioOutcome> {
  const clock = options.clock ?? createVirtualClock(startOf(scenario.lab))
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
    options.onStart?.(() => ({ atMs: clock.now() - startMs, title: current ? stepTitle(current) : '' }))
    expectations = await unlessStalled(
      clock,
      followExpected(scenario, handhelds, { api: lab.api, startMs, isUsedLab: false }),
      options.end,
    )
    await unlessStalled(clock, clock.settle(), options.end)
    const { roster } = scenario
    const memory: RunMemory = { passwords: new Map(), lastStatus: null, visited: new Set(), marks: new Set() }
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
    const { end, follower } = options
    follower?.begins(countUnrolledSteps(scenario.steps, handhelds))
    const run = { startMs, trace, parts: recorded, handhelds, onStep, end, follower }
    const { steps, unlisted, failures } = await runSteps(scenario, run)
    if (recording) options.onSnapshot?.(await snapshotOf(lab, file, recording, startMs))
    const outcome: ScenarioOutcome = {
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
    await follower?.ended(outcome)
    return outcome
  } finally {
    trace.stop()
    expectations?.stop()
    await stopLab(lab, clock)
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

/** Starts to follow the subjects of all expectations in a scenario, at any depth. */
export function followExpected(
  scenario: Scenario,
  names: Names,
  run: Pick<FollowedRun, 'api' | 'startMs' | 'isUsedLab'>,
): Promise<Expectations> {
  const all = [...nestedSteps(scenario.steps, names)].flatMap(({ step: { expect }, handhelds }) =>
    expect ? [{ value: expect, handhelds }] : [],
  )
  return followExpectations(
    { ...run, timeZone: zoneOf(scenario.lab), repeatable: repeatableText(scenario.lab) },
    all,
  )
}

/** Stops the lab while virtual time continues, since parts send messages when they stop, which a latency may delay. */
export async function stopLab(lab: Lab, clock: VirtualClock): Promise<void> {
  const stopped = lab.stop()
  clock.runUntil(stopped).catch(() => {})
  await unlessStalled(clock, stopped)
}
