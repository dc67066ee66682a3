import { z } from 'zod'
import { command } from './command.ts'
import { serviceChanges } from './settings.ts'
import { snapshotName } from './snapshots.ts'
import { conditionsView } from './views.ts'
import { coverages } from './vocabulary.ts'

const moment = z.number()

/** What was seen in a lab: a step of a login, the end of a session, or a frame, in English. */
const seen = z.object({ atMs: z.number(), text: z.string() })

/** One of what was seen, and which one it is of its side, from 1. */
const seenAt = seen.extend({ number: z.int() })

/**
 * A row in which what was recorded stands beside what the branch did. `moved`: the same at another time. `changed`: something else in
 * its place. `recorded` and `branch`: only there. `passed`: so many rows that are not shown, in which nothing differs but perhaps
 * the time.
 */
const comparedRow = z.object({
  what: z.enum(['same', 'moved', 'changed', 'recorded', 'branch', 'passed']),
  count: z.int(),
  recorded: seenAt.nullable(),
  branch: seenAt.nullable(),
})
export type ComparedRow = z.infer<typeof comparedRow>

const rowCount = z.int().min(0)

/** Where a branch first differs from what was recorded. Null: nowhere. `atMs` counts from the start of the lab. */
const divergence = z
  .object({
    number: z.int(),
    atMs: z.number(),
    /** Null: nothing stands on this side. */
    recorded: seen.nullable(),
    branch: seen.nullable(),
    /** Of all rows. */
    counts: z.object({
      same: rowCount,
      moved: rowCount,
      changed: rowCount,
      recorded: rowCount,
      branch: rowCount,
    }),
    /** Those around the differences, and whether there are more differences. */
    rows: z.array(comparedRow),
    isCut: z.boolean(),
  })
  .nullable()

/** What is different in a branch from its moment on. */
export const branchTurn = z.strictObject({
  changes: serviceChanges.default({}),
  conditions: conditionsView.partial().strict().default({}),
  /** Of a handheld; null: as it was. */
  coverage: z
    .strictObject({ name: z.string(), coverage: z.enum(coverages) })
    .nullable()
    .default(null),
})
export type BranchTurn = z.output<typeof branchTurn>

const branchView = branchTurn.extend({
  /** By which a page reaches it. */
  id: z.string(),
  /** Lab time at which it left the trunk. */
  at: moment,
  /** Where repeating the history first differed from it, by the number of an entry, from 0, and the lab time. Null: nowhere. */
  difference: z.object({ entry: z.int(), at: moment }).nullable().default(null),
  /** The file or snapshot whose history it has repeated; null: that of the lab that started it. */
  of: z.string().nullable().default(null),
  /** Whether lab time has passed in it since; otherwise it stands still at that moment. */
  goesOn: z.boolean().default(true),
})
export type BranchView = z.infer<typeof branchView>

/** Names what a page hands over in parts. */
const upload = z.string().min(1).max(64)

/** A history to open: one that a page has handed over, or a snapshot. */
const givenHistory = z.union([
  z.strictObject({ upload, name: z.string().min(1).max(200) }),
  z.strictObject({ snapshot: snapshotName }),
])

/** Maximum length of a part of a history that a page hands over. */
export const longestHistoryPart = 250_000

/** How much was seen on either side. */
const counts = z.object({ recorded: z.int(), branch: z.int() })

const branchComparison = z.object({
  flow: divergence,
  endings: divergence,
  frames: divergence,
  counts: z.object({ flow: counts, endings: counts, frames: counts }),
})
export type BranchComparison = z.infer<typeof branchComparison>

/** Commands that take another turn from a moment of the lab, in a lab of its own beside it. They change nothing in the lab itself. */
export const branchCommands = {
  /**
   * Starts a lab at a moment, by repeating the history, and changes something in it. Answers once it runs, in real time; null: it was
   * cancelled. Events tell how far it is.
   */
  'branch.start': command(() => ({
    input: branchTurn.extend({ at: moment }),
    output: branchView.nullable(),
  })),
  /** Hands over the next part of a history's text, so that it can be opened. */
  'branch.give': command(() => ({
    input: z.strictObject({ upload, text: z.string().max(longestHistoryPart) }),
    output: z.null(),
  })),
  /** Removes what has been handed over of a history that nobody opens any more. */
  'branch.drop': command(() => ({ input: z.strictObject({ upload }), output: z.null() })),
  /**
   * Starts a lab that repeats a history to its end, and stands still there, or goes on. Answers once it has come there; null: it was
   * cancelled. Events tell how far it is.
   */
  'branch.open': command(() => ({
    input: z.strictObject({ from: givenHistory, goesOn: z.boolean().default(false) }),
    output: branchView.nullable(),
  })),
  /** Gives up the branches that are being started at this moment. */
  'branch.cancel': command(() => ({ input: z.strictObject({ at: moment }), output: z.null() })),
  /** Somebody looks at this moment, and may go on from there: a lab that repeats the history up to the mark before is kept ready. Answers once it is. */
  'branch.prepare': command(() => ({ input: z.strictObject({ at: moment }), output: z.null() })),
  'branch.list': command(() => ({ input: z.strictObject({}), output: z.array(branchView) })),
  'branch.stop': command(() => ({ input: z.strictObject({ id: z.string() }), output: z.null() })),
  /**
   * For the lab of a branch: compares what its changes lead to with what was recorded, up to where the history ended. What people
   * have done in it since does not count.
   */
  'branch.compare': command(() => ({ input: z.strictObject({}), output: branchComparison })),
} as const
