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
import { telling } from './follow-progress.ts'
import { runOnce } from './run-once.ts'
import { type TaskMessage, type TaskReply, taskMessage } from './task-messages.ts'

/**
 * A process of `bramble run --jobs`: runs what it is told, one task at a time, until whoever started it goes, in whatever
 * way; then it ends its lab and itself.
 */
export async function serveTasks(): Promise<number> {
  if (!process.connected) throw new UnusableInput('run-tasks is started by bramble run --jobs, not by hand')
  const end = new AbortController()
  // A terminal sends these to every process of a command: the one that started this one decides.
  ignoreSignals(['SIGINT', 'SIGHUP'])
  let read: Scenario | null = null
  let from: LabSnapshot | null = null
  const tasks = new SerialQueue()
  await new Promise<void>((resolve, reject) => {
    process.once('disconnect', resolve)
    process.on('message', (message) => {
      const done = tasks.run(async () => {
        const told = taskMessage.parse(message)
        const { task } = told
        // One run begins all its scenarios in the same one.
        if (task.from !== null) from ??= await readSnapshotFile(task.from).catch(() => null)
        if (read?.file !== task.file) read = await readAgain(task.file, from, task.from !== null)
        await serveTask(told, read, end.signal)
      })
      // A failure of its own ends the process; the other side hears of that.
      done.catch(reject)
    })
  })
  end.abort()
  await tasks.settled()
  return exitCodes.fine
}

/** @returns null where it cannot be used any more */
async function readAgain(
  file: string,
  from: LabSnapshot | null,
  isFromSnapshot: boolean,
): Promise<Scenario | null> {
  if (isFromSnapshot && !from) return null
  return readScenario(file, from).catch(() => null)
}

async function serveTask(told: TaskMessage, scenario: Scenario | null, end: AbortSignal): Promise<void> {
  const { task, isJson, installFolder, tells } = told
  const tell = telling((atMs) => reply({ atMs }))
  const options = { installFolder, isJson, end, ...(tells ? { onStart: tell.start } : {}) }
  try {
    const result: RunResult =
      scenario === null
        ? failedResult(task, 'the file has changed since it was checked', 0, isJson)
        : await runOnce(task, scenario, options)
    reply({ result })
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown
  } finally {
    tell.stop()
  }
}

function reply(message: TaskReply): void {
  // Where the other side is gone there is nobody to tell.
  if (process.connected) process.send?.(message, undefined, {}, () => {})
}
