import type { StudioCheck } from '#contract'
import { showOtherLab, useOtherLab } from './other-lab.ts'
import { focusPane } from './panes.ts'
import { isDirty, ownLab, type StudioPace, saveFile, setStudio, useStudio } from './studio.ts'

const speeds: Readonly<Record<StudioPace, number | null>> = { fast: null, real: 1, ten: 10, step: null }

/** Runs the open file in a lab of its own, which is shown in place of the page's. */
export async function startRun(): Promise<void> {
  const { document, breakpoints, combination, seed, pace, stopsAtFailure, isStarting } = useStudio.getState()
  if (document === null || isStarting) return
  if (isDirty(useStudio.getState()) && !(await saveFile())) return
  setStudio({ isStarting: true })
  try {
    await endRun(false)
    const { file } = document
    const answer = await ownLab('studio.run', {
      file,
      combination,
      seed,
      speed: speeds[pace],
      breakpoints: (breakpoints[file] ?? []).map((line) => ({ line })),
      stopsAtFailure,
      startsStopped: pace === 'step',
    })
    if (answer === undefined) return
    setStudio({ run: { lab: answer.lab, file } })
    showOtherLab(answer.lab)
    focusPane('studio')
  } finally {
    setStudio({ isStarting: false })
  }
}

/** Ends the lab of the run; the page's own is shown again. */
export async function endRun(showsOwn = true): Promise<void> {
  const { run } = useStudio.getState()
  if (run === null) return
  setStudio({ run: null })
  if (showsOwn) showOtherLab(null)
  await ownLab('studio.end', { lab: run.lab })
}

export async function repeatRun(): Promise<void> {
  const { document, combination, seed } = useStudio.getState()
  if (document === null) return
  if (isDirty(useStudio.getState()) && !(await saveFile())) return
  const repetition = await ownLab('studio.repeat', { file: document.file, combination, seed })
  if (repetition !== undefined) setStudio({ repetition })
}

export async function followRepetition(): Promise<void> {
  const repetition = await ownLab('studio.repetition', {})
  if (repetition !== undefined) setStudio({ repetition })
}

export async function stopRepetition(): Promise<void> {
  await ownLab('studio.stopRepetition', {})
  await followRepetition()
}

/** The line of a step on which a breakpoint can stand, for a line of the text. */
function stepLine(check: StudioCheck | null, line: number): number | null {
  const lines = check?.stepLines ?? []
  return lines.findLast((one) => one <= line) ?? lines[0] ?? null
}

/** Sets or removes a breakpoint. @param at null: where the cursor is */
export async function toggleBreakpoint(at: number | null = null): Promise<void> {
  const { document, breakpoints, check, cursor, text, stopsAtFailure, run } = useStudio.getState()
  if (document === null) return
  const { file } = document
  const before = breakpoints[file] ?? []
  const asked = at ?? text.slice(0, cursor).split('\n').length
  const line = before.includes(asked) ? asked : stepLine(check, asked)
  if (line === null) return
  const after = before.includes(line) ? before.filter((one) => one !== line) : [...before, line]
  const lines = after.toSorted((one, other) => one - other).slice(0, 200)
  setStudio({ breakpoints: { ...breakpoints, [file]: lines } })
  const { other } = useOtherLab.getState()
  if (run?.file !== file || other?.id !== run.lab) return
  const change = { breakpoints: lines.map((one) => ({ line: one })), stopsAtFailure }
  await other.client.call('run.setBreakpoints', change).catch(() => {})
}
