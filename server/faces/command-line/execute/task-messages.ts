import { z } from 'zod'
import { runResult, runTask } from '../report/run-result.ts'

/** What `bramble run --jobs` and its processes say to each other. */

/** To a process: run this. It answers with one result; it is asked for nothing else in between. */
export const taskMessage = z.strictObject({
  task: runTask,
  isJson: z.boolean(),
  installFolder: z.string().nullable(),
  /** Whether it tells of the lab's time now and then. */
  tells: z.boolean(),
})
export type TaskMessage = z.infer<typeof taskMessage>

/** From a process: how far it has come, or what became of it. */
export const taskReply = z.union([
  z.strictObject({ atMs: z.number() }),
  z.strictObject({ result: runResult }),
])
export type TaskReply = z.infer<typeof taskReply>
