import type { DemoView, LabApi } from '#contract'
import { describeFailure } from '../../base/index.ts'
import type { PacedClock } from '../../clock/index.ts'
import type { Expectations } from '../expectations/index.ts'
import { fillInHandheld, type Names, namesOf } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { followExpected } from '../run-scenario.ts'
import { performStep } from '../run-steps.ts'
import type { Scenario } from '../scenario.ts'
import { StepContext, type StepParts } from '../step-context.ts'
import { actionsOf, blocksOf, remember, type Step } from '../steps/index.ts'
import { inFileOrder, type UnrolledStep, unrollSteps } from '../unroll-steps.ts'
import type { Demo } from './demo-library.ts'
import { liveStepClock, passingLive } from './live-passing.ts'
import { PreparedLab } from './prepared-lab.ts'

type ShownStep = DemoView['steps'][number]

/** How long an expectation waits for what is still on its way, in lab time. */
const onItsWayMs = 3_000
const sliceMs = 100

/** One scenario of the library, run step by step in a lab that people watch. */
export class LiveRun {
  readonly #demo: Demo
  readonly #api: LabApi
  readonly #clock: PacedClock
  readonly #report: (view: DemoView) => void
  readonly #scenario: Scenario
  readonly #names: Names
  #steps: readonly ShownStep[]
  #done = 0
  #isBusy = false
  #lab: PreparedLab | null = null
  #parts: StepParts | null = null
  #expectations: Expectations | null = null

  constructor(
    demo: Demo,
    scenario: Scenario,
    { api, clock, report }: { api: LabApi; clock: PacedClock; report: (view: DemoView) => void },
  ) {
    this.#demo = demo
    this.#scenario = scenario
    this.#api = api
    this.#clock = clock
    this.#report = report
    this.#names = namesOf(scenario.roster.handhelds.map(({ name }) => name))
    this.#steps = scenario.steps.map((step) => ({
      title: titleOf(step),
      note: step.note ?? null,
      isExpectation: step.expect !== undefined,
      state: 'ahead',
      differences: [],
    }))
  }

  get isBusy(): boolean {
    return this.#isBusy
  }

  async prepare(): Promise<void> {
    await this.#busy(async () => {
      this.#lab = await PreparedLab.for(this.#api, this.#scenario)
      const { roster } = this.#scenario
      const expectations = await followExpected(this.#scenario, this.#names, {
        api: this.#api,
        startMs: this.#clock.now(),
        isUsedLab: true,
      })
      this.#expectations = expectations
      const memory = {
        passwords: new Map(),
        lastStatus: null,
        visited: new Set<string>(),
        marks: new Set<string>(),
      }
      this.#parts = {
        api: this.#api,
        clock: liveStepClock(this.#clock),
        roster,
        memory,
        expectations,
        remember: (command, output) => remember(memory, command, output, roster),
      }
    })
  }

  /** Does the next step; a block, with all that is in it, is one. Nothing where all are done. */
  async next(): Promise<void> {
    const step = this.#scenario.steps[this.#done]
    if (step === undefined) return
    const at = this.#done
    this.#change(at, { state: 'running' })
    await this.#busy(async () => {
      const found: Mismatch[] = []
      for (const current of inFileOrder(unrollSteps([step], this.#names))) {
        found.push(...(await this.#attempt(current)))
        if (found.length > 0) break
      }
      this.#done = at + 1
      const differences = found.map(({ path, message }) =>
        [path.slice(1).join('.'), message].filter(Boolean).join(': '),
      )
      this.#change(at, { state: found.length > 0 ? 'failed' : 'done', differences })
    })
  }

  async stop(): Promise<void> {
    await this.#busy(async () => {
      this.#expectations?.stop()
      await this.#lab?.putBack()
    })
  }

  async #attempt(current: UnrolledStep): Promise<Mismatch[]> {
    const parts = this.#parts
    if (parts === null) return []
    const passing = passingLive(this.#api, this.#clock)
    const end = this.#clock.now() + onItsWayMs
    for (;;) {
      const found = await performStep(current, new StepContext(parts, current.each, passing)).catch(
        (thrown: unknown): Mismatch[] => [
          { isError: true, path: [], message: describeFailure(thrown), handheld: null },
        ],
      )
      const mayCome = current.step.expect !== undefined && found.every(({ isError }) => isError !== true)
      if (found.length === 0 || !mayCome || this.#clock.now() >= end) return found
      await this.#api.call('clock.jump', { durationMs: sliceMs })
    }
  }

  async #busy(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true
    this.#tell()
    try {
      await work()
    } finally {
      this.#isBusy = false
      this.#tell()
    }
  }

  #change(at: number, change: Partial<ShownStep>): void {
    this.#steps = this.#steps.map((step, index) => (index === at ? { ...step, ...change } : step))
  }

  #tell(): void {
    const { id, name, symptom, cause } = this.#demo
    this.#report({
      id,
      name,
      symptom,
      cause,
      done: this.#done,
      isBusy: this.#isBusy,
      steps: [...this.#steps],
    })
  }
}

/** As in reports; of a block, what is in it. */
function titleOf(step: Step): string {
  const [action] = actionsOf(step)
  if (action !== undefined) return fillInHandheld(action.title(), null)
  const [block] = blocksOf(step)
  if (block === undefined) return step.mark === undefined ? '' : `mark ${step.mark}`
  return `${block.kind}: ${block.steps.map(titleOf).join(', ')}`
}
