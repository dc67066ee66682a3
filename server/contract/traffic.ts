import { z } from 'zod'
import { frameView } from './views.ts'

/**
 * How faces read the frames that the lab keeps: a face opens a reader with a query, is told how many frames match and where they
 * are, and asks for the rows that it shows. So its work does not depend on how many frames cross.
 */

/** Maximum number of rows in one answer. */
export const mostTrafficRows = 500

/** What matches only inside the encryption is counted up to this number: whoever asks wants to know whether to look. */
export const mostInsideMatches = 1_000

/** Which frames somebody wants to see. */
export const trafficQuery = z.strictObject({
  /** A filter as `parseFrameFilter` reads it. Empty: every frame. */
  filter: z.string().default(''),
  /** Name of a handheld. Null: all, and frames of no handheld. */
  handheld: z.string().nullable().default(null),
  hop: z.string().nullable().default(null),
  /** Whether the filter searches decrypted content, too. */
  isOpened: z.boolean().default(false),
  /** Only frames that match if decrypted content is searched, and do not if it is not: `mostInsideMatches` of them. */
  isInsideOnly: z.boolean().default(false),
  /** Without status messages. */
  hidesStatus: z.boolean().default(false),
  /** How far the clock of whoever wrote the filter is ahead of UTC, for times of day. */
  zoneOffsetMinutes: z.int().min(-1_440).max(1_440).default(0),
  /** The number of the last frame to consider, for a reader that is paused. Null: frames that are still to come, too. */
  until: z.int().nullable().default(null),
})
export type TrafficQuery = z.output<typeof trafficQuery>
export type TrafficRequest = z.input<typeof trafficQuery>

/**
 * Where the frames of a reader are. Each has a place, which never changes: the newest frame that was there when the reader was
 * opened has place -1, older ones -2, -3 and so on, and later ones 0, 1, 2 and so on.
 */
export const trafficPosition = z.object({
  /** Place of the oldest known match. It falls while older frames are being searched, and rises as the lab drops them. */
  first: z.int(),
  /** Place after that of the newest match. `end - first` frames match, as far as they were searched. */
  end: z.int(),
  /** Whether older frames are still being searched. */
  isCounting: z.boolean(),
  /** Number of frames that the lab keeps, whether they match or not. */
  kept: z.int(),
  /** Number of frames that the lab has dropped since traffic was last cleared. */
  dropped: z.int(),
  /** Number of the newest frame of the lab, 0 before the first. */
  last: z.int(),
})
export type TrafficPosition = z.infer<typeof trafficPosition>

/** Consecutive rows. Fewer than requested where a reader has no more, or the lab has dropped them. */
export const trafficRows = z.object({
  /** Place of the first row. */
  from: z.int(),
  rows: z.array(frameView),
})
export type TrafficRows = z.infer<typeof trafficRows>

/** Reads the frames that match a query, for as long as it is open. */
export interface TrafficReader {
  /** The position when it was opened: the newest matches are known then, older ones may still be searched. */
  readonly position: TrafficPosition
  /** Returns rows by their places, at most `mostTrafficRows`. */
  rows(from: number, count: number): Promise<TrafficRows>
  /** Ends the search at once. */
  close(): void
}
