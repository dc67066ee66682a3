import { readFile } from 'node:fs/promises'
import { describeFailure } from '../../base/index.ts'
import { exitCodes, print, UnusableInput } from './output.ts'
import { checkOutputs, type OutputPath } from './plan/output-paths.ts'
import { failureLines } from './report/failure-lines.ts'
import { htmlReport } from './report/html-report.ts'
import { junitReport } from './report/junit-report.ts'
import { type ReportedScenario, readReport } from './report/report-schema.ts'
import { outcomeOf, writeReport } from './report/reports.ts'
import { type Run, seeAgain } from './report/run-result.ts'
import { summaryLine, type Tally, textReport } from './report/text-report.ts'

export interface ReportCommand {
  junit?: string
  html?: string
}

/** Merges what `run --json` or `run --ndjson` wrote, of shards for example, into one report in other formats. */
export async function report(files: readonly string[], command: ReportCommand): Promise<number> {
  const outputs: OutputPath[] = [
    ...(command.junit === undefined
      ? []
      : [{ option: '--junit', what: 'report', path: command.junit } as const]),
    ...(command.html === undefined
      ? []
      : [{ option: '--html', what: 'report', path: command.html } as const]),
  ]
  checkOutputs(outputs, files)
  const scenarios = (await Promise.all(files.map(readOne))).flat().sort(byFile)
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, unusable: 0 }
  const runsOf = countBy(scenarios, keyOf)
  const matrices = new Set(scenarios.flatMap((one) => (placeOf(one).combination > 1 ? [one.file] : [])))
  const junit = junitReport()
  const html = htmlReport()
  for (const scenario of scenarios) {
    tally[scenario.outcome] += 1
    const run = runOf(scenario, {
      of: runsOf.get(keyOf(scenario)) ?? 1,
      isInMatrix: matrices.has(scenario.file),
    })
    junit.add(run)
    html.add(JSON.stringify(scenario))
    if (scenario.outcome === 'failed' || scenario.outcome === 'unusable') print(textReport(run))
  }
  print(summaryLine(tally))
  if (command.junit !== undefined) await writeReport(command.junit, junit.text())
  if (command.html !== undefined) await writeReport(command.html, html.text(outcomeOf(tally), tally))
  if (tally.unusable > 0) return exitCodes.unusableInput
  return tally.failed > 0 ? exitCodes.failed : exitCodes.fine
}

async function readOne(file: string): Promise<readonly ReportedScenario[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UnusableInput(`${file} cannot be read: ${describeFailure(cause)}`, { cause })
  })
  const scenarios = readReport(text)
  if (scenarios === null) {
    throw new UnusableInput(`${file}: expected a report of bramble run --json or --ndjson`)
  }
  return scenarios
}

/** The order of one run of all. */
function byFile(one: ReportedScenario, other: ReportedScenario): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1
  const [left, right] = [placeOf(one), placeOf(other)]
  return left.combination - right.combination || left.run - right.run
}

function placeOf(scenario: ReportedScenario): { combination: number; run: number } {
  if (scenario.outcome === 'unusable') return { combination: 0, run: 0 }
  return { combination: scenario.combination ?? 1, run: scenario.run }
}

/** Which scenario it is a run of. */
function keyOf(scenario: ReportedScenario): string {
  return JSON.stringify([scenario.file, scenario.name, placeOf(scenario).combination])
}

function countBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}

/**
 * A run as reports take it.
 * @param of how many runs there are of its scenario
 * @param isInMatrix whether the file has several combinations
 */
function runOf(scenario: ReportedScenario, { of, isInMatrix }: { of: number; isInMatrix: boolean }): Run {
  const { combination, run: number } = placeOf(scenario)
  const nothing = { capture: null, log: null, snapshot: null, record: null, withPast: false }
  const isUnusable = scenario.outcome === 'unusable'
  const failures = isUnusable ? [] : scenario.failures
  const durationMs = isUnusable ? 0 : scenario.durationMs
  const again = {
    combinations: isInMatrix ? 2 : 1,
    file: scenario.file,
    from: isUnusable ? null : (scenario.from ?? null),
    name: scenario.name,
    seed: isUnusable ? 1 : scenario.seed,
  }
  return {
    ...nothing,
    ...again,
    combination: Math.max(1, combination),
    number: Math.max(1, number),
    of,
    result: scenario.outcome,
    isInputUnusable: isUnusable,
    refusalCode: failures[0]?.lastFlowSteps.findLast(({ outcome }) => outcome === 'refused')?.code ?? null,
    message: messageOf(scenario),
    lines: isUnusable
      ? scenario.problems.map(({ file, line, column, text }) => `  ${file}:${line}:${column} ${text}`)
      : failures.length === 0
        ? []
        : [...failureLines(failures, scenario.file), seeAgain(again)],
    durationMs,
    tookMs: null,
    json: JSON.stringify(scenario),
  }
}

function messageOf(scenario: ReportedScenario): string | null {
  if (scenario.outcome === 'unusable') return scenario.problems[0]?.text ?? null
  return scenario.outcome === 'skipped' ? scenario.reason : (scenario.failures[0]?.message ?? null)
}
