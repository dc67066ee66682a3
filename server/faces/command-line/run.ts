import { checkCaptureFile } from './capture-files.ts'
import { listenForEnd } from './ending.ts'
import { execute } from './execute.ts'
import { installFolder } from './install-folder.ts'
import { exitCodes } from './output.ts'
import { checkOutputFile } from './output-file.ts'
import { type Plan, planRuns, type Selection } from './plan.ts'
import { progressBar } from './progress.ts'
import { createReports, type Reports } from './reports.ts'
import { skippedResult } from './run-result.ts'
import { checkLogFolder } from './write-log.ts'

export interface RunCommand extends Selection {
  json?: boolean
  junit?: string
  jobs: number
  /** After so many failures the rest is skipped. */
  bail?: number
  /** The file of the command line itself, for the processes that run scenarios. */
  program: string
}

/** Runs scenario files, after all of them have been checked. */
export async function run(names: readonly string[], command: RunCommand): Promise<number> {
  if (command.junit !== undefined) checkOutputFile('report', command.junit)
  const ending = listenForEnd()
  const plan = await planRuns(names, command)
  for (const { task } of plan) {
    if (task.capture) checkCaptureFile(task.capture.path)
    if (task.snapshot !== null) checkOutputFile('snapshot', task.snapshot)
  }
  if (command.log !== undefined) checkLogFolder(command.log)
  const bar = progressBar(plan.length, process.stderr)
  const reports = createReports(command, bar)
  let isInputUnusable: boolean
  try {
    isInputUnusable = await runAll(plan, reports, {
      ...command,
      isJson: command.json === true,
      installFolder: installFolder(),
      end: ending.signal,
      bar,
    })
  } finally {
    bar.stop()
  }
  const tally = await reports.end(ending.signal.aborted)
  if (ending.signal.aborted) return ending.code()
  if (tally.failed === 0) return exitCodes.fine
  return isInputUnusable ? exitCodes.unusableInput : exitCodes.failed
}

type RunAllOptions = Parameters<typeof execute>[1] & { bail?: number }

/** @returns whether some run failed because what it was given is of no use */
async function runAll(plan: Plan, reports: Reports, options: RunAllOptions): Promise<boolean> {
  const { bail = Number.POSITIVE_INFINITY, isJson, end } = options
  const runs = execute(
    plan.filter(({ skip }) => skip === null),
    options,
  )
  let failures = 0
  let isInputUnusable = false
  try {
    for (const { task, skip } of plan) {
      let reason = skip
      if (failures >= bail) reason ??= failures === 1 ? 'another one failed' : `${failures} others failed`
      if (end.aborted) reason ??= 'interrupted'
      const next = reason === null ? await runs.next() : null
      const finished = next === null || next.done ? null : next.value
      const result = finished ?? { ...task, ...skippedResult(task, reason ?? 'interrupted', isJson) }
      if (result.result === 'failed') failures += 1
      if (result.isInputUnusable) isInputUnusable = true
      await reports.add(result)
    }
    return isInputUnusable
  } finally {
    await runs.return(undefined)
  }
}
