import { codeAndFacts, describeFailure } from '../base/index.ts'
import { Interrupted, unlessStalled } from '../clock/index.ts'
import { formatKeyPath } from '../files/index.ts'
import { fillInHandheld, type Names } from './handheld-names.ts'
import { type HeadAndTail, keepHeadAndTail } from './head-and-tail-buffer.ts'
import type { Mismatch } from './mismatch.ts'
import type { RunStep, ScenarioFailure } from './outcome.ts'
import { repeatableText } from './repeatable-text.ts'
import type { Scenario } from './scenario.ts'
import { type Passing, passingAlone, passingBeside, type RunParts, StepContext } from './step-context.ts'
import { actionsOf } from './steps/index.ts'
import type { Trace } from './trace.ts'
import {
  countUnrolledSteps,
  inFileOrder,
  type Unrolled,
  type UnrolledStep,
  type UnrolledTogether,
  unrollSteps,
} from './unroll-steps.ts'

/** Maximum number of steps in an outcome, to limit its memory. */
const mostSteps = 200_000
/** Maximum number of skipped steps that an outcome lists after the failed one. */
const mostSkipped = 1_000

export interface StepsRun {
  startMs: number
  trace: Trace
  parts: RunParts
  handhelds: Names
  /** Called with each step before it runs. */
  onStep(current: UnrolledStep): void
  end: AbortSignal | undefined
  follower?: StepFollower | undefined
}

/** Where a step stands, and what it is. */
export type StepPlace = Pick<RunStep, 'file' | 'path' | 'line' | 'title'>

/** Somebody who watches a run. Lab time stands still while it holds a step back. */
export interface StepFollower {
  /** Called before a step, or before several that begin at the same moment. They are done when it has resolved. */
  before(next: readonly StepPlace[]): Promise<void>
  /** Called after a step, or after several that began at the same moment. */
  after(done: readonly RunStep[], failures: readonly ScenarioFailure[]): Promise<void>
}

export interface StepsOutcome {
  steps: HeadAndTail<RunStep>
  /** Number of skipped steps that are not even among the dropped ones of `steps`. */
  unlisted: number
  failures: ScenarioFailure[]
}

/** Runs the steps of a scenario up to the first that fails, and lists the others as skipped. */
export async function runSteps(scenario: Scenario, run: StepsRun): Promise<StepsOutcome> {
  const runner = new StepRunner(scenario, run)
  const steps = keepHeadAndTail<RunStep>(mostSteps)
  const failures: ScenarioFailure[] = []
  let walked = 0
  let skipped = 0
  for (const next of unrollSteps(scenario.steps, run.handhelds, scenario.isLeftOut)) {
    if (failures.length === 0) {
      await run.follower?.before(inFileOrderOf(next).map((one) => runner.placeOf(one)))
      const done = 'rows' in next ? await runner.together(next) : await runner.alone(next)
      await run.follower?.after(done.steps, done.failures)
      for (const row of done.steps) {
        walked += 1
        steps.add(row)
      }
      failures.push(...done.failures)
      continue
    }
    for (const current of inFileOrder([next])) {
      skipped += 1
      if (skipped > mostSkipped) break
      walked += 1
      steps.add(runner.skipped(current))
    }
    if (skipped > mostSkipped) break
  }
  const unlisted = skipped > mostSkipped ? countUnrolledSteps(scenario.steps, run.handhelds) - walked : 0
  return { steps, unlisted, failures }
}

/** The first steps of what is next; of several at the same moment no more than anybody looks at. */
function inFileOrderOf(next: Unrolled): UnrolledStep[] {
  const found: UnrolledStep[] = []
  for (const one of inFileOrder([next])) if (found.push(one) === mostShownAtOnce) break
  return found
}

const mostShownAtOnce = 100

interface Done {
  steps: readonly RunStep[]
  failures: readonly ScenarioFailure[]
}

class StepRunner {
  readonly #scenario: Scenario
  readonly #run: StepsRun
  readonly #shown: (text: string) => string

  constructor(scenario: Scenario, run: StepsRun) {
    this.#scenario = scenario
    this.#run = run
    this.#shown = repeatableText(scenario.lab)
  }

  /** Runs a step that moves lab time itself, and waits until everything that it sent has arrived. */
  alone(current: UnrolledStep): Promise<Done> {
    const { clock } = this.#run.parts
    return this.#attempt(current, passingAlone(clock), (work) => unlessStalled(clock, work, this.#run.end))
  }

