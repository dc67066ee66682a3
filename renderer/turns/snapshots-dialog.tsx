import { type FormEvent, useEffect, useId, useState } from 'react'
import type { CommandOutput } from '#contract'
import { isConfirmed } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { openHistory } from '../store/histories.ts'
import { runOn } from '../store/lab.tsx'
import { useOtherLab } from '../store/other-lab.ts'
import { useIsPast } from '../store/past.ts'
import { openTurnDialog } from '../store/turns.ts'
import { useWords } from '../words/words.ts'

type Saved = CommandOutput<'snapshot.list'>[number]

/** Snapshots of labs by name: saves the window's lab, and opens, branches from and removes what was saved. */
export function SnapshotsDialog() {
  const { snapshots: words } = useWords().page.turns
  const own = useOtherLab((state) => state.own)
  const isOther = useOtherLab((state) => state.other !== null)
  const isElsewhere = useIsPast() || isOther
  const [list, setList] = useState<readonly Saved[] | null>(null)
  const [name, setName] = useState('')
  const hintId = useId()
  const isTaken = list?.some((one) => one.name === name.trim()) === true

  async function read() {
    if (own !== null) setList((await runOn(own)(words.title, 'snapshot.list', {})) ?? [])
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, and after each change
  useEffect(() => void read(), [own])

  async function save(submit: FormEvent) {
    submit.preventDefault()
    if (own === null || isTaken || name.trim() === '') return
    const saved = await runOn(own)(words.save, 'snapshot.save', { name })
    if (saved === undefined) return
    setName('')
    await read()
  }

  async function remove(one: Saved) {
    const question = { title: words.removing, text: words.ask(one.name), confirm: words.remove }
    if (own === null || !(await isConfirmed(question))) return
    await runOn(own)(words.removing, 'snapshot.remove', { name: one.name })
    await read()
  }

  const hint = isElsewhere ? words.onlyNow : isTaken ? words.taken : words.about
  return (
    <Dialog title={words.title} className="snapshots" onClose={() => openTurnDialog(null)}>
      <div className="dialog-body">
        <form className="snapshot-new" onSubmit={save} autoComplete="off">
          <input
            className="field"
            aria-label={words.name}
            aria-describedby={hintId}
            aria-invalid={isTaken}
            placeholder={words.name}
            value={name}
            maxLength={64}
            disabled={isElsewhere}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <button
            type="submit"
            className="button primary"
            disabled={isElsewhere || isTaken || name.trim() === ''}
          >
            {words.save}
          </button>
        </form>
        <p className="hint" id={hintId}>
          {hint}
        </p>
        {list?.length === 0 && <p role="status">{words.empty}</p>}
        <ul className="snapshot-list" aria-label={words.list}>
          {list?.map((one) => (
            <li key={one.name}>
              <strong className="truncate">{one.name}</strong>
              <span className="hint tabular">
                {words.entry(new Date(one.savedAt).toLocaleString(), Math.ceil(one.bytes / 1_000))}
              </span>
              <span className="snapshot-buttons">
                <button
                  type="button"
                  className="button"
                  onClick={() => void openHistory({ snapshot: one.name })}
                >
                  {words.open}
                </button>
                <button
                  type="button"
                  className="button"
                  onClick={() => void openHistory({ snapshot: one.name }, true)}
                >
                  {words.branch}
                </button>
                <button type="button" className="button quiet" onClick={() => void remove(one)}>
                  {words.remove}
                </button>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
