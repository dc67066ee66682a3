import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { indentUnit } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Text } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { StudioProblem } from '#contract'
import { isDirty, setStudio, useStudio } from '../store/studio.ts'
import { toggleBreakpoint } from '../store/studio-run.ts'
import { wordsNow } from '../words/words.ts'
import { editorTheme } from './editor-theme.ts'
import { nextEntry } from './next-entry.ts'
import { placeInYaml } from './place-in-yaml.ts'
import { type RunMarks, runMarks, setRunMarks } from './run-marks.ts'
import { schemaWords } from './schema-words.ts'

/** The state of the editor outlives the component: another lab in the window is another window, but the same editor. */
let kept: { file: string; state: EditorState } | null = null

/** How far from the edge of the editor the line stands that is followed. */
const followMargin = 40

const readOnly = new Compartment()
const named = new Compartment()

/**
 * The text of a scenario file. It is in a shadow root, since there the editor's styles are sheets that are made by script, which
 * the page's policy allows, and no `<style>` elements, which it refuses.
 */
export function CodeEditor({
  file,
  isReadOnly,
  schema,
  marks,
}: {
  file: string
  isReadOnly: boolean
  schema: unknown
  marks: RunMarks
}) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const known = useRef(schema)
  known.current = schema

  useEffect(() => {
    const element = host.current
    if (element === null) return
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const { cursor, text } = useStudio.getState()
    const before = kept?.file === file && kept.state.doc.toString() === text ? kept.state : null
    const editor = new EditorView({
      root,
      parent: root,
      state: before ?? createState(text, cursor, () => known.current),
    })
    editor.dom.style.height = '100%'
    view.current = editor
    editor.dispatch({ effects: EditorView.scrollIntoView(editor.state.selection.main.head, { y: 'center' }) })
    // Somebody who types here types no shortcuts of the window; those with Ctrl and the function keys stay.
    const keepTyping = (press: KeyboardEvent) => {
      if (!press.ctrlKey && !press.metaKey && !/^F\d/.test(press.key)) press.stopPropagation()
    }
    element.addEventListener('keydown', keepTyping)
    const stop = useStudio.subscribe((state, earlier) => {
      // The file was changed elsewhere.
      if (state.text !== earlier.text && state.text !== editor.state.doc.toString())
        replace(editor, state.text)
      if (state.wantedLine !== null && state.wantedLine !== earlier.wantedLine)
        reveal(editor, state.wantedLine.line)
    })
    return () => {
      kept = { file, state: editor.state }
      stop()
      element.removeEventListener('keydown', keepTyping)
      editor.destroy()
      view.current = null
    }
  }, [file])

  useEffect(() => {
    const { studio } = wordsNow().page
    view.current?.dispatch({
      effects: [
        readOnly.reconfigure(EditorState.readOnly.of(isReadOnly)),
        named.reconfigure(
          EditorView.contentAttributes.of({ 'aria-label': studio.editor(file), tabindex: '0' }),
        ),
      ],
    })
  }, [file, isReadOnly])

  const problems = useStudio((state) => state.check?.problems)
  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(problems ?? [], editor.state.doc)))
  }, [problems])

  useEffect(() => {
    view.current?.dispatch({ effects: setRunMarks.of(marks) })
  }, [marks])
  useEffect(() => {
    const editor = view.current
    const line = marks.followed
    if (editor === null || line === null) return
    const follow = () => {
      // Who types meanwhile is not taken elsewhere.
      if (isDirty(useStudio.getState()) || line > editor.state.doc.lines) return
      const { from } = editor.state.doc.line(line)
      editor.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'nearest', yMargin: followMargin }) })
    }
    // What became of the run takes room from the editor. It also tells the height at first.
    const heights = new ResizeObserver(follow)
    heights.observe(editor.dom)
    return () => heights.disconnect()
  }, [marks.followed])

  return <div className="studio-editor" ref={host} />
}

function createState(text: string, cursor: number, schema: () => unknown): EditorState {
  const { studio } = wordsNow().page
  return EditorState.create({
    doc: text,
    selection: { anchor: Math.min(cursor, text.length) },
    extensions: [
      lineNumbers(),
      runMarks(
        (line) => void toggleBreakpoint(line),
        (line) => studio.breakpointAt(line),
      ),
      lintGutter(),
      history(),
      drawSelection(),
      // What turns text around, or hides, is seen in the file too.
      highlightSpecialChars({ addSpecialChars: /[\u202a-\u202c\u2060\u2068]/ }),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      yaml(),
      indentUnit.of('  '),
      nextEntry,
      autocompletion({ icons: false, override: [(context) => complete(context, schema())] }),
      keymap.of([
        // The window has Ctrl+Enter, F9 and F10.
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
        indentWithTab,
      ]),
      readOnly.of([]),
      named.of([]),
      editorTheme,
      EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
        if (docChanged) setStudio({ text: state.doc.toString() })
        if (docChanged || selectionSet) setStudio({ cursor: state.selection.main.head })
      }),
    ],
  })
}

function complete(context: CompletionContext, schema: unknown) {
  const place = placeInYaml(context.state.doc.toString(), context.pos)
  if (place === null || (place.typed === '' && !context.explicit)) return null
  const words = schemaWords(schema, place.path, place.isValue)
  if (words.length === 0) return null
  return {
    from: place.from,
    options: words.map(({ word, about, isKey }) => ({
      label: word,
      type: isKey ? 'property' : 'enum',
      ...(about === null ? {} : { info: about }),
      apply: isKey ? `${word}: ` : word,
    })),
    validFor: /^[\w.-]*$/,
  }
}

/** Replaces only what differs, so that the cursor stays where it was. */
function replace(editor: EditorView, text: string): void {
  const before = editor.state.doc.toString()
  let from = 0
  while (from < before.length && from < text.length && before[from] === text[from]) from += 1
  let back = 0
  const most = Math.min(before.length, text.length) - from
  while (back < most && before.at(-1 - back) === text.at(-1 - back)) back += 1
  editor.dispatch({
    changes: { from, to: before.length - back, insert: text.slice(from, text.length - back) },
  })
}

function reveal(editor: EditorView, line: number): void {
  if (line < 1 || line > editor.state.doc.lines) return
  const { from } = editor.state.doc.line(line)
  editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
}

function diagnosticsOf(problems: readonly StudioProblem[], doc: Text): Diagnostic[] {
  const { studio } = wordsNow().page
  return problems.map(({ file, line, column, text, keyPath, isWarning }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines))
    const isHere = file === null && line >= 1 && line <= doc.lines
    const from = isHere ? Math.min(at.from + Math.max(0, column - 1), at.to) : 0
    const rest = doc.sliceString(from, at.to)
    const length = Math.max(1, /^[^\s:,{}[\]#]+/.exec(rest)?.[0].length ?? 1)
    const where = file === null ? '' : ` (${studio.elsewhere(file)}:${line})`
    return {
      from,
      to: isHere ? Math.min(from + length, at.to) : from,
      severity: isWarning ? 'warning' : 'error',
      message: `${keyPath === '' ? '' : `${keyPath}: `}${text}${where}`,
    }
  })
}
