import { basename, extname } from 'node:path'
import { z } from 'zod'
import { printableJson } from '../../../base/index.ts'
import { formatProblem, type UnusableFile } from '../../../files/index.ts'
import type { ScenarioFailure, ScenarioOutcome } from '../../../scenario/index.ts'
import { failureLines } from './failure-lines.ts'

/** One run of one scenario, to be done. */
export const runTask = z.strictObject({
  file: z.string(),
  name: z.string(),
  seed: z.int(),
  /** Which combination of the file's matrix it is, from 1. */
  combination: z.int(),
  /** How many the matrix has. */
  combinations: z.int(),
  /** Which of several runs of the same file, from 1; `of` is how many there are. */
  number: z.int(),
  of: z.int(),
  /** Where its traffic goes, with passwords or without, with SIP in the clear or without; null where nobody asked for it. */
  capture: z
    .strictObject({
      path: z.string(),
      reveal: z.boolean(),
      clear: z.boolean(),
      /** Whether it is removed again where the run passes. */
      isForFailure: z.boolean(),
    })
    .nullable(),
  /** The folder for its lab's log; null where nobody asked for it. */
  log: z.string().nullable(),
  /** The snapshot in whose lab it begins; null: in a new one. */
  from: z.string().nullable(),
  /** Where a snapshot goes of the lab as it is at the end; null where nobody asked for it. */
  snapshot: z.string().nullable(),
  /** Where the lab's history goes as it grows; null where nobody asked for it. */
  record: z.string().nullable(),
  /** Whether its entry of the JSON report has the lab's history, so that a window can show the run as the past. */
  withPast: z.boolean(),
})
export type RunTask = z.infer<typeof runTask>

/** The parts of a run that reports need, so that the rest is neither kept nor sent between processes. */
export const runResult = z.strictObject({
  result: z.enum(['passed', 'failed', 'skipped', 'unusable']),
  /** Whether it failed because its snapshot turned out to be unusable. */
  isInputUnusable: z.boolean(),
  /** The code of the last step in the flow that was refused before the first failure; null where there is none. */
  refusalCode: z.string().nullable(),
  /** The first failure, or the reason for skipping; null if it passed. */
  message: z.string().nullable(),
  /** Everything that failed, for people. */
  lines: z.array(z.string()),
  /** Lab time. */
  durationMs: z.number(),
  /** Real time; null where it is not known, since reports of Bramble leave it out. */
  tookMs: z.number().nullable(),
  /** The complete entry of the JSON report; null unless requested. */
  json: z.string().nullable(),
})
export type RunResult = z.infer<typeof runResult>

/** A finished run. */
export interface Run extends RunTask, RunResult {}

export function resultOf(
  task: RunTask,
  outcome: ScenarioOutcome,
  tookMs: number,
  isJson: boolean,
  history: string | null = null,
): RunResult {
  const [first] = outcome.failures
  const failed = failureLines(outcome.failures, outcome.file)
  const result = outcome.passed ? 'passed' : 'failed'
  return {
    result,
    isInputUnusable: false,
    refusalCode: first?.lastFlowSteps.findLast(({ outcome: one }) => one === 'refused')?.code ?? null,
    message: first?.message ?? null,
    lines: outcome.passed ? [] : [...failed, seeAgain(task)],
    durationMs: outcome.durationMs,
    tookMs,
    // Leave out real time, so that two runs of one seed give the same text, byte for byte.
    json: isJson
      ? printableJson(
          { outcome: result, ...runOf(task), ...outcome, ...(history === null ? {} : { history }) },
          2,
        )
      : null,
  }
}

/** Which run it is, of which combination of the matrix, and in which snapshot's lab it began. */
function runOf({ number, combination, from }: RunTask) {
  return { run: number, ...(combination === 1 ? {} : { combination }), ...(from === null ? {} : { from }) }
}

/** A run without an outcome of its own. */
export function failedResult(
  task: RunTask,
  { message, ...more }: Pick<ScenarioFailure, 'message' | 'code' | 'facts'>,
  tookMs: number,
  isJson: boolean,
): RunResult {
  const nowhere = { kind: 'error' as const, path: '', line: 1, column: 1, atMs: 0, lastFlowSteps: [] }
  const failures = [{ ...nowhere, message: `the scenario could not be run: ${message}`, ...more }]
  return resultOf(task, { ...emptyOutcome(task), failures }, tookMs, isJson)
}

export function skippedResult(task: RunTask, reason: string, isJson: boolean): RunResult {
  const all = { outcome: 'skipped', ...runOf(task), reason, ...emptyOutcome(task) }
  return {
    result: 'skipped',
    isInputUnusable: false,
    refusalCode: null,
    message: reason,
    lines: [],
    durationMs: 0,
    tookMs: 0,
    json: isJson ? printableJson(all, 2) : null,
  }
}

/** A file that cannot be used, in its place among the runs. */
export function unusableResult(
  { file, name }: RunTask,
  { problems, remedy }: UnusableFile,
  isJson: boolean,
): RunResult {
  const lines = problems.slice(0, mostProblems).map((problem) => `  ${formatProblem(problem)}`)
  if (problems.length > mostProblems) lines.push(`  … and ${problems.length - mostProblems} more problems`)
  if (remedy !== undefined) lines.push(`    ${remedy}`)
  const all = { outcome: 'unusable', file, name, problems }
  return {
    result: 'unusable',
    isInputUnusable: true,
    refusalCode: null,
    message: problems[0]?.text ?? 'it cannot be used',
    lines,
    durationMs: 0,
    tookMs: 0,
    json: isJson ? printableJson(all, 2) : null,
  }
}

/** Maximum number of failures in text; the JSON report has all. */
const mostProblems = 100

function emptyOutcome({ file, name, seed }: RunTask): ScenarioOutcome {
  return {
    file,
    name,
    seed,
    passed: false,
    durationMs: 0,
    steps: [],
    droppedSteps: 0,
    failures: [],
    flowSteps: [],
    droppedFlowSteps: 0,
  }
}

/** The line that tells how to repeat a run that failed. */
export function seeAgain(task: Again): string {
  return `    to see it again: ${commandFor(task)}`
}

type Again = Pick<RunTask, 'combinations' | 'file' | 'from' | 'name' | 'seed'>

/** The shell command that repeats this run with a capture. */
function commandFor({ combinations, file, from, name, seed }: Again): string {
  const capture = `${basename(file, extname(file))}.pcapng`
  const start = from === null ? ['--seed', String(seed)] : ['--from', asOperand(from)]
  const only = combinations === 1 ? [] : ['--filter', name]
  const words = ['bramble', 'run', asOperand(file), ...only, ...start, '--capture', asOperand(capture)]
  return words.map(quoted).join(' ')
}

/** A name that begins with a dash would be taken for an option. */
function asOperand(file: string): string {
  return file.startsWith('-') ? `./${file}` : file
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