  /** Runs rows of steps that begin at the same moment. Their outcomes are in the order of the file, however they interleave. */
  async together({ path, rows }: UnrolledTogether): Promise<Done> {
    const { parts, end } = this.#run
    const { clock } = parts
    const all = Promise.all(rows.map((row) => this.#row(row())))
    try {
      const done = await unlessStalled(clock, clock.runUntil(all), end)
      await unlessStalled(clock, clock.settle(), end)
      return { steps: done.flatMap(({ steps }) => steps), failures: done.flatMap(({ failures }) => failures) }
    } catch (thrown) {
      return { steps: [], failures: [await this.#failureOf(notDone(thrown), { step: {}, path, each: null })] }
    }
  }

  skipped(current: UnrolledStep): RunStep {
    return this.#outcomeOf(current, 'skipped', this.#atMs())
  }

  /** Runs a row of steps beside others, up to the first that fails. */
  async #row(row: Iterable<Unrolled>): Promise<Done> {
    const passing = passingBeside(this.#run.parts.clock)
    const steps = keepHeadAndTail<RunStep>(mostSteps)
    const failures: ScenarioFailure[] = []
    for (const next of row) {
      if ('rows' in next) {
        const inner = failures.length > 0 ? [] : await Promise.all(next.rows.map((one) => this.#row(one())))
        for (const done of inner) {
          for (const one of done.steps) steps.add(one)
          failures.push(...done.failures)
        }
      } else if (failures.length > 0) {
        steps.add(this.skipped(next))
        if (steps.items().length > mostSkipped) break
      } else {
        const done = await this.#attempt(next, passing, (work) => work)
        for (const one of done.steps) steps.add(one)
        failures.push(...done.failures)
      }
    }
    return { steps: steps.items(), failures }
  }

  /** Runs a step. A command that the lab refuses becomes a failure, like an expectation that is not met. */
  async #attempt(
    current: UnrolledStep,
    passing: Passing,
    watched: <T>(work: Promise<T>) => Promise<T>,
  ): Promise<Done> {
    const { parts, onStep } = this.#run
    onStep(current)
    const atMs = this.#atMs()
    const context = new StepContext(parts, current.each, passing)
    const found = await watched(performStep(current, context)).catch((thrown: unknown) => [notDone(thrown)])
    const outcome = this.#outcomeOf(current, found.length > 0 ? 'failed' : 'passed', atMs)
    const failures: ScenarioFailure[] = []
    for (const mismatch of found) failures.push(await this.#failureOf(mismatch, current))
    return { steps: [outcome], failures }
  }

  async #failureOf(mismatch: Mismatch, current: UnrolledStep): Promise<ScenarioFailure> {
    const { path, message, code, facts, handheld, flows, isError, nearest } = mismatch
    const { trace } = this.#run
    const atMs = this.#atMs()
    const lastFlowSteps = flows ? trace.lastOf(flows) : trace.last(handheld)
    const near = (await nearest?.()) ?? ''
    const whole = [...current.path, ...path]
    return {
      kind: isError ? 'error' : 'expectation',
      path: formatKeyPath(whole),
      ...this.#scenario.positionOf(whole),
      atMs,
      message: this.#shown(message + near),
      ...(code === undefined ? {} : { code }),
      ...(facts === undefined ? {} : { facts: shownFacts(facts, this.#shown) }),
      lastFlowSteps,
    }
  }

  placeOf(current: UnrolledStep): StepPlace {
    const { line, file } = this.#scenario.positionOf(current.path)
    const place = { path: formatKeyPath(current.path), line, title: stepTitle(current) }
    return file === undefined ? place : { ...place, file }
  }

  #outcomeOf(current: UnrolledStep, outcome: RunStep['outcome'], atMs: number): RunStep {
    return {
      path: formatKeyPath(current.path),
      ...this.#scenario.positionOf(current.path),
      title: stepTitle(current),
      note: current.step.note ?? null,
      outcome,
      atMs,
      endMs: this.#atMs(),
    }
  }

  #atMs(): number {
    return this.#run.parts.clock.now() - this.#run.startMs
  }
}

/** Runs a step that holds no others, waits until everything that it sent has arrived, and sets its mark. @returns all mismatches */
export async function performStep({ step }: UnrolledStep, context: StepContext): Promise<Mismatch[]> {
  const [action] = actionsOf(step)
  const found = (await action?.run(context)) ?? []
  await context.settle()
  if (step.mark !== undefined) await context.mark(step.mark)
  return found
}

function notDone(thrown: unknown): Mismatch {
  if (thrown instanceof Interrupted) throw thrown
  const message = `this step could not be done: ${describeFailure(thrown)}`
  return { isError: true, path: [], message, ...codeAndFacts(thrown), handheld: null }
}

function shownFacts(facts: object, shown: (text: string) => string): object {
  const entries = Object.entries(facts)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? shown(value) : value]),
  )
}

/** Short title of a step, such as `login alice`. */
export function stepTitle({ step, each }: UnrolledStep): string {
  const [action] = actionsOf(step)
  const title = action?.title() ?? (step.mark === undefined ? 'nothing' : `mark ${step.mark}`)
  return fillInHandheld(title, each)
}
