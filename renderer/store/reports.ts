import { bundleLimits } from '#contract'
import { LabFailure } from '../connection/index.ts'
import { isReportText, type PastRun, pastRuns } from '../past/read-report.ts'
import { refusal } from '../past/refusal.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { openHistory } from './histories.ts'
import { useTurns } from './turns.ts'

/** Whether a file is a report of `bramble run`. */
export async function isReport(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 200)
    .text()
    .catch(() => '')
  return isReportText(head)
}

/** Shows the past of the run of a report, or lets a person choose where it has several. */
export async function openReport(file: File): Promise<void> {
  try {
    if (file.size > bundleLimits.bytes)
      throw refusal('report-damaged', { file: file.name, problem: `> ${bundleLimits.bytes} bytes` })
    const runs = pastRuns(file.name, await file.text())
    const [run, another] = runs
    if (run !== undefined && another === undefined) await openRun(run)
    else useTurns.setState({ dialog: 'report', report: { name: file.name, runs } })
  } catch (error) {
    showToast({
      kind: 'failure',
      title: wordsNow().page.turns.report.opening,
      text: error instanceof Error ? error.message : String(error),
      remedy: error instanceof LabFailure ? error.remedy : null,
    })
  }
}

/** Repeats the history of a run in a lab of its own, and shows that as the past. */
export function openRun({ history, name }: PastRun): Promise<void> {
  return openHistory({ file: new File([history], name) })
}
