import { type ReportedRunView, reportFormat, reportLineView, reportView } from '#contract'
import { refusal } from './refusal.ts'

/** A run of which a report has the past. */
export interface PastRun extends ReportedRunView {
  history: string
}

const glance = new RegExp(`^\\s*\\{\\s*("type"\\s*:\\s*"begin"\\s*,\\s*)?"format"\\s*:\\s*"${reportFormat}"`)

/** Whether a text begins as a report of `bramble run` does, as JSON or as JSON lines. */
export function isReportText(head: string): boolean {
  return glance.test(head)
}

/**
 * Finds the runs whose past a report has: those that failed first, otherwise in the order of the report.
 * @throws {LabFailure} `report-damaged`, `report-without-past`
 */
export function pastRuns(name: string, text: string): PastRun[] {
  const runs = runsOf(name, text).flatMap((run) =>
    run.history === undefined ? [] : [{ ...run, history: run.history }],
  )
  if (runs.length === 0) throw refusal('report-without-past', { file: name })
  const rank = ({ outcome }: PastRun) => (outcome === 'failed' ? 0 : 1)
  return runs.toSorted((one, other) => rank(one) - rank(other))
}

function runsOf(name: string, text: string): ReportedRunView[] {
  const isLines = /^\s*\{\s*"type"/.test(text)
  if (isLines) return linesOf(text)
  const { data, error } = reportView.safeParse(jsonOf(text))
  if (data !== undefined) return data.scenarios
  const [issue] = error.issues
  const problem = issue === undefined ? 'unexpected content' : `${issue.path.join('.')}: ${issue.message}`
  throw refusal('report-damaged', { file: name, problem })
}

/** Whole lines only: a run may have been ended while it wrote. */
function linesOf(text: string): ReportedRunView[] {
  return text.split('\n').flatMap((line) => reportLineView.safeParse(jsonOf(line)).data ?? [])
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
