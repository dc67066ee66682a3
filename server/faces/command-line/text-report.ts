import type { ScenarioFailure, TracedFlowStep } from '../../scenario/index.ts'
import type { Run, RunTask } from './run-result.ts'

/** One line for a run that passed or was skipped; what failed, and what led to it, for one that did not. */
export function textReport(run: Run): string {
  if (run.result === 'skipped') return `skipped  ${titleOf(run)}  (${run.message})`
  if (run.result === 'unusable') return [`UNUSABLE  ${titleOf(run)}`, ...run.lines].join('\n')
  const word = run.result === 'passed' ? 'passed' : 'FAILED'
  const head = `${word}  ${titleOf(run)}  (${spanOf(run.durationMs)} of lab time in ${run.tookMs}ms)`
  return [head, ...run.lines].join('\n')
}

export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** Files that cannot be used. */
  unusable: number
}

export function summaryLine({ passed, failed, skipped, unusable }: Tally): string {
  const rest = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(unusable > 0 ? [`${unusable} unusable`] : []),
  ]
  return [`${passed} passed`, `${failed} failed`, ...rest].join(', ')
}

/** The name of the scenario, numbered where it runs several times. */
export function titleOf({ name, number, of }: RunTask): string {
  return of === 1 ? name : `${name} [${number} of ${of}]`
}

/** What failed, where, when, and the last steps of the flow. */
export function failureLines(failure: ScenarioFailure, file: string): string[] {
  const { line, column, path, message, atMs, lastFlowSteps } = failure
  const lines = [`  ${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`]
  lines.push(`    at ${spanOf(atMs)} of lab time`)
  if (lastFlowSteps.length > 0) lines.push('    last steps of the flow:', ...lastFlowSteps.map(flowLine))
  return lines
}

function flowLine({ atMs, handheld, step, outcome, detail }: TracedFlowStep): string {
  return `      ${spanOf(atMs)}  ${handheld}  ${step} ${outcome}: ${detail}`
}

/** Such as `3h 0m 0.85s`, `6m 0.761s`, `0.279s`. */
export function spanOf(timeMs: number): string {
  const hours = Math.floor(timeMs / 3_600_000)
  const minutes = Math.floor(timeMs / 60_000) % 60
  const seconds = `${Math.round(timeMs % 60_000) / 1_000}s`
  if (hours > 0) return `${hours}h ${minutes}m ${seconds}`
  return minutes > 0 ? `${minutes}m ${seconds}` : seconds
}
