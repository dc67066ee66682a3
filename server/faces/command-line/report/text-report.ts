import { spanOf } from './failure-lines.ts'
import type { Run, RunTask } from './run-result.ts'

/** One line for a run that passed or was skipped; what failed, and what led to it, for one that did not. */
export function textReport(run: Run): string {
  if (run.result === 'skipped') return `skipped  ${titleOf(run)}  (${run.message})`
  if (run.result === 'unusable') return [`UNUSABLE  ${titleOf(run)}`, ...run.lines].join('\n')
  const word = run.result === 'passed' ? 'passed' : 'FAILED'
  const real = run.tookMs === null ? '' : ` in ${run.tookMs}ms`
  const head = `${word}  ${titleOf(run)}  (${spanOf(run.durationMs)} of lab time${real})`
  return [head, ...run.lines].join('\n')
}

const red = 31
const green = 32

/** Colours the first word of a text report on a terminal, unless NO_COLOR asks for none (no-color.org). */
export function coloured(text: string, result: Run['result']): string {
  const isWanted = process.stdout.isTTY === true && process.env.TERM !== 'dumb' && !process.env.NO_COLOR
  if (!isWanted || result === 'skipped') return text
  const colour = result === 'passed' ? green : red
  return text.replace(/^\w+/, (word) => `\u001b[${colour}m${word}\u001b[0m`)
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
