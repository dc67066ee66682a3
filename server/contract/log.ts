import { z } from 'zod'

/** How faces read the log that the lab keeps. */

/** Component codes in the names of the original's log files (BTSC-KB04777): Collaboration Service, Dispatcher, Router. */
export const logComponents = ['BBIM', 'DISP', 'ROUT'] as const
export type LogComponent = (typeof logComponents)[number]

/** The first digit of an event: 1 error, 2 warning, 3 information, 4 debug (inferred), 5 other. */
export const logLevels = [1, 2, 3, 4, 5] as const
export type LogLevel = (typeof logLevels)[number]

/** Maximum number of lines in one answer. */
export const mostLogLines = 500

/** Which lines somebody wants to see. */
export const logQuery = z.lazy(() =>
  z.strictObject({
    /** Words that a line must contain, all of them, in any case. */
    text: z.string().max(500).default(''),
    /** The highest level to show: 1 shows errors only. */
    level: z.union(logLevels.map((level) => z.literal(level))).default(5),
    component: z.enum(logComponents).nullable().default(null),
    /** Lines of one login. */
    flow: z.string().nullable().default(null),
    /** Lines about one handheld. */
    handheld: z.string().nullable().default(null),
  }),
)
export type LogQuery = z.output<typeof logQuery>

export const logLineView = z.lazy(() =>
  z.object({
    /** Number of the line in this lab, from 1. */
    number: z.int(),
    at: z.number(),
    component: z.enum(logComponents),
    level: z.union(logLevels.map((level) => z.literal(level))),
    /** The whole line as `--log` writes it. */
    text: z.string(),
    /** The login that it is about, or null. */
    flow: z.string().nullable(),
    /** The handheld that it is about, or null. */
    handheld: z.string().nullable(),
    /** The session that it is about, or null. */
    session: z.string().nullable(),
  }),
)
export type LogLineView = z.infer<typeof logLineView>

/**
 * Consecutive lines that match a query. Each matching line has a place, which stays the same while the query is in use: the oldest
 * one that was kept when it was asked first has place 0.
 */
export const logPage = z.lazy(() =>
  z.object({
    /** Place of the oldest matching line that is kept. */
    first: z.int(),
    /** Place after that of the newest one. */
    end: z.int(),
    /** Number of lines that the lab keeps, whether they match or not. */
    kept: z.int(),
    /** Number of lines that the lab has dropped. */
    dropped: z.int(),
    /** Place of the first line below. */
    from: z.int(),
    lines: z.array(logLineView),
  }),
)
export type LogPage = z.infer<typeof logPage>
