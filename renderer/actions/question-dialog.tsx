import { Dialog } from '../controls/dialog.tsx'
import { useWords } from '../words/words.ts'
import { answerQuestion, useQuestion } from './question.ts'

/** Asks before an action that cannot be taken back. */
export function QuestionDialog() {
  const asked = useQuestion((state) => state.asked)
  const { shell } = useWords().page
  if (asked === null) return null
  return (
    <Dialog title={asked.title} onClose={() => answerQuestion(false)}>
      <div className="dialog-body">
        <p>{asked.text}</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => answerQuestion(false)}>
            {shell.cancel}
          </button>
          <button
            type="button"
            data-first-focus
            className="button primary"
            onClick={() => answerQuestion(true)}
          >
            {asked.confirm}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
