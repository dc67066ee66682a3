import { z } from 'zod'
import { faultKinds } from './faults.ts'
import { faultPlaces } from './vocabulary.ts'

/** How faces read what happened over time: sessions, frames, times of logins, and what was changed meanwhile. */

/** Maximum number of points in one answer. */
export const mostChartPoints = 1_000

/** What happened during one interval of lab time. Intervals without anything are left out. */
const chartPoint = z.lazy(() =>
  z.object({
    /** Beginning of the interval. */
    at: z.number(),
    /** Sessions at its end, and at their most. */
    sessions: z.int(),
    mostSessions: z.int(),
    frames: z.int(),
    /** Logins that ended, and of those the ones that were not accepted. */
    logins: z.int(),
    refused: z.int(),
    /** The time within which half of these logins ended, and 95 of 100. In milliseconds, about 5 % exact. Null without logins. */
    p50: z.number().nullable(),
    p95: z.number().nullable(),
  }),
)
export type ChartPoint = z.infer<typeof chartPoint>

/** A moment at which somebody changed something, or something broke or mended. */
const chartMark = z.object({ at: z.number() }).and(
  z.discriminatedUnion('code', [
    /** A setting of the service by its key over the API, such as `maximumSessions`. */
    z.object({
      code: z.literal('setting'),
      facts: z.object({ key: z.string(), before: z.unknown(), value: z.unknown() }),
    }),
    z.object({
      code: z.enum(['fault-began', 'fault-ended']),
      facts: z.object({ place: z.enum(faultPlaces), kind: z.enum(faultKinds) }),
    }),
    z.object({ code: z.literal('restarted'), facts: z.object({ place: z.string() }) }),
  ]),
)
export type ChartMark = z.infer<typeof chartMark>

export const charts = z.lazy(() =>
  z.object({
    /** Length of an interval. It is longer for what is longer ago. */
    intervalMs: z.number(),
    /** Where the oldest kept interval of this length begins. */
    from: z.number(),
    /** Lab time now. */
    to: z.number(),
    /** Sessions before the first point. */
    sessionsBefore: z.int(),
    points: z.array(chartPoint),
    marks: z.array(chartMark),
    /** Number of marks that the lab has dropped. */
    droppedMarks: z.int(),
  }),
)
export type ChartsView = z.infer<typeof charts>
