import { X } from 'lucide-react'
import { selectOnly } from '../store/selection.ts'
import { cancelTask, forgetTask, type TaskProgress, undoTask, useTask } from '../store/task.ts'
import { useWords } from '../words/words.ts'

/** Of more failures than these, the first are listed. */
const mostListed = 100

/** How far the last action on many handhelds has come, what failed, and the way back. It stays until somebody dismisses it. */
export function TaskBar() {
  const progress = useTask((state) => state.progress)
  const { many } = useWords().page.devices
  if (progress === null) return null
  const { task, state, done, failures } = progress
  const isRunning = state === 'running'
  const canUndo = !isRunning && task.undo !== null && done.length > 0
  return (
    <div className="task-bar" data-failed={failures.length > 0 ? '' : undefined}>
      <p className="tabular" role="status">
        <b>{task.title}</b> <span>{summaryOf(progress, many)}</span>
      </p>
      {isRunning && (
        <progress aria-label={task.title} max={task.names.length} value={done.length + failures.length} />
      )}
      <span className="task-tools">
        {isRunning && (
          <button type="button" className="button" onClick={cancelTask}>
            {many.cancel}
          </button>
        )}
        {canUndo && (
          <button type="button" className="button" onClick={undoTask}>
            {many.undo}
          </button>
        )}
        {isRunning || (
          <button type="button" className="button quiet icon" aria-label={many.dismiss} onClick={forgetTask}>
            <X size={14} aria-hidden />
          </button>
        )}
      </span>
      {failures.length > 0 && (
        <details className="task-failures">
          <summary>{many.whatFailed}</summary>
          <button
            type="button"
            className="button quiet"
            onClick={() => selectOnly(failures.map(({ name }) => name))}
          >
            {many.selectFailed}
          </button>
          <ul>
            {failures.slice(0, mostListed).map(({ name, why }) => (
              <li key={name}>
                <b>{name}</b> {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

type ManyWords = ReturnType<typeof useWords>['page']['devices']['many']

function summaryOf({ task, state, done, failures }: TaskProgress, many: ManyWords): string {
  const all = task.names.length
  if (state === 'running') return many.running(done.length + failures.length, all)
  if (state === 'cancelled') return many.cancelled(done.length + failures.length, all)
  return many.finished(done.length, all, failures.length)
}
