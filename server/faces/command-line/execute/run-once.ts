import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeAndFacts, describeFailure, Failure } from '../../../base/index.ts'
import { makePrivateFolder } from '../../../base/node/index.ts'
import { systemTime } from '../../../clock/index.ts'
import type { HistoryFile } from '../../../history/index.ts'
import { type Lab, startLab } from '../../../lab/index.ts'
import {
  Interrupted,
  type LabSnapshot,
  type Progress,
  RestoredDifferently,
  repeatableText,
  runScenario,
  type Scenario,
  type ScenarioOutcome,
  writeSnapshotFile,
} from '../../../scenario/index.ts'
import type { CaptureFile } from '../../../traffic/index.ts'
import { warn } from '../output.ts'
import { failedResult, type RunResult, type RunTask, resultOf } from '../report/run-result.ts'
import { openCapture } from './capture-files.ts'
import { writeLog } from './write-log.ts'

export interface RunTaskOptions {
  installFolder: string | null
  isJson: boolean
  /** Ends the run early. */
  end: AbortSignal
  /** Called once the lab runs, with a function that returns the progress. */
  onStart?(look: () => Progress): void
}

/** Runs a scenario once. If its lab cannot start, only this scenario fails. @throws {Interrupted} */
export async function runOnce(
  task: RunTask,
  scenario: Scenario,
  { isJson, ...options }: RunTaskOptions,
): Promise<RunResult> {
  const startMs = systemTime()
  try {
    const snapshots: LabSnapshot[] = []
    const onSnapshot = (snapshot: LabSnapshot) => void snapshots.push(snapshot)
    const { outcome, history } = await withCapture(task, (capture) =>
      withLog(task, scenario, (logged) =>
        withPast(task, (past) =>
          withHistory(task.record, (recorded) =>
            withHistory(past, (remembered) =>
              runScenario(scenario, {
                startLab: async (lab) =>
                  remembered(
                    recorded(logged(await startLab(capture ? { ...lab, captureFile: capture } : lab))),
                  ),
                seed: task.seed,
                ...(task.snapshot === null ? {} : { onSnapshot }),
                ...options,
              }),
            ),
          ),
        ),
      ),
    )
    const whole = await withSnapshot(task, outcome, snapshots)
    if (whole.passed && task.capture?.isForFailure) await rm(task.capture.path, { force: true })
    return resultOf(task, whole, systemTime() - startMs, isJson, history)
  } catch (thrown) {
    if (thrown instanceof Interrupted) throw thrown
    if (process.env.BRAMBLE_DEBUG && thrown instanceof Error) warn(thrown.stack ?? thrown.message)
    const remedy = thrown instanceof Failure && thrown.remedy ? ` ${thrown.remedy}` : ''
    const message = `${describeFailure(thrown)}.${remedy}`
    const result = failedResult(task, { message, ...codeAndFacts(thrown) }, systemTime() - startMs, isJson)
    return { ...result, isInputUnusable: thrown instanceof RestoredDifferently }
  }
}

/** Writes the snapshot of a run if requested. A run whose snapshot cannot be written fails. */
async function withSnapshot(
  { snapshot: path }: RunTask,
  outcome: ScenarioOutcome,
  snapshots: readonly LabSnapshot[],
): Promise<ScenarioOutcome> {
  try {
    for (const snapshot of snapshots) if (path !== null) await writeSnapshotFile(path, snapshot)
    return outcome
  } catch (thrown) {
    const atMs = outcome.steps.at(-1)?.endMs ?? 0
    const failure = {
      kind: 'error' as const,
      path: '',
      line: 1,
      column: 1,
      atMs,
      message: describeFailure(thrown),
      ...codeAndFacts(thrown),
      lastFlowSteps: [],
    }
    return { ...outcome, passed: false, failures: [...outcome.failures, failure] }
  }
}

/** Runs `work` with a capture file if requested. @throws {Failure} if the file could not be written */
async function withCapture<T>(
  { capture }: RunTask,
  work: (file: CaptureFile | null) => Promise<T>,
): Promise<T> {
  if (!capture) return work(null)
  const file = await openCapture(capture.path, { clearSip: capture.clear, revealSecrets: capture.reveal })
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

/** Runs `work`, and writes its lab's history if requested. @throws {Failure} if it could not be written to its end */
async function withHistory<T>(
  record: string | null,
  work: (recorded: (lab: Lab) => Lab) => Promise<T>,
): Promise<T> {
  const files: HistoryFile[] = []
  const result = await work((lab) => {
    if (record !== null) files.push(lab.recordInto(record))
    return lab
  })
  for (const file of files) file.close()
  return result
}

/** A report stays readable in a page: a history that has more is left out, with a warning. */
const mostPastBytes = 16 * 1_024 * 1_024

/** Runs `work`, and gives the history that it has written as text, if the report is to have it. */
async function withPast(
  task: RunTask,
  work: (path: string | null) => Promise<ScenarioOutcome>,
): Promise<{ outcome: ScenarioOutcome; history: string | null }> {
  if (!task.withPast) return { outcome: await work(null), history: null }
  const folder = await makePrivateFolder()
  try {
    const path = join(folder.path, 'past.history')
    const outcome = await work(path)
    const { size } = await stat(path)
    if (size <= mostPastBytes) return { outcome, history: await readFile(path, 'utf8') }
    warn(
      `${task.file}: the report has no past of ${task.name}: its history has ${size} bytes, of ${mostPastBytes} at most; --record writes it into a file`,
    )
    return { outcome, history: null }
  } finally {
    await folder.remove()
  }
}

/** Runs `work`, and writes its lab's log if requested. */
async function withLog<T>(
  { log }: RunTask,
  scenario: Scenario,
  work: (logged: (lab: Lab) => Lab) => Promise<T>,
): Promise<T> {
  let close = () => {}
  try {
    return await work((lab) => {
      if (log !== null) close = writeLog(lab, log, repeatableText(scenario.lab))
      return lab
    })
  } finally {
    close()
  }
}
