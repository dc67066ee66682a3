import { accessSync, constants, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemTime } from '../../lab/clock/index.ts'
import { describeFailure, Failure } from '../../lab/failure.ts'
import { UnusableFile } from '../../lab/file/index.ts'
import { type CaptureFile, startLab } from '../../lab/index.ts'
import { readScenario, runScenario, type Scenario, type ScenarioOutcome } from '../../scenario/index.ts'
import { CaptureFiles, type CaptureOptions } from './capture-files.ts'
import { installFolder } from './install-folder.ts'
import { junitReport } from './junit-report.ts'
import { exitCodes, print, UnusableInput, warn } from './output.ts'
import { summaryLine, textReport } from './text-report.ts'

export interface RunCommand extends CaptureOptions {
  json?: boolean
  junit?: string
  repeat: number
}

/** One run of one scenario, as reports tell of it. */
export interface Run {
  outcome: ScenarioOutcome
  /** Which of several runs of the same file, from 1; `of` is how many there are. */
  number: number
  of: number
  /** Real time that it took. */
  tookMs: number
}

/** Runs scenario files, after all of them have been checked. */
export async function run(files: readonly string[], command: RunCommand): Promise<number> {
  if (command.junit !== undefined) checkWritable(command.junit)
  const captures = new CaptureFiles(files, command)
  const scenarios = await readAll(files)
  const folder = installFolder()
  const runs: Run[] = []
  for (const scenario of scenarios) {
    for (let number = 1; number <= command.repeat; number += 1) {
      const startMs = systemTime()
      const runIt = (captureFile?: CaptureFile) => runOne(scenario, folder, captureFile)
      // Each further run is the first one over again.
      const outcome = number === 1 ? await captures.around(scenario.file, runIt) : await runIt()
      const one = { outcome, number, of: command.repeat, tookMs: systemTime() - startMs }
      runs.push(one)
      if (!command.json) print(textReport(one))
    }
  }
  const hasPassed = runs.every(({ outcome }) => outcome.passed)
  if (command.json) print(jsonReport(runs, hasPassed))
  else print(summaryLine(runs))
  if (command.junit !== undefined) writeReport(command.junit, junitReport(runs))
  captures.check()
  return hasPassed ? exitCodes.fine : exitCodes.failed
}

/** Everything that is wrong with any of the files, at once. */
async function readAll(files: readonly string[]): Promise<Scenario[]> {
  const scenarios: Scenario[] = []
  const unusable: UnusableFile[] = []
  for (const file of files) {
    try {
      scenarios.push(await readScenario(file))
    } catch (thrown) {
      if (!(thrown instanceof UnusableFile)) throw thrown
      unusable.push(thrown)
    }
  }
  if (unusable.length > 0) throw new UnusableFile(unusable.flatMap(({ problems }) => problems))
  return scenarios
}

/** A lab that cannot start fails its scenario, not those after it. */
async function runOne(
  scenario: Scenario,
  folder: string | null,
  captureFile: CaptureFile | undefined,
): Promise<ScenarioOutcome> {
  try {
    return await runScenario(scenario, {
      startLab: (options) => startLab(captureFile ? { ...options, captureFile } : options),
      installFolder: folder,
    })
  } catch (thrown) {
    if (process.env.BRAMBLE_DEBUG && thrown instanceof Error) warn(thrown.stack ?? thrown.message)
    const remedy = thrown instanceof Failure && thrown.remedy ? ` ${thrown.remedy}` : ''
    return {
      file: scenario.file,
      name: scenario.name,
      seed: scenario.lab.seed ?? 1,
      passed: false,
      durationMs: 0,
      steps: [],
      failures: [
        {
          path: '',
          line: 1,
          column: 1,
          atMs: 0,
          message: `the scenario could not be run: ${describeFailure(thrown)}.${remedy}`,
          lastFlowSteps: [],
        },
      ],
      flowSteps: [],
    }
  }
}

function jsonReport(runs: readonly Run[], hasPassed: boolean): string {
  // No real time in here: two runs of one seed give the same text, byte for byte.
  const scenarios = runs.map(({ outcome, number }) => ({
    outcome: outcome.passed ? 'passed' : 'failed',
    run: number,
    ...outcome,
  }))
  return JSON.stringify({ outcome: hasPassed ? 'passed' : 'failed', scenarios }, null, 2)
}

/** Said before anything runs: a report that cannot be written in the end would have been for nothing. */
function checkWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch (cause) {
    throw new UnusableInput(`the report cannot be written to ${file}: ${describeFailure(cause)}`, { cause })
  }
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (cause) {
    throw new Failure('report-not-written', `the report cannot be written: ${describeFailure(cause)}`, {
      cause,
    })
  }
}
