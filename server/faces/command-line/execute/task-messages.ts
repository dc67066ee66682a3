import { z } from 'zod'
import { runResult, runTask } from '../report/run-result.ts'

/** The messages between `bramble run --jobs` and its processes. */

/** To a process: run this. It gets the next one after it has answered with a result. */
export const taskMessage = z.strictObject({
  task: runTask,
  isJson: z.boolean(),
  installFolder: z.string().nullable(),
  /** Whether it reports the lab's time while it runs. */
  tells: z.boolean(),
})
export type TaskMessage = z.infer<typeof taskMessage>

/** From a process: the lab time that a run has reached, or its result. */
export const taskReply = z.union([
  z.strictObject({ atMs: z.number() }),
  z.strictObject({ result: runResult }),
])
export type TaskReply = z.infer<typeof taskReply>
