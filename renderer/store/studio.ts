import { z } from 'zod'
import { create } from 'zustand'
import {
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  type StudioCheck,
  type StudioDocument,
  type StudioFile,
  type StudioRepetition,
  studioBounds,
} from '#contract'
import { askForFolder, LabFailure } from '../connection/index.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { runOn } from './lab.tsx'
import { showOtherLab, useOtherLab } from './other-lab.ts'
import { focusPane } from './panes.ts'

export const studioPaces = ['fast', 'real', 'ten', 'step'] as const
type StudioPace = (typeof studioPaces)[number]

/** What is remembered from one visit to the next. */
const remembered = z.object({
  file: z.string().nullable().catch(null),
  cursor: z.int().min(0).catch(0),
  /** Lines, by file. */
  breakpoints: z.record(z.string(), z.array(z.int())).catch({}),
  pace: z.enum(studioPaces).catch('fast'),
  stopsAtFailure: z.boolean().catch(true),
})

interface StudioState extends z.output<typeof remembered> {
  isListOpen: boolean
  folder: string
  files: readonly StudioFile[] | null
  isCut: boolean
  /** As it is on disk; null: nothing is open. */
  document: StudioDocument | null
  /** As it is in the editor. */
  text: string
  check: StudioCheck | null
  /** What is on disk, where somebody else has changed that as well. */
  conflict: StudioDocument | null
  isGone: boolean
  /** Which name is being asked for. */
  naming: 'new' | 'copy' | 'dropped' | null
  /** A file from elsewhere, which becomes one of the folder once it has a name there. */
  dropped: { name: string; text: string } | null
  combination: number
  /** Null: the one in the file. */
  seed: number | null
  /** The lab in which a file is run. */
  run: { lab: string; file: string } | null
  isStarting: boolean
  repetition: StudioRepetition | null
  /** A line that somebody wants to see. */
  wantedLine: { line: number } | null
}

const key = 'bramble.studio'

function stored(): z.output<typeof remembered> {
  try {
    return remembered.parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return remembered.parse({})
  }
}

export const useStudio = create<StudioState>(() => ({
  ...stored(),
  isListOpen: false,
  folder: '',
  files: null,
  isCut: false,
  document: null,
  text: '',
  check: null,
  conflict: null,
  isGone: false,
  naming: null,
  dropped: null,
  combination: 1,
  seed: null,
  run: null,
  isStarting: false,
  repetition: null,
  wantedLine: null,
}))

export const setStudio = useStudio.setState

useStudio.subscribe((state, before) => {
  const keys = ['file', 'cursor', 'breakpoints', 'pace', 'stopsAtFailure'] as const
  if (keys.every((one) => state[one] === before[one])) return
  try {
    localStorage.setItem(key, JSON.stringify(remembered.parse(state)))
  } catch {
    return
  }
})

/** Files are those of the page's own lab, also while a run is shown in its place. */
function own<N extends CommandName>(
  name: N,
  input: CommandRequest<N>,
): Promise<CommandOutput<N> | undefined> {
  const lab = useOtherLab.getState().own
  return lab === null ? Promise.resolve(undefined) : runOn(lab)(wordsNow().page.studio.title, name, input)
}

export function isDirty({ document, text }: Pick<StudioState, 'document' | 'text'>): boolean {
  return document !== null && document.text !== text
}

export async function listFiles(): Promise<void> {
  const list = await own('studio.list', {})
  if (list !== undefined) setStudio(list)
}

function show(document: StudioDocument): void {
  setStudio({ document, text: document.text, conflict: null, isGone: false })
}

export async function openFile(file: string): Promise<void> {
  const document = await own('studio.read', { file })
  if (document === undefined) {
    setStudio({ file: null })
    return
  }
  const isOther = useStudio.getState().file !== file
  show(document)
  setStudio({
    file,
    isListOpen: false,
    naming: null,
    check: null,
    ...(isOther ? { cursor: 0, combination: 1, seed: null, repetition: null } : {}),
  })
  await checkText()
}

