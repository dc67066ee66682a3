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
import { useOtherLab } from './other-lab.ts'
import { focusPane } from './panes.ts'
import { draftOf, forgetDraft, keepDraft } from './studio-drafts.ts'

export const studioPaces = ['fast', 'real', 'ten', 'step'] as const
export type StudioPace = (typeof studioPaces)[number]

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
  /** As it is on disk, with the editor's line ends; null: nothing is open. */
  document: StudioDocument | null
  /** The line ends of the file. */
  lineEnd: LineEnd
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
  lineEnd: '\n',
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
export function ownLab<N extends CommandName>(
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
  const list = await ownLab('studio.list', {})
  if (list !== undefined) setStudio(list)
}

type LineEnd = '\n' | '\r\n'

/** The line ends that most lines have. */
function lineEndOf(text: string): LineEnd {
  const withReturn = text.split('\r\n').length - 1
  return withReturn > (text.split('\n').length - 1) / 2 ? '\r\n' : '\n'
}

/** A file as the editor has it: its lines end with `\n` there, whatever they do on disk. */
function inEditor(document: StudioDocument): StudioDocument {
  return { ...document, text: document.text.replaceAll('\r\n', '\n') }
}

/** The text as it is written to disk. */
function onDisk({ lineEnd, text }: Pick<StudioState, 'lineEnd' | 'text'>): string {
  return lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd)
}

function show(read: StudioDocument): void {
  const document = inEditor(read)
  const lineEnd = lineEndOf(read.text)
  setStudio({ document, lineEnd, text: document.text, conflict: null, isGone: false })
}

function draftKey(file: string): string {
  return `${useStudio.getState().folder}/${file}`
}

/** What was typed and not saved is there again, also after the window was closed. */
function restoreDraft({ file, isReadOnly, text }: StudioDocument): void {
  const draft = isReadOnly ? null : draftOf(draftKey(file))
  const { document } = useStudio.getState()
  if (draft === null || draft.text === text || document === null) return
  if (draft.base === text) setStudio({ text: draft.text })
  // Somebody has changed the file since.
  else
    setStudio({
      text: draft.text,
      conflict: document,
      document: { ...document, text: draft.base, version: '' },
    })
}

/** Keeps what is typed in the open file until it is saved. */
export function keepTyped(): void {
  const state = useStudio.getState()
  const { document, text } = state
  if (document === null || document.isReadOnly) return
  const key = draftKey(document.file)
  if (isDirty(state)) keepDraft({ key, text, base: document.text })
  else forgetDraft(key, text)
}

export async function openFile(file: string): Promise<void> {
  // The folder is a part of what drafts are kept by.
  if (useStudio.getState().folder === '') await listFiles()
  const document = await ownLab('studio.read', { file })
  if (document === undefined) {
    setStudio({ file: null })
    return
  }
  // Also what was typed while the other file was read.
  keepTyped()
  const isOther = useStudio.getState().file !== file
  show(document)
  restoreDraft(inEditor(document))
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
  const state = useStudio.getState()
  const { conflict, document, text, isGone } = state
  if (document === null || document.isReadOnly) return false
  // Who overwrites has seen this version, and no later one.
  const version = isGone ? null : isForced && conflict !== null ? conflict.version : document.version
  const answer = await ownLab('studio.write', { file: document.file, text: onDisk(state), version })
  if (answer === undefined) return false
  // Somebody may have opened another file meanwhile.
  if (useStudio.getState().document?.file !== document.file) return answer.state !== 'conflict'
  if (answer.state === 'conflict') {
    setStudio({ conflict: inEditor(answer.document) })
    return false
  }
  setStudio({ document: inEditor(answer.document), conflict: null, isGone: false })
  forgetDraft(draftKey(document.file), text)
  return true
}

/** Makes another file of the text in the editor, which leaves the open one as it is on disk. */
export async function copyFile(file: string): Promise<void> {
  const before = useStudio.getState()
  const { document, text } = before
  const created = await ownLab('studio.create', { file, text: onDisk(before) })
  if (created === undefined || document === null) return
  forgetDraft(draftKey(document.file), text)
  if (useStudio.getState().document === document) setStudio({ text: document.text })
  await listFiles()
  await openFile(file)
}

/** @param text null: a scenario to begin with */
export async function createFile(file: string, text: string | null): Promise<void> {
  const created = await ownLab('studio.create', { file, text })
  if (created === undefined) return
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
    if (inEditor(changed).text === text || !isDirty(now)) {
      show(changed)
      const { studio } = wordsNow().page
      showToast({ kind: 'done', title: studio.title, text: studio.takenIn(file) })
      await checkText()
    } else setStudio({ conflict: inEditor(changed) })
  } catch (thrown) {
    if (thrown instanceof LabFailure && thrown.code === 'studio-file') setStudio({ isGone: true })
  }
}

/** Shows a line in the editor. */
export function goTo(line: number): void {
  setStudio({ wantedLine: { line } })
}

/** Of a file that was changed in two places, takes what is on disk. */
export function takeTheirs(): void {
  const { conflict } = useStudio.getState()
  if (conflict === null) return
  const { lineEnd } = useStudio.getState()
  show(conflict)
  setStudio({ lineEnd })
  keepTyped()
  void checkText()
}

/** Of a file that was changed in two places, takes what is on disk, and the changes of the editor into it. Nothing is saved yet. */
export function takeBoth(merged: string): void {
  const { conflict } = useStudio.getState()
  if (conflict === null) return
  setStudio({ document: conflict, text: merged, conflict: null })
  void checkText()
}

/** In the desktop app: another folder, whose files are listed then. */
export async function chooseFolder(): Promise<void> {
  if (await askForFolder()) await listFiles()
}
