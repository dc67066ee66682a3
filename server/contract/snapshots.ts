import { z } from 'zod'
import { command } from './command.ts'

/** A name that is a file's name on every system. */
export const snapshotName = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}_-])?$/u,
    'a name of letters, digits, spaces, . _ and -',
  )

const savedSnapshot = z.lazy(() =>
  z.object({
    name: z.string(),
    /** When it was saved, in the machine's time. */
    savedAt: z.number(),
    bytes: z.int(),
  }),
)

/**
 * Commands about snapshots of the lab: its history up to a moment, in a file of that name. They change nothing in the lab.
 * `branch.open` opens one.
 */
export const snapshotCommands = {
  /** Saves the lab as it is now. A snapshot of that name is never replaced. */
  'snapshot.save': command(() => ({ input: z.strictObject({ name: snapshotName }), output: savedSnapshot })),
  /** All that are saved, of this lab and of others, latest first. */
  'snapshot.list': command(() => ({ input: z.strictObject({}), output: z.array(savedSnapshot) })),
  'snapshot.remove': command(() => ({ input: z.strictObject({ name: snapshotName }), output: z.null() })),
} as const
