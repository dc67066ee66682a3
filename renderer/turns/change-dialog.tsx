import { type FormEvent, useId, useRef, useState } from 'react'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { usePast } from '../store/past.ts'
import { openTurnDialog, takeTurn } from '../store/turns.ts'
import { preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Changeable, changeables } from './changeable.ts'

/** Asks for the one thing that is different in another turn. */
export function ChangeDialog() {
  const words = useWords()
  const { ladder, turns } = words.page
  const at = usePast((state) => state.moment?.at ?? 0)
  const snapshot = useLabStore((state) => state.snapshot)
  const [id, setId] = useState<string | null>(null)
  const [find, setFind] = useState('')
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const valueId = useId()
  const list = useRef<HTMLSelectElement>(null)
  const close = () => openTurnDialog(null)
  if (snapshot === null) return null
  const groups = changeables(snapshot, words)
  const sought = find.toLowerCase().split(/\s+/).filter(Boolean)
  const [settings = [], conditions = [], coverage = []] = [
    groups.settings,
    groups.conditions,
    groups.coverage,
  ].map((group) => group.filter(({ label }) => sought.every((word) => label.toLowerCase().includes(word))))
  const found = [...settings, ...conditions, ...coverage]
  const chosen = found.find((one) => one.id === id) ?? found[0]
  const { before, choices } = chosen ?? { before: '', choices: null }
  // Of two there is only the other one.
  const other = choices?.length === 2 ? choices.find(({ value }) => value !== before)?.value : undefined
  const shown = typed ?? other ?? before

  function take(submit: FormEvent) {
    submit.preventDefault()
    const reading = chosen?.read(shown)
    if (reading === undefined) return
    if ('problem' in reading) setProblem(reading.problem)
    else void takeTurn(reading.turn)
  }

  const was = choices?.find(({ value }) => value === before)?.label ?? before
  return (
    <Dialog title={turns.anotherTitle} onClose={close}>
      <form className="dialog-body" onSubmit={take} autoComplete="off">
        <p className="hint turn-change">{turns.about(preciseTime(at))}</p>
        <div className="form-grid">
          <label className="wide">
            {turns.find}
            <input
              type="search"
              className="field"
              data-first-focus
              value={find}
              spellCheck={false}
              onChange={({ currentTarget }) => {
                setFind(currentTarget.value)
                setTyped(null)
                setProblem(null)
              }}
              onKeyDown={(press) => {
                if (press.key !== 'Enter' && press.key !== 'ArrowDown') return
                // What is found first is not what is wanted yet.
                press.preventDefault()
                list.current?.focus()
              }}
            />
          </label>
          <label className="wide">
            {turns.change}
            <select
              className="field turn-list"
              ref={list}
              size={8}
              value={chosen?.id ?? ''}
              onChange={({ currentTarget }) => {
                setId(currentTarget.value)
                setTyped(null)
                setProblem(null)
              }}
            >
              <Options of={settings} />
              {conditions.length > 0 && (
                <optgroup label={turns.conditions}>
                  <Options of={conditions} />
                </optgroup>
              )}
              {coverage.length > 0 && (
                <optgroup label={ladder.coverage}>
                  <Options of={coverage} />
                </optgroup>
              )}
            </select>
          </label>
          <label htmlFor={valueId}>
            {turns.value}
            {choices === null ? (
              <input
                id={valueId}
                className="field tabular"
                value={shown}
                placeholder={words.settings.notConfigured}
                spellCheck={false}
                aria-invalid={problem !== null}
                onChange={({ currentTarget }) => {
                  setTyped(currentTarget.value)
                  setProblem(null)
                }}
              />
            ) : (
              <select
                id={valueId}
                className="field"
                value={shown}
                onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              >
                {choices.map(({ label, value }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </label>
          <p className="hint">
            {chosen === undefined
              ? turns.nothingFound
              : turns.was(was === '' ? words.settings.notConfigured : was)}
          </p>
          {problem !== null && (
            <p className="form-error wide" role="alert">
              {problem}
            </p>
          )}
        </div>
        <DialogEnd
          confirm={turns.confirm}
          isReady={chosen !== undefined && shown !== before}
          onCancel={close}
        />
      </form>
    </Dialog>
  )
}

function Options({ of }: { of: readonly Changeable[] }) {
  return of.map(({ id, label }) => (
    <option key={id} value={id}>
      {label}
    </option>
  ))
}
