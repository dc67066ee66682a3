import { Dialog } from '../controls/dialog.tsx'
import { openRun } from '../store/reports.ts'
import { openTurnDialog, useTurns } from '../store/turns.ts'
import { useWords } from '../words/words.ts'

/** Lets a person choose the run of a report whose past is shown. */
export function ReportDialog() {
  const { report: words, snapshots } = useWords().page.turns
  const report = useTurns((state) => state.report)
  if (report === null) return null
  return (
    <Dialog title={words.title(report.name)} className="snapshots" onClose={() => openTurnDialog(null)}>
      <div className="dialog-body">
        <p className="hint">{words.about}</p>
        <ul className="snapshot-list" aria-label={words.list}>
          {report.runs.map((run, index) => (
            <li key={JSON.stringify([run.file, run.name, run.combination])}>
              <strong className="truncate" title={run.name}>
                {run.name}
              </strong>
              <span className="hint truncate">
                {run.outcome === 'failed' ? words.failed : words.passed}, {run.file}
              </span>
              <button
                type="button"
                className="button"
                data-first-focus={index === 0 || undefined}
                aria-label={words.openRun(run.name)}
                onClick={() => void openRun(run)}
              >
                {snapshots.open}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
