import './studio.css'
import { useEffect, useMemo, useState } from 'react'
import type { ScenarioRunView } from '#contract'
import {
  ActionButton,
  copyScenario,
  LabelledButton,
  moveStepDown,
  moveStepUp,
  newScenario,
  openScenario,
  pauseScenario,
  removeStep,
  repeatScenario,
  runScenario,
  saveScenario,
  stepScenario,
} from '../actions/index.ts'
import { Pane } from '../panes/pane.tsx'
import { useOtherLab } from '../store/other-lab.ts'
import { useSnapshot } from '../store/selectors.ts'
import {
  checkText,
  followDisk,
  goTo,
  isDirty,
  keepTyped,
  listFiles,
  openFile,
  useStudio,
} from '../store/studio.ts'
import { useWords } from '../words/words.ts'
import { CodeEditor } from './code-editor.tsx'
import { Conflict } from './conflict.tsx'
import { FileList } from './file-list.tsx'
import { NameForm } from './name-form.tsx'
import { Repetition } from './repetition.tsx'
import type { RunMarks } from './run-marks.ts'
import { RunOptions } from './run-options.tsx'
import { RunStrip } from './run-strip.tsx'

/** How long nothing is typed before the text is checked. */
const restMs = 300
const lookMs = 1_500

/** Scenario files: open, edit, run. */
export default function StudioPane() {
  const { studio } = useWords().page
  const document = useStudio((state) => state.document)
  const file = useStudio((state) => state.file)
  const isListOpen = useStudio((state) => state.isListOpen)
  const naming = useStudio((state) => state.naming)
  const dropped = useStudio((state) => state.dropped)
  const isChanged = useStudio(isDirty)
  const own = useOtherLab((state) => state.own)
  useFollowing()

  useEffect(() => {
    const state = useStudio.getState()
    if (own === null || state.document !== null) return
    if (file !== null) void openFile(file)
    else void listFiles()
  }, [own, file])

  const isListShown = isListOpen || document === null
  const aside = document !== null && (
    <span className="pane-aside truncate">
      {document.file}
      {document.isReadOnly && ` · ${studio.readOnly}`}
      {isChanged && ` · ${studio.unsaved}`}
    </span>
  )
  return (
    <Pane title={studio.title} pane="studio" aside={aside}>
      <div className="studio-tools">
        <LabelledButton action={openScenario} args={undefined} />
        <LabelledButton action={newScenario} args={undefined} />
        {document !== null && (
          <LabelledButton action={document.isReadOnly ? copyScenario : saveScenario} args={undefined} />
        )}
        <span className="studio-gap" />
        <LabelledButton action={runScenario} look="primary" args={undefined} />
        <ActionButton action={pauseScenario} args={undefined} />
        <ActionButton action={stepScenario} args={undefined} />
        <ActionButton action={repeatScenario} args={undefined} />
      </div>
      {naming !== null && <NameForm key={`${naming} ${dropped?.name}`} kind={naming} />}
      <Conflict />
      {isListShown ? <FileList /> : document !== null && <OpenFile key={document.file} />}
    </Pane>
  )
}

function OpenFile() {
  const document = useStudio((state) => state.document)
  const run = useShownRun()
  const marks = useMarks(run)
  const schema = useSchema()
  if (document === null) return null
  return (
    <>
      <RunOptions />
      <div className="studio-body">
        <CodeEditor file={document.file} isReadOnly={document.isReadOnly} schema={schema} marks={marks} />
      </div>
      <Problems />
      <div className="studio-below">
        {run !== null && <RunStrip run={run} />}
        <Repetition />
      </div>
    </>
  )
}

/** The run that is shown, if it is one of the open file. */
function useShownRun(): ScenarioRunView | null {
  const run = useSnapshot<ScenarioRunView | null>((snapshot) => snapshot.run, null)
  const mine = useStudio((state) => state.run)
  const file = useStudio((state) => state.document?.file)
  const other = useOtherLab((state) => state.other)
  return mine !== null && other?.id === mine.lab && mine.file === file ? run : null
}

const noLines: readonly number[] = []

function useMarks(run: ScenarioRunView | null): RunMarks {
  const breakpoints = useStudio(({ breakpoints: all, document }) => all[document?.file ?? ''] ?? noLines)
  return useMemo(() => {
    const outcomes = new Map<number, 'passed' | 'failed' | 'skipped'>()
    for (const { file, line, outcome } of run?.steps ?? []) {
      if (file === null && outcomes.get(line) !== 'failed') outcomes.set(line, outcome)
    }
    const current = run?.current?.file === null ? run.current.line : null
    const failed = run?.steps.find(({ file, outcome }) => file === null && outcome === 'failed')
    return { breakpoints, outcomes, current, followed: current ?? failed?.line ?? null }
  }, [breakpoints, run])
}

function useSchema(): unknown {
  const own = useOtherLab((state) => state.own)
  const [schema, setSchema] = useState<unknown>(null)
  useEffect(() => {
    own?.call('studio.schema', {}).then(
      (answer) => setSchema(answer.schema),
      () => {},
    )
  }, [own])
  return schema
}

/** Checks what is typed, and takes in what changes on disk. */
function useFollowing(): void {
  const text = useStudio((state) => state.text)
  const file = useStudio((state) => state.document?.file)
  useEffect(() => {
    if (file === undefined) return
    const timer = setTimeout(
      () => {
        keepTyped()
        void checkText()
      },
      text === '' ? 0 : restMs,
    )
    return () => clearTimeout(timer)
  }, [text, file])
  useEffect(() => {
    window.addEventListener('pagehide', keepTyped)
    return () => window.removeEventListener('pagehide', keepTyped)
  }, [])
  useEffect(() => {
    if (file === undefined) return
    const timer = setInterval(() => {
      if (window.document.visibilityState === 'visible') void followDisk()
    }, lookMs)
    return () => clearInterval(timer)
  }, [file])
}

function Problems() {
  const { studio } = useWords().page
  const isReadOnly = useStudio((state) => state.document?.isReadOnly ?? true)
  const problems = useStudio((state) => state.check?.problems)
  if (problems === undefined) return null
  const [first] = problems
  return (
    <div className="studio-problems" data-has={problems.some(({ isWarning }) => !isWarning)}>
      <span role="status">{studio.problems(problems.length)}</span>
      {first !== undefined && (
        <button type="button" className="studio-problem truncate" lang="en" onClick={() => goTo(first.line)}>
          {first.file === null ? `${first.line}:${first.column}` : studio.elsewhere(first.file)}{' '}
          {first.keyPath === '' ? '' : `${first.keyPath}: `}
          {first.text}
        </button>
      )}
      {!isReadOnly && (
        <span className="studio-step-tools">
          <ActionButton action={moveStepUp} args={undefined} />
          <ActionButton action={moveStepDown} args={undefined} />
          <ActionButton action={removeStep} args={undefined} />
        </span>
      )}
    </div>
  )
}
