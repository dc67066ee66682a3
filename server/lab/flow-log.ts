import {
  bounds,
  type FlowStep,
  type FlowStepView,
  type FlowView,
  type LoginResult,
  type StepDetail,
  type StepOutcome,
} from '#contract'
import { BoundedMap } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { FlowReporter } from '../traffic/index.ts'
import type { ChartRecorder } from './chart-recorder.ts'
import type { EventStream } from './event-stream.ts'

/** A bounded list of the latest logins with their steps. */
export class FlowLog implements FlowReporter {
  readonly #clock: Clock
  readonly #events: EventStream
  readonly #nameOf: (pin: string) => string
  readonly #charts: ChartRecorder
  readonly #flows = new BoundedMap<string, FlowView>(bounds.flows)
  /** For each PIN, the login that has no result yet. */
  readonly #underWay = new Map<string, string>()
  /** For each login without a result, its PIN, also if the list has dropped the login. */
  readonly #pins = new Map<string, string>()

  constructor(clock: Clock, events: EventStream, nameOf: (pin: string) => string, charts: ChartRecorder) {
    this.#clock = clock
    this.#events = events
    this.#nameOf = nameOf
    this.#charts = charts
  }

  began({ id, pin, user }: { id: string; pin: string; user: string }): void {
    const flow: FlowView = {
      id,
      handheld: this.#nameOf(pin),
      pin,
      user,
      startedAt: this.#clock.now(),
      endedAt: null,
      result: null,
      steps: [],
    }
    this.#flows.set(id, flow)
    const before = this.#underWay.get(pin)
    if (before !== undefined) this.#pins.delete(before)
    this.#underWay.set(pin, id)
    this.#pins.set(id, pin)
    this.#emit(flow)
  }

  step(id: string, step: FlowStep, outcome: StepOutcome, detail: StepDetail): void {
    const view: FlowStepView = { step, outcome, detail, at: this.#clock.now() }
    this.#flows.get(id)?.steps.push(view)
    this.#events.emit('flow-step', () => ({ type: 'flow-step', id, step: view }))
  }

  /** The current login of a device. With null: the only current login of the lab, if there is exactly one. */
  underWay(pin: string | null): string | null {
    if (pin !== null) return this.#underWay.get(pin) ?? null
    const [only, another] = this.#underWay.values()
    return another === undefined ? (only ?? null) : null
  }

  ended(id: string, result: LoginResult): void {
    const pin = this.#pins.get(id)
    this.#pins.delete(id)
    if (pin !== undefined && this.#underWay.get(pin) === id) this.#underWay.delete(pin)
    const flow = this.#flows.get(id)
    if (!flow) return
    flow.endedAt = this.#clock.now()
    flow.result = result
    this.#charts.login(flow.endedAt - flow.startedAt, result === 'accepted')
    this.#emit(flow)
  }

  find(id: string): FlowView | undefined {
    const flow = this.#flows.get(id)
    return flow && copy(flow)
  }

  all(): FlowView[] {
    return [...this.#flows.values()].map(copy)
  }

  #emit(flow: FlowView): void {
    this.#events.emit('flow', () => ({ type: 'flow', flow: copy(flow) }))
  }
}

/** Copies a flow for events, since the flow itself gets further steps. */
function copy(flow: FlowView): FlowView {
  return { ...flow, steps: [...flow.steps] }
}
