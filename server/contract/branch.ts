import { z } from 'zod'
import { serviceChanges } from './settings.ts'
import { conditionsView } from './views.ts'
import { coverages } from './vocabulary.ts'

const moment = z.number()

/** What was seen in a lab: a step of a login, the end of a session, or a frame, in English. */
const seen = z.object({ atMs: z.number(), text: z.string() })

/** Where a branch first differs from what was recorded. Null: nowhere. `atMs` counts from the start of the lab. */
const divergence = z
  .object({
    number: z.int(),
    atMs: z.number(),
    recorded: seen.nullable(),
    branch: seen.nullable(),
    /** What was seen just before and after it on either side, and the number of the first of these. */
    around: z.object({ from: z.int(), recorded: z.array(seen), branch: z.array(seen) }),
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
})
export type BranchView = z.infer<typeof branchView>

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
  /** Starts a lab at a moment, by repeating the history, and changes something in it. Answers once it runs, in real time. */
  'branch.start': {
    input: branchTurn.extend({ at: moment }),
    output: branchView,
  },
  'branch.list': { input: z.strictObject({}), output: z.array(branchView) },
  'branch.stop': { input: z.strictObject({ id: z.string() }), output: z.null() },
  /**
   * For the lab of a branch: compares what its changes lead to with what was recorded, up to where the history ended. What people
   * have done in it since does not count.
   */
  'branch.compare': { input: z.strictObject({}), output: branchComparison },
} as const
