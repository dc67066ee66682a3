import type { Assertion, StudioEdit } from '#contract'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { useLabStore } from './lab-store.ts'
import { useOtherLab } from './other-lab.ts'
import { isFolded } from './panes.ts'
import { ownLab, setStudio, useStudio } from './studio.ts'

/** Changes the steps of the text in the editor, where it can be undone. Comments and order stay. */
export async function editSteps(edit: StudioEdit): Promise<boolean> {
  const { document, text } = useStudio.getState()
  if (document === null || document.isReadOnly) return false
  const edited = await ownLab('studio.edit', { text, edit })
  // Somebody has typed or opened another file meanwhile.
  const now = useStudio.getState()
  if (edited === undefined || now.document !== document || now.text !== text) return false
  if (edited === null) {
    const { studio } = wordsNow().page
    showToast({ kind: 'failure', title: studio.title, text: studio.noSuchStep })
    return false
  }
  setStudio({ text: edited.text, wantedLine: { line: edited.line } })
  return true
}

/** The line of the cursor, from 1. */
export function cursorLine(): number {
  const { cursor, text } = useStudio.getState()
  return text.slice(0, cursor).split('\n').length
}

/** The file to which expectations can be added: one that may be changed, and is run or seen. Null: there is none. */
export function fileToExpectIn(): string | null {
  const { document } = useStudio.getState()
  if (document === null || document.isReadOnly) return null
  return isFolded('studio') && !isItsRunShown() ? null : document.file
}

function isItsRunShown(): boolean {
  const { document, run } = useStudio.getState()
  return run !== null && run.file === document?.file && useOtherLab.getState().other?.id === run.lab
}

/** Expects in the open file what was seen: after the last step that its run has done, or after all steps. */
export function expectInFile(assertion: Assertion): Promise<boolean> {
  return editSteps({ does: 'expect', assertion, after: isItsRunShown() ? stepsDone() : null })
}

/** How many steps of the file itself the run that is shown has done; null: all of them, or it cannot be told. */
function stepsDone(): number | null {
  const run = useLabStore.getState().snapshot?.run ?? null
  if (run === null || run.state === 'ended') return null
  const done = run.steps.findLast(({ outcome }) => outcome !== 'skipped')
  const [, index] = /^steps\[(\d+)\]/.exec(done?.path ?? '') ?? []
  return index === undefined ? 0 : Number(index) + 1
}
