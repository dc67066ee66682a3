import { z } from 'zod'

/** A branch that is being started. */
export const branchingView = z.object({
  /** Lab time at which it is to leave the trunk. */
  at: z.number(),
  /** The file or snapshot that is being opened; null: it is the lab's own history. */
  of: z.string().nullable().default(null),
  /** The part of the lab time up to there that has been repeated, from 0 to 1. */
  done: z.number().min(0).max(1),
})
export type BranchingView = z.infer<typeof branchingView>
