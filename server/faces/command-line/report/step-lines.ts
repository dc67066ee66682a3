import { formatDuration } from '#contract'
import type { ReportedScenario, ReportedStep } from './report-schema.ts'

/** Steps at the beginning and at the end of a long run that are listed. */
const mostAtEachEnd = 200

/** The steps of a run, a line each: when, how long, what became of it. */
export function stepLines(scenario: ReportedScenario): string[] {
  if (scenario.outcome === 'unusable') return []
  const { steps, droppedSteps } = scenario
  const head = steps.slice(0, mostAtEachEnd)
  const tail = steps.slice(Math.max(head.length, steps.length - mostAtEachEnd))
  const left = steps.length - head.length - tail.length + droppedSteps
  return [...head.map(line), ...(left > 0 ? [`… ${left} more steps`] : []), ...tail.map(line)]
}

function line({ atMs, endMs, outcome, title, note }: ReportedStep): string {
  const tookMs = endMs - atMs
  const times = `${(atMs / 1_000).toFixed(3)}s${tookMs > 0 ? ` +${formatDuration(Math.round(tookMs))}` : ''}`
  return `${times}  ${outcome}  ${title}${note === null ? '' : `  (${note})`}`
}
