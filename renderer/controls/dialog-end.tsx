import { useWords } from '../words/words.ts'

/** The last row of a dialog's form: leave it as it was, or do what the form says. */
export function DialogEnd({
  confirm,
  isReady = true,
  onCancel,
}: {
  confirm: string
  /** Whether what is filled in can be used. */
  isReady?: boolean
  onCancel: () => void
}) {
  const { shell } = useWords().page
  return (
    <div className="dialog-actions">
      <button type="button" className="button" onClick={onCancel}>
        {shell.cancel}
      </button>
      <button type="submit" className="button primary" disabled={!isReady}>
        {confirm}
      </button>
    </div>
  )
}
