import { systemTime } from '../../lab/clock/index.ts'
import { describeFailure, Failure } from '../../lab/failure.ts'
import { type CaptureFile, type Lab, startLab } from '../../lab/index.ts'
import { Interrupted, type Progress, runScenario, type Scenario } from '../../scenario/index.ts'
import { openCapture } from './capture-files.ts'
import { warn } from './output.ts'
import { failedResult, type RunResult, type RunTask, resultOf } from './run-result.ts'
import { writeLog } from './write-log.ts'

export interface RunTaskOptions {
  installFolder: string | null
  isJson: boolean
  /** Ends the run early. */
  end: AbortSignal
  /** Hears, once the lab runs, of a way to see how far it has come. */
  onStart?(look: () => Progress): void
}

/** Runs a scenario once. A lab that cannot start fails its scenario, not those after it. @throws {Interrupted} */
export async function runOnce(
  task: RunTask,
  scenario: Scenario,
  { isJson, ...options }: RunTaskOptions,
): Promise<RunResult> {
  const startMs = systemTime()
  try {
    const outcome = await withCapture(task, (capture) =>
      withLog(task, (logged) =>
        runScenario(scenario, {
          startLab: async (lab) => logged(await startLab(capture ? { ...lab, captureFile: capture } : lab)),
          seed: task.seed,
          ...options,
        }),
      ),
    )
    return resultOf(task, outcome, systemTime() - startMs, isJson)
  } catch (thrown) {
    if (thrown instanceof Interrupted) throw thrown
    if (process.env.BRAMBLE_DEBUG && thrown instanceof Error) warn(thrown.stack ?? thrown.message)
    const remedy = thrown instanceof Failure && thrown.remedy ? ` ${thrown.remedy}` : ''
    return failedResult(task, `${describeFailure(thrown)}.${remedy}`, systemTime() - startMs, isJson)
  }
}

/** Runs `work` with a file for its traffic, where one is asked for. @throws {Failure} where it could not be written */
async function withCapture<T>(
  { capture }: RunTask,
  work: (file: CaptureFile | null) => Promise<T>,
): Promise<T> {
  if (!capture) return work(null)
  const file = await openCapture(capture.path, { revealSecrets: capture.reveal })
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

/** Runs `work` with what writes its lab's log, where one is asked for. */
async function withLog<T>({ log }: RunTask, work: (logged: (lab: Lab) => Lab) => Promise<T>): Promise<T> {
  let close = () => {}
  try {
    return await work((lab) => {
      if (log !== null) close = writeLog(lab, log)
      return lab
    })
  } finally {
    close()
  }
}
