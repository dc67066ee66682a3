import type { FlowView, LabApi, LabEvent } from '../lab/api/index.ts'
import type { LabFileInput } from '../lab/file/index.ts'
import type { TracedFlowStep } from './outcome.ts'

/** Collects the steps of every login flow, in the order in which they happened. */
export interface Trace {
  readonly flowSteps: TracedFlowStep[]
  /** The latest steps of the latest flow of a handheld, or of any. */
  last(handheld: string | null): TracedFlowStep[]
  stop(): void
}

const mostLastSteps = 8

/** @param lab what the scenario says about its lab */
export function startTrace(api: LabApi, lab: LabFileInput, startMs: number): Trace {
  const told = portsTold(lab)
  const flowSteps: TracedFlowStep[] = []
  const flows = new Map<string, { flow: FlowView; seen: number }>()

  const add = (id: string, step: FlowView['steps'][number]) => {
    const known = flows.get(id)
    if (!known) return
    known.seen += 1
    const { handheld, user } = known.flow
    flowSteps.push({
      atMs: step.at - startMs,
      flow: id,
      handheld,
      user,
      step: step.step,
      outcome: step.outcome,
      detail: withoutChosenPorts(step.detail, told),
    })
  }

  const hear = (event: LabEvent) => {
    if (event.type === 'flow') {
      const { flow } = event
      const seen = flows.get(flow.id)?.seen ?? 0
      flows.set(flow.id, { flow, seen })
      for (const step of flow.steps.slice(seen)) add(flow.id, step)
    } else if (event.type === 'flow-step') {
      add(event.id, event.step)
    }
  }

  const stop = api.subscribe(hear, ['flow', 'flow-step'])
  return {
    flowSteps,
    last(handheld) {
      const latest = flowSteps.findLast((step) => handheld === null || step.handheld === handheld)?.flow
      return flowSteps.filter(({ flow }) => flow === latest).slice(-mostLastSteps)
    },
    stop,
  }
}

function portsTold({ dispatcher, communicationsServer, directory }: LabFileInput): Set<number> {
  const ports = [dispatcher, communicationsServer, directory].map((part) => part?.listen?.port ?? 0)
  return new Set(ports)
}

/** A free port is another one in each run; a trace is to be the same. */
function withoutChosenPorts(detail: string, told: ReadonlySet<number>): string {
  return detail.replace(/\b(127\.0\.0\.1|localhost):(\d+)\b/g, (place, host, port) =>
    told.has(Number(port)) ? place : `${host}:any`,
  )
}
