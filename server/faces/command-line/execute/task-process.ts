import { SerialQueue } from '../../../base/index.ts'
import {
  Interrupted,
  type LabSnapshot,
  readScenario,
  readSnapshotFile,
  type Scenario,
} from '../../../scenario/index.ts'
import { ignoreSignals } from '../end-signals.ts'
import { exitCodes, UnusableInput } from '../output.ts'
import { failedResult, type RunResult } from '../report/run-result.ts'
import { followProgress } from './follow-progress.ts'
import { runOnce } from './run-once.ts'
import { type TaskMessage, type TaskReply, taskMessage } from './task-messages.ts'

/**
 * A process of `bramble run --jobs`. It runs the tasks that it receives, one at a time, until its parent process has ended for
 * any reason; then it stops its lab and ends.
 */
export async function serveTasks(): Promise<number> {
  if (!process.connected) throw new UnusableInput('run-tasks is started by bramble run --jobs, not by hand')
  const end = new AbortController()
  // A terminal sends these to every process of a command. The process that started this one decides what happens.
  ignoreSignals(['SIGINT', 'SIGHUP'])
  let read: Scenario | null = null
  let from: LabSnapshot | null = null
  const tasks = new SerialQueue()
  await new Promise<void>((resolve, reject) => {
    process.once('disconnect', resolve)
    process.on('message', (message) => {
      const done = tasks.run(async () => {
        const order = taskMessage.parse(message)
        const { task } = order
        // All scenarios of one run start from the same snapshot.
        if (task.from !== null) from ??= await readSnapshotFile(task.from).catch(() => null)
        if (read?.file !== task.file || read.combination !== task.combination) {
          read = await readAgain(task, from)
        }
        await serveTask(order, read, end.signal)
      })
      // A failure outside of a run ends this process, which the other side notices.
      done.catch(reject)
    })
  })
  end.abort()
  await tasks.settled()
  return exitCodes.fine
}

/** @returns null if it can no longer be used */
async function readAgain(
  { file, combination, from: named }: TaskMessage['task'],
  from: LabSnapshot | null,
): Promise<Scenario | null> {
  if (named !== null && !from) return null
  return readScenario(file, from, combination).catch(() => null)
}

async function serveTask(order: TaskMessage, scenario: Scenario | null, end: AbortSignal): Promise<void> {
  const { task, isJson, installFolder, tells } = order
  const progress = followProgress((atMs) => reply({ atMs }))
  const options = { installFolder, isJson, end, ...(tells ? { onStart: progress.start } : {}) }
  try {
    const result: RunResult =
      scenario === null
        ? failedResult(task, { message: 'the file has changed since it was checked' }, 0, isJson)
        : await runOnce(task, scenario, options)
    reply({ result })
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown
  } finally {
    progress.stop()
  }
}

function reply(message: TaskReply): void {
  // If the parent is gone, nobody reads the reply.
  if (process.connected) process.send?.(message, undefined, {}, () => {})
}
