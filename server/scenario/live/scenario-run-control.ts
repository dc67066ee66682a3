import {
  type Breakpoint,
  type CommandInput,
  type RanStep,
  type ScenarioRunHead,
  type ScenarioRunView,
  withStep,
} from '#contract'
import { Interrupted } from '../../clock/index.ts'
import type { RunChange, ScenarioRun } from '../../lab/index.ts'
import type { RunStep, ScenarioFailure, ScenarioOutcome } from '../outcome.ts'
import type { StepPlace } from '../run-steps.ts'
import type { Scenario } from '../scenario.ts'

export interface RunControlOptions {
  breakpoints: readonly Breakpoint[]
  /** Whether the run stops where a step has failed, with the lab as it is then. */
  stopsAtFailure: boolean
  /** Whether the run waits at its first step. */
  startsStopped: boolean
}

interface RunFacts {
  seed: number
  startAt: number
  end: AbortSignal
  /** Told when the run stands still, and when it goes on. */
  onStand(isStill: boolean): void
}

type Stop = NonNullable<ScenarioRunHead['stop']>

/** Follows a run for those who watch it, and stops it where they want. */
export class ScenarioRunControl implements ScenarioRun {
  readonly #end: AbortSignal
  readonly #onStand: (isStill: boolean) => void
  #view: ScenarioRunView
  /** Why to stop before the next step, or null. */
  #stopNext: Stop | null
  #goOn: (() => void) | null = null
  /** Whether the first step may be done at once. */
  #hasLeave = false
  #listener: (change: RunChange) => void = () => {}

  constructor(
    { file, name, combination }: Scenario,
    { breakpoints, stopsAtFailure, startsStopped }: RunControlOptions,
    { seed, startAt, end, onStand }: RunFacts,
  ) {
    this.#end = end
    this.#onStand = onStand
    this.#stopNext = startsStopped ? 'start' : null
    this.#view = {
      ...{ file, name, combination, seed, startAt, stopsAtFailure },
      breakpoints: [...breakpoints],
      state: startsStopped ? 'stopped' : 'running',
      stop: startsStopped ? 'start' : null,
      ...{ current: null, total: 0, outcome: null, steps: [], dropped: 0 },
    }
  }

  get view(): ScenarioRunView {
    return this.#view
  }

  onChange(listener: (change: RunChange) => void): void {
    this.#listener = listener
  }

  control(go: CommandInput<'run.control'>['go']): void {
    if (this.#view.state === 'ended') return
    this.#stopNext = go === 'continue' ? null : go === 'step' ? 'step' : 'asked'
    if (go === 'pause') return
    if (this.#goOn !== null) this.#goOn()
    // Nobody waits yet for what was asked while the lab started.
    else if (this.#view.state === 'stopped') this.#hasLeave = true
  }

  setBreakpoints(breakpoints: readonly Breakpoint[], stopsAtFailure: boolean): void {
    this.#change({ breakpoints: [...breakpoints], stopsAtFailure })
  }

  begins(total: number): void {
    this.#change({ total })
  }

  async before(next: readonly StepPlace[]): Promise<void> {
    const [first] = next
    const current = first === undefined ? this.#view.current : placeOf(first)
    if (this.#hasLeave) {
      this.#hasLeave = false
      this.#change({ state: 'running', stop: null, current })
      return
    }
    const asked = this.#stopNext
    const stop = asked ?? (next.some((one) => this.#hasBreakpoint(one)) ? 'breakpoint' : null)
    this.#stopNext = null
    if (stop === null) this.#change({ state: 'running', stop: null, current })
    else await this.#stand(stop, current)
  }

  async after(done: readonly RunStep[], failures: readonly ScenarioFailure[]): Promise<void> {
    for (const step of done) {
      const ran = ranStepOf(step, failures)
      this.#view = withStep(this.#view, ran)
      this.#listener({ type: 'run-step', step: ran })
    }
    if (failures.length > 0 && this.#view.stopsAtFailure) await this.#stand('failure', this.#view.current)
  }

  ended({ passed, durationMs, failures, steps }: ScenarioOutcome): void {
    const known = this.#view.steps.length + this.#view.dropped
    for (const step of steps.slice(known)) {
      if (step.outcome !== 'skipped') continue
      const ran = ranStepOf(step, failures)
      this.#view = withStep(this.#view, ran)
      this.#listener({ type: 'run-step', step: ran })
    }
    this.#change({
      state: 'ended',
      stop: null,
      current: null,
      outcome: {
        passed,
        durationMs,
        failures: failures.map(({ file, path, line, atMs, message }) => ({
          file: file ?? null,
          ...{ path, line, atMs, message },
        })),
      },
    })
  }

  #hasBreakpoint({ file, line }: StepPlace): boolean {
    return this.#view.breakpoints.some((one) => one.line === line && one.file === (file ?? null))
  }

  /** Stands still until somebody lets the run go on. @throws {Interrupted} */
  async #stand(stop: Stop, current: ScenarioRunHead['current']): Promise<void> {
    if (this.#end.aborted) throw new Interrupted()
    this.#change({ state: 'stopped', stop, current })
    this.#onStand(true)
    let interrupt = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        this.#goOn = resolve
        interrupt = () => reject(new Interrupted())
        this.#end.addEventListener('abort', interrupt, { once: true })
      })
    } finally {
      this.#goOn = null
      this.#onStand(false)
      this.#end.removeEventListener('abort', interrupt)
    }
    this.#change({ state: 'running', stop: null })
  }

  #change(change: Partial<ScenarioRunHead>): void {
    this.#view = { ...this.#view, ...change }
    const { steps: _, dropped: __, ...run } = this.#view
    this.#listener({ type: 'run', run })
  }
}

function placeOf({ file, path, line, title }: StepPlace) {
  return { file: file ?? null, path, line, title }
}

function ranStepOf(step: RunStep, failures: readonly ScenarioFailure[]): RanStep {
  const { outcome, atMs, endMs } = step
  const failure = failures.find(({ file, path }) => file === step.file && path.startsWith(step.path))
  const message = outcome === 'failed' ? ((failure ?? failures[0])?.message ?? null) : null
  return { ...placeOf(step), outcome, atMs, endMs, message }
}
