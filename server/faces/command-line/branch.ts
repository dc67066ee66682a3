import { parse } from 'yaml'
import { type ServiceChanges, serviceChangesOf, writtenServiceChanges } from '#contract'
import { describeFailure, Failure } from '../../base/index.ts'
import { Interrupted } from '../../clock/index.ts'
import { explain } from '../../files/index.ts'
import { endOf, type HistoryRead, readHistoryFile } from '../../history/index.ts'
import {
  type BranchOutcome,
  comparedKinds,
  type Divergence,
  type HistoryDifference,
  runBranch,
  type Seen,
} from '../../history/repeat/index.ts'
import { startLab } from '../../lab/index.ts'
import { readBranchSteps, runBranchSteps, type Scenario, type ScenarioFailure } from '../../scenario/index.ts'
import { shownOf } from '../compare-branch.ts'
import { listenForEndSignals } from './end-signals.ts'
import { progressBar } from './execute/progress-bar.ts'
import { historyPath } from './history-path.ts'
import { installFolder } from './install-folder.ts'
import { exitCodes, print, printJson, UnusableInput, warn } from './output.ts'
import { failureLines, spanOf } from './report/failure-lines.ts'

export interface BranchCommand {
  at: number
  until?: number
  /** Each as `KEY=VALUE`. */
  service: readonly string[]
  steps?: string
  diff?: boolean
  json?: boolean
}

/** The name and version of what `--json` prints. */
const format = { format: 'bramble-branch', version: 1 } as const

/** Repeats a recorded history up to a moment, changes something, and goes on from there. */
export async function branch(given: string, command: BranchCommand): Promise<number> {
  const ending = listenForEndSignals()
  const file = historyPath(given)
  const history = await readHistoryFile(file)
  if (history.cutLine !== null)
    warn(`${file}:${history.cutLine}: the history is cut short here; it is used up to the line before`)
  const { at, until, diff = false, json = false } = command
  refuseTimes(command, history)
  const changes = changesOf(command.service)
  const scenario = command.steps === undefined ? null : await readBranchSteps(command.steps, history)
  const bar = progressBar(1, process.stderr, json)
  const inProgress = bar.began(file)
  const failures: ScenarioFailure[] = []
  try {
    const outcome = await runBranch(history, {
      startLab,
      installFolder: installFolder(),
      shown: shownOf(history),
      atMs: at,
      untilMs: until,
      isCompared: diff,
      end: ending.signal,
      onProgress: inProgress.at,
      change:
        changes === null
          ? undefined
          : async ({ lab, clock }) => {
              await clock.runUntil(lab.api.call('service.configure', changes)).catch(refused)
            },
      steps:
        scenario === null
          ? undefined
          : async (branched) => {
              const run = await runBranchSteps(scenario, branched, ending.signal)
              failures.push(...run.failures)
            },
    })
    bar.stop()
    const told = { file, command, changes, scenario, outcome, failures }
    if (json) printJson(jsonOf(told), 2)
    else for (const line of linesOf(told)) print(line)
    const differs = outcome.compared !== null && comparedKinds.some((kind) => outcome.compared?.first[kind])
    return differs || outcome.repetition !== null || failures.length > 0 ? exitCodes.failed : exitCodes.fine
  } catch (thrown) {
    if (thrown instanceof Interrupted) return ending.code()
    throw isAboutHistory(thrown) ? new UnusableInput(thrown.message, remedyOf(thrown)) : thrown
  } finally {
    bar.stop()
  }
}

/** @throws {UnusableInput} */
function refuseTimes({ at, until }: BranchCommand, history: HistoryRead): void {
  const endMs = endOf(history)
  if (at > endMs) throw new UnusableInput(`--at ${spanOf(at)}: the history ends at ${spanOf(endMs)}`)
  if (until !== undefined && until < at)
    throw new UnusableInput(
      `--until ${spanOf(until)}: expected a time from ${spanOf(at)} on, where the branch begins`,
    )
}

