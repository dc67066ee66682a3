import type { ScenarioFailure, TracedFlowStep } from '../../scenario/index.ts'
import type { Run } from './run.ts'

/** One line for a run that passed; what failed, and what led to it, for one that did not. */
export function textReport(run: Run): string {
  const { outcome, tookMs } = run
  const { durationMs, passed, failures, file } = outcome
  const head = `${passed ? 'passed' : 'FAILED'}  ${titleOf(run)}  (${spanOf(durationMs)} of lab time in ${tookMs}ms)`
  return [head, ...failures.flatMap((failure) => failureLines(failure, file))].join('\n')
}

export function summaryLine(runs: readonly Run[]): string {
  const failed = runs.filter(({ outcome }) => !outcome.passed).length
  return `${runs.length - failed} passed, ${failed} failed`
}

/** The name of the scenario, numbered where it runs several times. */
export function titleOf({ outcome, number, of }: Run): string {
  return of === 1 ? outcome.name : `${outcome.name} [${number} of ${of}]`
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
