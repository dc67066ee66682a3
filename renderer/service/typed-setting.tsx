import { type KeyboardEvent, useId, useState } from 'react'

/** The result of parsing typed text: a value to apply, or the problem with it. */
export type Reading<T> = { value: T } | { problem: string }

/**
 * A setting with a text field. Enter or leaving the field applies it, Escape restores the lab's value. A change from the lab
 * replaces the text unless somebody is typing.
 */
export function TypedSetting<T>({
  label,
  evidence,
  hint,
  value,
  write,
  read,
  placeholder = '',
  apply,
}: {
  label: string
  /** As a lesson knows it: see `store/evidence.ts`. */
  evidence?: string | undefined
  hint?: string | undefined
  value: T
  write: (value: T) => string
  read: (text: string) => Reading<T>
  placeholder?: string
  apply: (value: T) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const problemId = useId()
  const text = typed ?? write(value)

  function commit() {
    if (typed === null) return
    const reading = read(typed)
    if ('problem' in reading) {
      setProblem(reading.problem)
      return
    }
    setTyped(null)
    setProblem(null)
    if (reading.value !== value) apply(reading.value)
  }

  function onKeyDown(press: KeyboardEvent) {
    if (press.key === 'Enter') commit()
    if (press.key !== 'Escape') return
    setTyped(null)
    setProblem(null)
  }

  return (
    <div className="setting" title={hint} data-evidence={evidence}>
      <label>
        <span className="setting-label">{label}</span>
        <input
          className="field tabular"
          value={text}
          placeholder={placeholder}
          spellCheck={false}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          onChange={(change) => {
            setTyped(change.currentTarget.value)
            setProblem(null)
          }}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
      </label>
      {problem !== null && (
        <p id={problemId} className="form-error setting-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
