import type { FlowStep, FlowView, ProcessFlow, ProcessStep, StepDetail } from '#contract'

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

/** Of step 4d: what is decided with the Configuration Database alone, so that the directory is not asked. */
const withoutDirectory: ReadonlySet<StepDetail['code']> = new Set([
  'password-left-to-server',
  'user-unknown',
  'user-not-permitted',
  'database-unreadable',
])

/** The hops that a step crosses, as far as it happened. */
export function hopsOf(row: FlowRow | undefined): readonly LitHop[] {
  if (row === undefined || row.state === 'skipped') return []
  if (row.detail !== null && withoutDirectory.has(row.detail.code)) return []
  const { crosses, crossesIfRefused } = row.process
  return crossesIfRefused && row.state !== 'refused' ? [] : crosses
}

/** The last step that happened: where the login is, or ended. */
export function lastRow(rows: readonly FlowRow[]): FlowRow | undefined {
  return rows.findLast(hasHappened)
}

function hasHappened({ state }: FlowRow): boolean {
  return state === 'done' || state === 'refused'
}

/** What a login that is under way waits for. */
export interface Waiting {
  hop: string
  /** The part that has to answer, or to be reached. */
  part: string
  /** The step whose message is on its way. */
  step: FlowStep
  /** Lab time. */
  since: number
}

/**
 * The hop on which a login is now. Steps are reported when they are done, so it follows from the next one: after 4c a
 * bindRequest is on the wire, although 4d has not been reported.
 */
export function waitedFor(
  { hops, steps }: ProcessFlow,
  flow: FlowView | undefined,
  rows: readonly FlowRow[],
): Waiting | null {
  const last = flow?.steps.at(-1)
  if (flow === undefined || flow.endedAt !== null || last === undefined) return null
  const waiting = (
    crossing: LitHop | undefined,
    end: 'sender' | 'receiver',
    step = last.step,
  ): Waiting | null => {
    const hop = hops.find(({ id }) => id === crossing?.hop)
    if (hop === undefined) return null
    const isUpper = crossing?.direction === 'up' || end === 'sender'
    return { hop: hop.id, part: isUpper ? hop.to : hop.from, step, since: last.at }
  }
  // What left the handheld is in the air until the Dispatcher has it, and the answer until the handheld has it.
  const crossed = steps.find(({ id }) => id === last.step)?.crosses ?? []
  const radio = hops[0]?.id
  if (crossed.some(({ hop, direction }) => hop === radio && direction === 'up')) {
    return waiting(crossed[0], 'receiver')
  }
  const next = rows.findIndex(({ state }) => state === 'next')
  if (next < 0) return waiting(crossed.at(-1), 'receiver')
  const step = rows.slice(next).find(({ process }) => process.crosses.length > 0 && !process.crossesIfRefused)
  const crossing = step?.process.crosses[0]
  // What comes down has not come yet: the request before it is what is on its way.
  return waiting(crossing, 'sender', crossing?.direction === 'up' ? step?.step : last.step)
}
