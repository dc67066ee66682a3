import type { FlowView, LabApi, LabEvent } from '#contract'
import { sentence } from '#words'
import { BoundedMap } from '../base/index.ts'
import type { LabFileInput } from '../files/index.ts'
import { english } from './english.ts'
import { type HeadAndTail, keepHeadAndTail } from './head-and-tail-buffer.ts'
import type { TracedFlowStep } from './outcome.ts'
import { repeatableFacts, repeatableText } from './repeatable-text.ts'

/** Collects the steps of every login flow, in the order in which they happened. */
export interface Trace {
  flowSteps(): HeadAndTail<TracedFlowStep>
  /** Forgets the steps collected so far; they can still be among the last steps of a flow. */
  begin(): void
  /** The latest steps of the latest flow, of a handheld or of all. */
  last(handheld: string | null): TracedFlowStep[]
  /** The latest steps of these flows, by their IDs. */
  lastOf(flows: readonly string[]): TracedFlowStep[]
  stop(): void
}

const mostLastSteps = 8
const mostFlowSteps = 100_000
/** Maximum number of flows that are remembered to match later steps; a login ends within minutes. */
const mostFlows = 100_000

interface KnownFlow {
  id: string
  handheld: string
  user: string
  /** The number of its steps that have been traced. */
  seen: number
  last: TracedFlowStep[]
}

/** @param lab the lab as written in the scenario */
export function startTrace(api: LabApi, lab: LabFileInput, startMs: number): Trace {
  const shown = repeatableText(lab)
  let flowSteps = keepHeadAndTail<TracedFlowStep>(mostFlowSteps)
  const flows = new BoundedMap<string, KnownFlow>(mostFlows)
  const latestOf = new Map<string, KnownFlow>()
  let latest: KnownFlow | undefined

  const know = (flow: FlowView): KnownFlow => {
    const known = flows.get(flow.id) ?? { id: flow.id, handheld: '', user: '', seen: 0, last: [] }
    flows.set(flow.id, known)
    return Object.assign(known, { handheld: flow.handheld, user: flow.user })
  }

  const add = (known: KnownFlow, step: FlowView['steps'][number]) => {
    const traced: TracedFlowStep = {
      atMs: step.at - startMs,
      flow: known.id,
      handheld: known.handheld,
      user: known.user,
      step: step.step,
      outcome: step.outcome,
      detail: shown(sentence(english.stepDetails, step.detail)),
      code: step.detail.code,
      facts: repeatableFacts(step.detail.facts, shown),
    }
    known.seen += 1
    known.last = [...known.last, traced].slice(-mostLastSteps)
    flowSteps.add(traced)
    latestOf.set(known.handheld, known)
    latest = known
  }

  const hear = (event: LabEvent) => {
    if (event.type === 'flow') {
      const known = know(event.flow)
      for (const step of event.flow.steps.slice(known.seen)) add(known, step)
    } else if (event.type === 'flow-step') {
      const known = flows.get(event.id)
      if (known) add(known, event.step)
    }
  }

  const stop = api.subscribe(hear, ['flow', 'flow-step'])
  return {
    flowSteps: () => flowSteps,
    begin() {
      flowSteps = keepHeadAndTail(mostFlowSteps)
    },
    last: (handheld) => (handheld === null ? latest : latestOf.get(handheld))?.last ?? [],
    lastOf: (ids) => ids.flatMap((id) => flows.get(id)?.last ?? []),
    stop,
  }
}
