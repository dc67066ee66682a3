import { useEffect, useState } from 'react'
import type { DemoEntry } from '#contract'
import { LabelledButton, startDemo, useAction } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useRun } from '../store/lab.tsx'
import { useWords } from '../words/words.ts'
import './demos.css'

/** The library: what can be run step by step in this lab, and why the rest cannot. */
export function DemoList() {
  return useInterface((state) => state.isDemoListOpen) ? <OpenList /> : null
}

function OpenList() {
  const { demos } = useWords().page
  const run = useRun()
  const [entries, setEntries] = useState<readonly DemoEntry[] | null>(null)
  useEffect(() => {
    let isShown = true
    void run(demos.title, 'demo.list', {}).then((found) => {
      if (isShown) setEntries(found ?? [])
    })
    return () => {
      isShown = false
    }
  }, [run, demos.title])
  const close = () => show({ isDemoListOpen: false })
  return (
    <Dialog title={demos.title} className="demo-list-dialog" onClose={close}>
      <div className="dialog-body">
        <p className="hint">{demos.about}</p>
        {entries === null && <p role="status">{demos.reading}</p>}
        {entries !== null && (
          <>
            <Group title={demos.demonstrations} entries={entries.filter((one) => one.isDemonstration)} />
            <Group title={demos.fieldIssues} entries={entries.filter((one) => !one.isDemonstration)} />
          </>
        )}
      </div>
    </Dialog>
  )
}

function Group({ title, entries }: { title: string; entries: readonly DemoEntry[] }) {
  if (entries.length === 0) return null
  return (
    <section>
      <h3 className="demo-group">{title}</h3>
      <ul className="demo-list" aria-label={title}>
        {entries.map((demo) => (
          <Entry key={demo.id} demo={demo} />
        ))}
      </ul>
    </section>
  )
}

function Entry({ demo }: { demo: DemoEntry }) {
  const { demos } = useWords().page
  const { obstacle } = useAction(startDemo, { demo })
  return (
    <li className="demo-entry">
      {/* The library is in English, whatever the page speaks. */}
      <div lang="en">
        <strong>{demo.name}</strong>
        {demo.symptom !== null && <p>{demo.symptom}</p>}
        {obstacle !== null && <p className="demo-obstacle">{obstacle}</p>}
      </div>
      <span className="tabular hint">{demos.stepCount(demo.steps)}</span>
      <LabelledButton action={startDemo} args={{ demo }} about={demo.name} />
    </li>
  )
}
