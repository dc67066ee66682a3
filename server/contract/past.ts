import { z } from 'zod'
import { labEvent } from './events.ts'
import { mostTimeGroups, timeMark } from './time-marks.ts'
import { snapshotView } from './views.ts'

/** How faces look back: at the state of a moment, at what the time line marks, and at what happened up to a moment. */

/** A moment: after all that happened up to a lab time, or after an event. */
export const momentRequest = z.union([
  z.strictObject({ at: z.number() }),
  z.strictObject({ seq: z.int().min(0) }),
])

export const pastMoment = z.lazy(() =>
  z.object({
    /** The state then. */
    snapshot: snapshotView,
    /** Number of the newest frame then, for readers (`until`). */
    frame: z.int(),
    /** Number of the newest line of the log then (`log.read`, `until`). */
    line: z.int(),
  }),
)
export type PastMoment = z.infer<typeof pastMoment>

export const timeLineRequest = z.lazy(() =>
  z.strictObject({
    /** Lab time. Null: since the first mark that is kept, and until now. */
    from: z.number().nullable().default(null),
    to: z.number().nullable().default(null),
    /** Number of places in each lane: marks of one lane that have no place of their own become one. */
    places: z.int().min(1).max(mostTimeGroups).default(mostTimeGroups),
  }),
)

export const timeLineView = z.lazy(() =>
  z.object({
    /** Lab time of the earliest moment that can be shown. What is marked before it can be seen as a mark only. */
    first: z.number(),
    /** Since when marks are kept. */
    begin: z.number(),
    /** Lab time now, or of the last moment of a record. */
    now: z.number(),
    /** Number of the last event. */
    seq: z.int(),
    /** Oldest first. */
    marks: z.array(timeMark),
    /** Numbers of events and of marks that were dropped. */
    dropped: z.int(),
    droppedMarks: z.int(),
  }),
)
export type TimeLineView = z.infer<typeof timeLineView>

export const besideRequest = z.lazy(() =>
  z.strictObject({
    seq: z.int(),
    direction: z.enum(['next', 'previous']),
  }),
)

/** Events that mean something, such as steps of logins, without status messages and the like, and the state before them. */
export const pastStory = z.object({ start: snapshotView, events: z.array(labEvent) })
export type PastStory = z.infer<typeof pastStory>

/** Maximum number of events in a story: the latest ones. */
export const mostStoryEvents = 5_000
