import { z } from 'zod'

/** A scenario file that is run in a lab of its own while people watch: what it is at, and what became of its steps. */

/** Where a run stops before it does a step. */
export const breakpoint = z.lazy(() =>
  z.strictObject({
    /** The file in which the step stands, if the scenario includes that. */
    file: z.string().nullable().default(null),
    line: z.int().min(1),
  }),
)
export type Breakpoint = z.output<typeof breakpoint>

/** Maximum number of breakpoints, and of steps that a view keeps. */
export const scenarioRunBounds = { breakpoints: 200, steps: 2_000 } as const

const place = {
  /** The file in which it stands, if the scenario includes that. */
  file: z.string().nullable(),
  /** Such as `steps[3].repeat.steps[0]`. */
  path: z.string(),
  line: z.int(),
  title: z.string(),
}

export const ranStep = z.lazy(() =>
  z.object({
    ...place,
    outcome: z.enum(['passed', 'failed', 'skipped']),
    /** Lab time from the start of the scenario to the start of the step, and to its end. */
    atMs: z.number(),
    endMs: z.number(),
    /** What was not as expected, in English, as in reports. Null unless it failed. */
    message: z.string().nullable(),
  }),
)
export type RanStep = z.output<typeof ranStep>

const runFailure = z.lazy(() =>
  z.object({
    file: z.string().nullable(),
    path: z.string(),
    line: z.int(),
    atMs: z.number(),
    /** In English, as in reports. */
    message: z.string(),
  }),
)

/**
 * Why a run stands still: at its start, because somebody asked, at a breakpoint, after one step, or where a step failed. The steps
 * after a failed one are skipped.
 */
const runStops = ['start', 'asked', 'breakpoint', 'step', 'failure'] as const

/** A run without its steps. */
export const scenarioRunHead = z.lazy(() =>
  z.object({
    file: z.string(),
    name: z.string(),
    combination: z.int(),
    seed: z.int(),
    state: z.enum(['running', 'stopped', 'ended']),
    stop: z.enum(runStops).nullable(),
    /** Lab time at which the scenario begins. */
    startAt: z.number(),
    /** The step that is being done, or would be next. */
    current: z.object(place).nullable(),
    /** How many steps there are, those of blocks as often as they run. */
    total: z.int(),
    breakpoints: z.array(breakpoint),
    stopsAtFailure: z.boolean(),
    /** Null: it has not ended. */
    outcome: z
      .object({ passed: z.boolean(), durationMs: z.number(), failures: z.array(runFailure) })
      .nullable(),
  }),
)
export type ScenarioRunHead = z.output<typeof scenarioRunHead>

export const scenarioRunView = z.lazy(() =>
  scenarioRunHead.unwrap().extend({
    /** What became of the steps so far, the latest ones. */
    steps: z.array(ranStep),
    /** How many earlier steps are not among `steps`. */
    dropped: z.int(),
  }),
)
export type ScenarioRunView = z.output<typeof scenarioRunView>

/** A run after one more step. */
export function withStep(run: ScenarioRunView, step: RanStep): ScenarioRunView {
  const steps = [...run.steps, step]
  const over = Math.max(0, steps.length - scenarioRunBounds.steps)
  return over === 0 ? { ...run, steps } : { ...run, steps: steps.slice(over), dropped: run.dropped + over }
}