/** @throws {UnusableInput} */
function changesOf(written: readonly string[]): ServiceChanges | null {
  if (written.length === 0) return null
  const values: Record<string, unknown> = {}
  for (const text of written) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (key === '')
      throw new UnusableInput(`--service ${text}: expected KEY=VALUE, such as maximumSessions=3`)
    values[key] = typedValue(text, value)
  }
  const { success, data } = writtenServiceChanges.safeParse(values)
  if (success) return serviceChangesOf(data)
  throw new UnusableInput(`--service ${written.join(' ')}: ${explain(writtenServiceChanges, values)}`)
}

function typedValue(text: string, value: string): unknown {
  try {
    return parse(value)
  } catch (cause) {
    throw new UnusableInput(`--service ${text}: ${describeFailure(cause)}`, { cause })
  }
}

function refused(thrown: unknown): never {
  throw new UnusableInput(`--service: the lab refuses this: ${describeFailure(thrown)}`, { cause: thrown })
}

function isAboutHistory(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && (thrown.code === 'history-outside' || thrown.code === 'branch-too-long')
}

function remedyOf({ remedy }: Failure): { remedy?: string } {
  return remedy === undefined ? {} : { remedy }
}

interface Told {
  file: string
  command: BranchCommand
  changes: ServiceChanges | null
  scenario: Scenario | null
  outcome: BranchOutcome
  failures: readonly ScenarioFailure[]
}

function jsonOf({ file, command, outcome, failures, scenario }: Told): object {
  const { compared, observed, repetition, untilMs } = outcome
  return {
    ...format,
    file,
    atMs: command.at,
    untilMs,
    service: command.service,
    steps: scenario?.file ?? null,
    failures: failures.map(({ path, line, column, atMs, message }) => ({
      path,
      line,
      column,
      atMs,
      message,
    })),
    repetition,
    counts: Object.fromEntries(
      comparedKinds.map((kind) => [
        kind,
        { recorded: compared?.recorded[kind].length ?? null, branch: observed[kind].length },
      ]),
    ),
    differences:
      compared === null
        ? null
        : Object.fromEntries(comparedKinds.map((kind) => [kind, divergenceOf(compared.first[kind])])),
  }
}

/** Without the rows around it, which only a window shows. */
function divergenceOf(first: Divergence | null): Divergence | null {
  if (first === null) return null
  const { kind, number, atMs, recorded, branch, counts } = first
  return { kind, number, atMs, recorded, branch, counts }
}

function* linesOf({ file, command, outcome, failures, scenario }: Told): Generator<string> {
  const { compared, observed, repetition, untilMs } = outcome
  const what = [...command.service, ...(scenario === null ? [] : [`steps of ${scenario.file}`])].join(', ')
  yield `${file}: branched at ${spanOf(command.at)}, up to ${spanOf(untilMs)}: ${what || 'nothing changed'}`
  if (repetition) yield* repetitionLines(repetition)
  if (scenario) yield* failureLines(failures, scenario.file)
  for (const kind of comparedKinds) {
    const count = observed[kind].length
    if (compared === null) yield `  ${kind}: ${count}`
    else yield* differenceLines(kind, compared.first[kind], compared.recorded[kind].length, count)
  }
}

function* repetitionLines({ atMs, entry, what, expected, found }: HistoryDifference): Generator<string> {
  yield `  repeating the history differs from what was recorded at entry ${entry} (${what}), at ${spanOf(atMs)}:`
  yield `    recorded: ${JSON.stringify(expected)}`
  yield `    repeated: ${JSON.stringify(found)}`
}

function* differenceLines(
  kind: string,
  first: Divergence | null,
  recorded: number,
  branch: number,
): Generator<string> {
  if (first === null) {
    yield `  ${kind}: no difference in ${recorded}`
    return
  }
  yield `  ${kind}: first difference at ${spanOf(first.atMs)}, number ${first.number} (recorded ${recorded}, branch ${branch})`
  yield `    recorded: ${seenText(first.recorded)}`
  yield `    branch:   ${seenText(first.branch)}`
  const { changed, moved, same, ...only } = first.counts
  yield `    side by side: ${same} the same, ${moved} only at another time, ${changed} changed, ${only.recorded} only recorded, ${only.branch} only in the branch`
}

function seenText(seen: Seen | null): string {
  return seen === null ? 'nothing' : `${spanOf(seen.atMs)}  ${seen.text}`
}
