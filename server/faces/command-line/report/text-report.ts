import { spanOf } from './failure-lines.ts'
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
