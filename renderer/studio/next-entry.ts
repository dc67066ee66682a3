import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * How far a line is indented on which a dash begins the next entry of a list. After an entry that is a line with a key, Enter
 * indents for a further key of the same entry; who types a dash there wants the next entry, which stands where the dashes stand.
 * @param before the lines above @returns null if the dash stays where it is
 */
export function columnOfNextEntry(before: readonly string[], column: number): number | null {
  const last = before.findLast((line) => !/^\s*(#|$)/.test(line)) ?? ''
  // Below a key without a value, a list may begin at the column of the key.
  if (/:\s*(#.*)?$/.test(last)) return null
  for (const line of before.toReversed()) {
    if (/^\s*(#|$)/.test(line)) continue
    const indent = line.length - line.trimStart().length
    const dash = /^\s*-\s+/.exec(line)
    if (dash !== null && dash[0].length === column) return indent
    if (indent < column) return null
  }
  return null
}

/** Moves a dash that is typed as the first of a line to the dashes of the list. */
export const nextEntry: Extension = EditorView.inputHandler.of((view, from, to, typed) => {
  if (typed !== '-' || from !== to || view.state.readOnly) return false
  const { doc } = view.state
  const line = doc.lineAt(from)
  if (line.text.trim() !== '' || from !== line.to) return false
  const before = line.number === 1 ? [] : doc.sliceString(0, line.from - 1).split('\n')
  const column = columnOfNextEntry(before, line.length)
  if (column === null) return false
  const insert = `${' '.repeat(column)}-`
  view.dispatch({
    changes: { from: line.from, to, insert },
    selection: { anchor: line.from + insert.length },
    userEvent: 'input.type',
  })
  return true
})
