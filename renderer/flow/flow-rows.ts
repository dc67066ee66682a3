import type { FlowStep, FlowView, ProcessStep, StepDetail } from '#contract'

/** `next`: the login is on its way to it; `ahead`: not yet; `unreached`: the login ended before it. */
export type RowState = 'done' | 'skipped' | 'refused' | 'next' | 'ahead' | 'unreached'

export interface FlowRow {
  step: FlowStep
  /** What the step is in every login. */
  process: ProcessStep
  state: RowState
  detail: StepDetail | null
  /** Milliseconds since the login began, or null where the step was not reached. */
  afterMs: number | null
}

/**
 * Every step of the process flow with what became of it in this login.
 * @param shown how many of the steps that happened count: a replay goes through them one by one
 */
export function flowRows(
  steps: readonly ProcessStep[],
  flow: FlowView | undefined,
  shown = Number.POSITIVE_INFINITY,
): FlowRow[] {
  const reached = new Map((flow?.steps ?? []).slice(0, shown).map((step) => [step.step, step]))
  const isReplaying = flow !== undefined && shown < flow.steps.length
  const hasEnded = flow !== undefined && flow.endedAt !== null && !isReplaying
  const last = Math.max(-1, ...[...reached.keys()].map((step) => steps.findIndex(({ id }) => id === step)))
  const wasRefused = [...reached.values()].some((step) => step.outcome === 'refused')

  return steps.map((process, index): FlowRow => {
    const step = process.id
    const known = reached.get(step)
    if (known !== undefined && flow !== undefined) {
      const afterMs = known.at - flow.startedAt
      return { step, process, state: known.outcome, detail: known.detail, afterMs }
    }
    const isNext = index === last + 1 && !wasRefused
    const state = hasEnded ? 'unreached' : flow !== undefined && isNext ? 'next' : 'ahead'
    return { step, process, state, detail: null, afterMs: null }
  })
}

export type LitHop = ProcessStep['crosses'][number]

/** The hops that a step crosses, as far as it happened. */
export function hopsOf(row: FlowRow | undefined): readonly LitHop[] {
  if (row === undefined || row.state === 'skipped') return []
  const { crosses, crossesIfRefused } = row.process
  return crossesIfRefused && row.state !== 'refused' ? [] : crosses
}

/** The last step that happened: where the login is, or ended. */
export function lastRow(rows: readonly FlowRow[]): FlowRow | undefined {
  return rows.findLast((row) => row.state === 'done' || row.state === 'refused')
}
