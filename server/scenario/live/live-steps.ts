import type { LabApi } from '#contract'
import { describeFailure } from '../../base/index.ts'
import type { PacedClock } from '../../clock/index.ts'
import type { KeyPath } from '../../files/index.ts'
import type { Expectations } from '../expectations/index.ts'
import { type Names, namesOf } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { followExpected } from '../run-scenario.ts'
import { performStep } from '../run-steps.ts'
import type { Scenario } from '../scenario.ts'
import { type Passing, passingBeside, StepContext, type StepParts } from '../step-context.ts'
import { remember, type Step } from '../steps/index.ts'
import {
  inFileOrder,
  type Unrolled,
  type UnrolledStep,
  type UnrolledTogether,
  unrollStep,
} from '../unroll-steps.ts'
import { liveStepClock, passingLive } from './live-passing.ts'

/** How long an expectation waits for what is still on its way, in lab time. */
const onItsWayMs = 3_000
const sliceMs = 100

interface LiveLab {
  api: LabApi
  clock: PacedClock
}

/** Does steps of a scenario in a lab whose time passes as people choose, or stands still: then only what the steps need passes. */
export class LiveSteps {
  readonly #lab: LiveLab
  readonly #parts: StepParts
  readonly #names: Names
  readonly #expectations: Expectations
  readonly #isLeftOut: (step: Step) => boolean

  private constructor(lab: LiveLab, parts: StepParts, names: Names, isLeftOut: (step: Step) => boolean) {
    this.#lab = lab
    this.#parts = parts
    this.#names = names
    this.#expectations = parts.expectations
    this.#isLeftOut = isLeftOut
  }

  /** Follows from now on what the expectations of the scenario, at any depth, are about. */
  static async of(
    scenario: Scenario,
    { api, clock }: LiveLab,
    { isUsedLab = false }: { isUsedLab?: boolean } = {},
  ): Promise<LiveSteps> {
    const { roster } = scenario
    const names = namesOf(roster.handhelds.map(({ name }) => name))
    const expectations = await followExpected(scenario, names, { api, startMs: clock.now(), isUsedLab })
    const memory = {
      passwords: new Map(),
      lastStatus: null,
      visited: new Set<string>(),
      marks: new Set<string>(),
    }
    const parts: StepParts = {
      api,
      clock: liveStepClock(clock),
      roster,
      memory,
      expectations,
      remember: (command, output) => remember(memory, command, output, roster),
    }
    return new LiveSteps({ api, clock }, parts, names, scenario.isLeftOut)
  }

  /**
   * Does a step of the scenario, with all that is in it.
   * @param path its path in the scenario
   * @returns what differs from what is expected, or why it could not be done, with paths from the top
   */
  async perform(step: Step, path: KeyPath): Promise<Mismatch[]> {
    for (const next of unrollStep(step, this.#names, this.#isLeftOut, path, null)) {
      const found = 'rows' in next ? await this.#together(next) : fromTop(next, await this.#attempt(next))
      if (found.length > 0) return found
    }
    return []
  }

  /** Whether an expectation of the scenario holds now. Lab time does not pass for it. */
  async holds(step: Step, path: KeyPath): Promise<boolean> {
    const { clock } = this.#lab
    for (const current of inFileOrder(unrollStep(step, this.#names, this.#isLeftOut, path, null))) {
      const context = new StepContext(this.#parts, current.each, passingBeside(clock))
      if ((await performStep(current, context)).length > 0) return false
    }
    return true
  }

  stop(): void {
    this.#expectations.stop()
  }

  /** Does rows of steps that begin at the same moment, while lab time passes for all of them. */
  async #together({ rows }: UnrolledTogether): Promise<Mismatch[]> {
    const passing = passingLive(this.#lab.api, this.#lab.clock)
    const found = await passing.until(Promise.all(rows.map((row) => this.#row(row()))))
    await passing.settle()
    return found.flat()
  }

  /** Does a row of steps beside others, up to the first that fails. */
  async #row(row: Iterable<Unrolled>): Promise<Mismatch[]> {
    for (const next of row) {
      const found =
        'rows' in next
          ? (await Promise.all(next.rows.map((one) => this.#row(one())))).flat()
          : fromTop(next, await this.#once(next, passingBeside(this.#lab.clock)))
      if (found.length > 0) return found
    }
    return []
  }

  #once(current: UnrolledStep, passing: Passing): Promise<Mismatch[]> {
    return performStep(current, new StepContext(this.#parts, current.each, passing)).catch(
      (thrown: unknown): Mismatch[] => [
        { isError: true, path: [], message: describeFailure(thrown), handheld: null },
      ],
    )
  }

  async #attempt(current: UnrolledStep): Promise<Mismatch[]> {
    const { api, clock } = this.#lab
    const passing = passingLive(api, clock)
    const end = clock.now() + onItsWayMs
    for (;;) {
      const found = await this.#once(current, passing)
      const mayCome = current.step.expect !== undefined && found.every(({ isError }) => isError !== true)
      if (found.length === 0 || !mayCome || clock.now() >= end) return found
      await api.call('clock.jump', { durationMs: sliceMs })
    }
  }
}

function fromTop({ path }: UnrolledStep, found: readonly Mismatch[]): Mismatch[] {
  return found.map((one) => ({ ...one, path: [...path, ...one.path] }))
}
