import { type FlowStep, type FlowView, flowSteps, type Hop } from '#contract'

/** `next`: the login is on its way to it; `ahead`: not yet; `unreached`: the login ended before it. */
export type RowState = 'done' | 'skipped' | 'refused' | 'next' | 'ahead' | 'unreached'

export interface FlowRow {
  step: FlowStep
  state: RowState
  detail: string | null
  /** Milliseconds since the login began, or null where the step was not reached. */
  afterMs: number | null
}

/** Every step of the process flow with what became of it in this login. `shown` limits it to the first steps (replay). */
export function flowRows(flow: FlowView | undefined, shown = Number.POSITIVE_INFINITY): FlowRow[] {
  const reached = new Map((flow?.steps ?? []).slice(0, shown).map((step) => [step.step, step]))
  const isReplaying = flow !== undefined && shown < flow.steps.length
  const hasEnded = flow !== undefined && flow.endedAt !== null && !isReplaying
  const last = Math.max(-1, ...[...reached.keys()].map((step) => flowSteps.indexOf(step)))
  const wasRefused = [...reached.values()].some((step) => step.outcome === 'refused')

  return flowSteps.map((step, index): FlowRow => {
    const known = reached.get(step)
    if (known !== undefined && flow !== undefined) {
      const afterMs = known.at - flow.startedAt
      return { step, state: known.outcome, detail: known.detail, afterMs }
    }
    const isNext = index === last + 1 && !wasRefused
    const state = hasEnded ? 'unreached' : flow !== undefined && isNext ? 'next' : 'ahead'
    return { step, state, detail: null, afterMs: null }
  })
}

export interface LitHop {
  hop: Hop
  direction: 'up' | 'down'
}

const hopsOfStep: Record<FlowStep, readonly LitHop[]> = {
  '1': [],
  '2': [{ hop: 'handheld-dispatcher', direction: 'up' }],
  '3': [{ hop: 'dispatcher-service', direction: 'up' }],
  '4a': [],
  '4b': [
    { hop: 'dispatcher-service', direction: 'down' },
    { hop: 'handheld-dispatcher', direction: 'down' },
  ],
  '4c': [
    { hop: 'dispatcher-service', direction: 'down' },
    { hop: 'handheld-dispatcher', direction: 'down' },
  ],
  '4d': [{ hop: 'service-directory', direction: 'up' }],
  '4e': [{ hop: 'service-communications', direction: 'up' }],
  '5': [{ hop: 'service-communications', direction: 'up' }],
  '6': [{ hop: 'service-communications', direction: 'down' }],
  '7': [
    { hop: 'dispatcher-service', direction: 'down' },
    { hop: 'handheld-dispatcher', direction: 'down' },
  ],
}

/** The hops that a step crosses. A limit that only lets a login pass crosses none. */
export function hopsOf(row: FlowRow | undefined): readonly LitHop[] {
  if (row === undefined || row.state === 'skipped') return []
  const isLimit = row.step === '4b' || row.step === '4c'
  return isLimit && row.state !== 'refused' ? [] : hopsOfStep[row.step]
}

/** The last step that happened: where the login is, or ended. */
export function lastRow(rows: readonly FlowRow[]): FlowRow | undefined {
  return rows.findLast((row) => row.state === 'done' || row.state === 'refused')
}