/** Opens a scenario file from anywhere: if it is one of the folder, itself, else a copy of which the name is asked for. */
export async function openDropped(dropped: File): Promise<void> {
  const { studio } = wordsNow().page
  const lab = useOtherLab.getState().own
  if (lab === null) return
  if (dropped.size > studioBounds.characters) {
    showToast({ kind: 'failure', title: studio.title, text: studio.tooLong(dropped.name) })
    return
  }
  const { name } = dropped
  const text = await dropped.text()
  focusPane('studio')
  const there = await lab.call('studio.read', { file: name }).catch(() => null)
  if (there?.text === text) await openFile(name)
  else setStudio({ naming: 'dropped', dropped: { name, text } })
}

let checking = 0

/** Checks what is in the editor. Only the latest answer counts. */
export async function checkText(): Promise<void> {
  const { document, text } = useStudio.getState()
  const { own: lab } = useOtherLab.getState()
  if (document === null || lab === null) return
  checking += 1
  const mine = checking
  const check = await lab.call('studio.check', { file: document.file, text }).catch(() => null)
  if (mine !== checking || check === null || useStudio.getState().text !== text) return
  const { combination } = useStudio.getState()
  const isThere = check.scenarios.some((one) => one.combination === combination)
  setStudio({ check, ...(isThere ? {} : { combination: 1 }) })
}

/** @param isForced overwrites what somebody else has written @returns whether it is saved */
export async function saveFile(isForced = false): Promise<boolean> {
  const { document, text, isGone } = useStudio.getState()
  if (document === null || document.isReadOnly) return false
  const version = isForced || isGone ? null : document.version
  const answer = await own('studio.write', { file: document.file, text, version })
  if (answer === undefined) return false
  if (answer.state === 'conflict') {
    setStudio({ conflict: answer.document })
    return false
  }
  setStudio({ document: answer.document, conflict: null, isGone: false })
  return true
}

/** @param text null: a scenario to begin with */
export async function createFile(file: string, text: string | null): Promise<void> {
  const document = await own('studio.create', { file, text })
  if (document === undefined) return
  await listFiles()
  await openFile(file)
}

/** Takes in what other programs and windows do to the file. */
export async function followDisk(): Promise<void> {
  const { document, text, conflict } = useStudio.getState()
  const lab = useOtherLab.getState().own
  if (document === null || document.isReadOnly || conflict !== null || lab === null) return
  try {
    const { file, version } = document
    const changed = await lab.call('studio.changed', { file, version })
    const now = useStudio.getState()
    if (changed === null || now.document !== document || now.text !== text) return
    if (changed.text === text || !isDirty(now)) {
      show(changed)
      const { studio } = wordsNow().page
      showToast({ kind: 'done', title: studio.title, text: studio.takenIn(file) })
      await checkText()
    } else setStudio({ conflict: changed })
  } catch (thrown) {
    if (thrown instanceof LabFailure && thrown.code === 'studio-file') setStudio({ isGone: true })
  }
}

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
    const answer = await own('studio.run', {
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
  await own('studio.end', { lab: run.lab })
}

export async function repeatRun(): Promise<void> {
  const { document, combination, seed } = useStudio.getState()
  if (document === null) return
  if (isDirty(useStudio.getState()) && !(await saveFile())) return
  const repetition = await own('studio.repeat', { file: document.file, combination, seed })
  if (repetition !== undefined) setStudio({ repetition })
}

export async function followRepetition(): Promise<void> {
  const repetition = await own('studio.repetition', {})
  if (repetition !== undefined) setStudio({ repetition })
}

export async function stopRepetition(): Promise<void> {
  await own('studio.stopRepetition', {})
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

/** Shows a line in the editor. */
export function goTo(line: number): void {
  setStudio({ wantedLine: { line } })
}

/** Of a file that was changed in two places, takes what is on disk. */
export function takeTheirs(): void {
  const { conflict } = useStudio.getState()
  if (conflict === null) return
  show(conflict)
  void checkText()
}

/** In the desktop app: another folder, whose files are listed then. */
export async function chooseFolder(): Promise<void> {
  if (await askForFolder()) await listFiles()
}
