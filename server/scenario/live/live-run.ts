import type { DemoView, LabApi } from '#contract'
import type { PacedClock } from '../../clock/index.ts'
import { fillInHandheld } from '../handheld-names.ts'
import type { Scenario } from '../scenario.ts'
import { actionsOf, blocksOf, type Step } from '../steps/index.ts'
import type { Demo } from './demo-library.ts'
import { LiveSteps } from './live-steps.ts'
import { PreparedLab } from './prepared-lab.ts'

type ShownStep = DemoView['steps'][number]

/** One scenario of the library, run step by step in a lab that people watch. */
export class LiveRun {
  readonly #demo: Demo
  readonly #api: LabApi
  readonly #clock: PacedClock
  readonly #report: (view: DemoView) => void
  readonly #scenario: Scenario
  #steps: readonly ShownStep[]
  #done = 0
  #isBusy = false
  #lab: PreparedLab | null = null
  #live: LiveSteps | null = null

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
      this.#live = await LiveSteps.of(
        this.#scenario,
        { api: this.#api, clock: this.#clock },
        { isUsedLab: true },
      )
    })
  }

  /** Does the next step; a block, with all that is in it, is one. Nothing where all are done. */
  async next(): Promise<void> {
    const step = this.#scenario.steps[this.#done]
    if (step === undefined) return
    const at = this.#done
    this.#change(at, { state: 'running' })
    await this.#busy(async () => {
      const found = (await this.#live?.perform(step, [])) ?? []
      this.#done = at + 1
      const differences = found.map(({ path, message }) =>
        [path.slice(1).join('.'), message].filter(Boolean).join(': '),
      )
      this.#change(at, { state: found.length > 0 ? 'failed' : 'done', differences })
    })
  }

  async stop(): Promise<void> {
    await this.#busy(async () => {
      this.#live?.stop()
      await this.#lab?.putBack()
    })
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
