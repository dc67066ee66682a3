import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { describeFailure } from '../../base/index.ts'
import { type EndSignals, listenForEndSignals } from './end-signals.ts'
import { checkCaptureFile } from './execute/capture-files.ts'
import { ChildPool } from './execute/child-process.ts'
import { execute } from './execute/execute.ts'
import { progressBar } from './execute/progress-bar.ts'
import { checkLogFolder } from './execute/write-log.ts'
import { installFolder } from './install-folder.ts'
import { listScenarios } from './list-scenarios.ts'
import { exitCodes, printFailure, UnusableInput, warnOfDoubtful, warnOfLeftOut } from './output.ts'
import { checkOutputs, isStdout, type OutputPath } from './plan/output-paths.ts'
import { type Plan, type PlanEntry, planRuns, type Selection } from './plan/plan-runs.ts'
import { createReports, type Reports } from './report/reports.ts'
import { skippedResult, unusableResult } from './report/run-result.ts'
import { watchFiles } from './watch-files.ts'

export interface RunCommand extends Selection {
  json?: boolean
  /** JSON lines, each as soon as it is known. */
  ndjson?: boolean
  junit?: string
  html?: string
  /** Says which scenarios there are, and runs nothing. */
  list?: boolean
  /** Runs again what a saved file changes, until a signal ends it. */
  watch?: boolean
  jobs: number
  /** Number of failures after which the rest is skipped. */
  bail?: number
  /** The file of the command line itself, for the processes that run scenarios. */
  program: string
}

/** Runs scenario files, after all of them have been checked. */
export async function run(names: readonly string[], command: RunCommand): Promise<number> {
  const ending = listenForEndSignals()
  const { json, ndjson, list, watch } = command
  if (json && ndjson) throw new UnusableInput('--json and --ndjson exclude each other: expected one of them')
  if (command.withPast && !json && !ndjson)
    throw new UnusableInput('--with-past needs --json or --ndjson: only those reports have histories')
  if (list && watch) throw new UnusableInput('--list and --watch exclude each other: expected one of them')
  if (list) return listScenarios(await planRuns(names, command), command)
  const children = new ChildPool(command.program, watch ? 0 : processesAtOnce(command))
  try {
    if (!watch) return await runPlan(await planRuns(names, command), command, ending, children)
    return await watchFiles(names, {
      end: ending.signal,
      plan: () => planRuns(names, command),
      run: (plan) => runPlan(plan, command, ending, children),
    })
  } finally {
    await children.end()
  }
}

/** How many processes can load the program at the same time; a single job runs in this one. */
function processesAtOnce({ jobs }: RunCommand): number {
  return jobs === 1 ? 0 : Math.min(jobs, availableParallelism())
}

async function runPlan(
  plan: Plan,
  command: RunCommand,
  ending: EndSignals,
  children: ChildPool,
): Promise<number> {
  warnOfLeftOut(plan.leftOut)
  warnOfDoubtful(plan.entries.flatMap((entry) => (entry.unusable ? [] : entry.scenario.warnings)))
  const outputs = outputsOf(plan, command)
  const isForPrograms = command.json === true || command.ndjson === true
  if (command.captureOnFailure !== undefined) makeFolder(command.captureOnFailure)
  checkOutputs(outputs, plan.files, isForPrograms)
  for (const { task } of plan.entries) {
    if (task.capture && !task.capture.isForFailure) checkCaptureFile(task.capture.path)
  }
  if (command.log !== undefined) checkLogFolder(command.log)
  if (plan.nothingToRun && !isForPrograms) printFailure(plan.nothingToRun)
  const bar = progressBar(plan.entries.length, process.stderr, isForPrograms)
  const reports = createReports(
    {
      ...command,
      isSilent: plan.nothingToRun !== null,
      isTextAside: outputs.some(({ path }) => isStdout(path)),
    },
    bar,
  )
  let isInputUnusable: boolean
  try {
    isInputUnusable = await runAll(plan.entries, reports, {
      ...command,
      isJson: isForPrograms || command.junit !== undefined || command.html !== undefined,
      isBailing: command.bail !== undefined,
      children,
      installFolder: installFolder(),
      end: ending.signal,
      bar,
    })
  } finally {
    bar.stop()
  }
  const tally = await reports.end(ending.signal.aborted)
  if (ending.signal.aborted) return ending.code()
  if (isInputUnusable) return exitCodes.unusableInput
  return tally.failed === 0 ? exitCodes.fine : exitCodes.failed
}

/** All that the runs are to write. */
function outputsOf(
  { entries }: Plan,
  { junit, html, log, capture: named, snapshot: also, record: told }: RunCommand,
): OutputPath[] {
  const report: OutputPath[] = [
    ...(junit === undefined ? [] : [{ option: '--junit', what: 'report', path: junit } as const]),
    ...(html === undefined ? [] : [{ option: '--html', what: 'report', path: html } as const]),
  ]
  const logs: OutputPath[] = log === undefined ? [] : [{ option: '--log', what: 'log', path: log }]
  const ofRuns = entries.flatMap(({ task: { capture, snapshot, record } }): OutputPath[] => [
    ...(capture
      ? [
          {
            option: capture.isForFailure ? '--capture-on-failure' : '--capture',
            what: 'capture',
            path: capture.path,
          } as const,
        ]
      : []),
    ...(snapshot === null ? [] : [{ option: '--snapshot', what: 'snapshot', path: snapshot } as const]),
    ...(record === null ? [] : [{ option: '--record', what: 'history', path: record } as const]),
  ])
  // With several scenarios the given names are only prefixes, but check them too, since they may be typing errors.
  const begun = [
    { option: '--capture', what: 'capture', path: named ?? '' } as const,
    { option: '--snapshot', what: 'snapshot', path: also ?? '' } as const,
    { option: '--record', what: 'history', path: told ?? '' } as const,
  ].filter(({ path }) => isFile(path) && !ofRuns.some((one) => one.path === path))
  return [...report, ...logs, ...ofRuns, ...begun]
}

/** @throws {UnusableInput} */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new UnusableInput(
      `--capture-on-failure: captures cannot be written to ${folder}: ${describeFailure(cause)}`,
      { cause },
    )
  }
}

function isFile(path: string): boolean {
  return path !== '' && statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

type RunAllOptions = Parameters<typeof execute>[1] & { bail?: number }

/** @returns whether an input of the runs is unusable */
async function runAll(
  plan: readonly PlanEntry[],
  reports: Reports,
  options: RunAllOptions,
): Promise<boolean> {
  const { bail = Number.POSITIVE_INFINITY, isJson, end } = options
  const runs = execute(
    plan.flatMap((entry) => (entry.unusable || entry.skip !== null ? [] : [entry])),
    options,
  )
  let failures = 0
  let isInputUnusable = false
  try {
    for (const entry of plan) {
      const { task } = entry
      if (entry.unusable) {
        isInputUnusable = true
        await reports.add({ ...task, ...unusableResult(task, entry.unusable, isJson) })
        continue
      }
      let reason = entry.skip
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
