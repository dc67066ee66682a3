import { Document, isMap, isPair, isScalar, isSeq, parseDocument, visit, type YAMLSeq } from 'yaml'
import type { StudioEdit } from '#contract'
import { expectationOf } from '../../scenario/index.ts'

/** Keys whose lists are steps. */
const stepLists: ReadonlySet<unknown> = new Set(['steps', 'together'])

/** A list of steps in a document: how the document names it, and the list itself. */
interface StepList {
  path: (string | number)[]
  list: YAMLSeq
}

/**
 * Changes the steps in a text. The document's model says what must come of it, and where it stands; only those lines are replaced, so
 * that comments, order, quotes and empty lines stay. Where that is not what the model says, as within braces, the model writes.
 * @param text with line ends `\n`
 * @returns null: there is no such step, or the text cannot be read
 */
export function editText(text: string, edit: StudioEdit): { text: string; line: number } | null {
  const document = parseDocument(text)
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) return null
  const change = edit.does === 'expect' ? addition(document, edit) : changeAt(document, text, edit)
  if (change === null) return null
  const { path, make, from, to } = change
  const wanted = parseDocument(text)
  const steps: unknown = wanted.getIn(path)
  if (isSeq(steps)) steps.items = make(steps.items, wanted)
  else wanted.setIn(path, wanted.createNode(make([], wanted)))
  const spliced =
    isSeq(change.list) && !change.list.flow ? splice(text, change.list, { from, to, edit }) : null
  if (spliced !== null && isSame(parseDocument(spliced), wanted))
    return { text: spliced, line: lineOf(spliced, path, to) }
  const written = wanted.toString({ lineWidth: 0 })
  return isSame(parseDocument(written), wanted) ? { text: written, line: lineOf(written, path, to) } : null
}

interface Change {
  path: (string | number)[]
  list: YAMLSeq | null
  /** Where a step was; null: it is new. And where it is then. */
  from: number | null
  to: number
  make(items: readonly unknown[], document: Document): unknown[]
}

function addition(document: Document, edit: Extract<StudioEdit, { does: 'expect' }>): Change | null {
  const list: unknown = document.get('steps')
  if (list !== undefined && list !== null && !isSeq(list)) return null
  const count = isSeq(list) ? list.items.length : 0
  const to = Math.min(edit.after ?? count, count)
  return {
    path: ['steps'],
    list: isSeq(list) && count > 0 ? list : null,
    from: null,
    to,
    make: (items, into) => items.toSpliced(to, 0, into.createNode(stepOf(edit))),
  }
}

function stepOf({ assertion }: Extract<StudioEdit, { does: 'expect' }>): object {
  return { expect: expectationOf(assertion) }
}

function changeAt(
  document: Document,
  text: string,
  edit: Exclude<StudioEdit, { does: 'expect' }>,
): Change | null {
  const found = stepAt(document, text, edit.line)
  if (found === null) return null
  const { at, list, path } = found
  if (edit.does === 'remove')
    return { path, list, from: at, to: at, make: (items) => items.filter((_, index) => index !== at) }
  const to = edit.to === 'up' ? at - 1 : at + 1
  if (to < 0 || to >= list.items.length) return null
  return {
    path,
    list,
    from: at,
    to,
    make: (items) => items.toSpliced(at, 1).toSpliced(to, 0, items[at]),
  }
}

/** The innermost step on a line. */
function stepAt(document: Document, text: string, line: number): (StepList & { at: number }) | null {
  let found: (StepList & { at: number }) | null = null
  visit(document, {
    Seq(key, list, ancestors) {
      const pair = ancestors.at(-1)
      if (key !== 'value' || !isPair(pair) || !isScalar(pair.key) || !stepLists.has(pair.key.value)) return
      const at = list.items.findIndex((item) => {
        const { from, until } = linesOf(text, item)
        return from <= line && line <= until
      })
      if (at >= 0) found = { at, list, path: pathOf([...ancestors, list]) }
    },
  })
  return found
}

function pathOf(nodes: readonly unknown[]): (string | number)[] {
  return nodes.flatMap((node, index): (string | number)[] => {
    const inside = nodes[index + 1]
    if (isSeq(node)) return inside === undefined ? [] : [node.items.indexOf(inside)]
    return isPair(node) && isScalar(node.key) ? [String(node.key.value)] : []
  })
}

function rangeOf(item: unknown): readonly [number, number] {
  const range = typeof item === 'object' && item !== null && 'range' in item ? item.range : null
  const [from, until]: unknown[] = Array.isArray(range) ? range : []
  return typeof from === 'number' && typeof until === 'number' ? [from, until] : [0, 0]
}

/** The first and the last line of a step, from 1. */
function linesOf(text: string, item: unknown): { from: number; until: number } {
  const [from, until] = rangeOf(item)
  const last = text.slice(0, until).trimEnd().length
  return { from: numberOfLine(text, from), until: numberOfLine(text, Math.max(from, last)) }
}

function numberOfLine(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** Moves, removes or adds whole lines. A step takes the comments with it that stand right above it. */
function splice(
  text: string,
  list: YAMLSeq,
  { edit, from, to }: { edit: StudioEdit; from: number | null; to: number },
): string | null {
  const lines = text.replace(/\n$/, '').split('\n')
  const spans = list.items.map((item) => linesOf(text, item))
  const [first] = spans
  if (first === undefined) return null
  const indent = /^\s*(?=-)/.exec(lines[first.from - 1] ?? '')?.[0]
  if (indent === undefined) return null
  /** From the comments above a step, after the step before, to its last line. */
  const blocks = spans.map(({ from: begins, until }, index) => {
    const above = index === 0 ? first.from : (spans[index - 1]?.until ?? 0) + 1
    let start = begins
    while (start > above && /^\s*#/.test(lines[start - 2] ?? '')) start -= 1
    return { start: start - 1, end: until }
  })
  if (edit.does === 'expect') {
    const block = blocks[to]
    const at = block === undefined ? (blocks.at(-1)?.end ?? lines.length) : block.start
    return `${lines.toSpliced(at, 0, ...writtenStep(edit, indent)).join('\n')}\n`
  }
  const [moved, other] = [blocks[from ?? 0], blocks[to]]
  if (moved === undefined || other === undefined) return null
  if (edit.does === 'remove') return `${lines.toSpliced(moved.start, moved.end - moved.start).join('\n')}\n`
  const [upper, lower] = moved.start < other.start ? [moved, other] : [other, moved]
  return `${[
    ...lines.slice(0, upper.start),
    ...lines.slice(lower.start, lower.end),
    ...lines.slice(upper.end, lower.start),
    ...lines.slice(upper.start, upper.end),
    ...lines.slice(lower.end),
  ].join('\n')}\n`
}

function writtenStep(edit: Extract<StudioEdit, { does: 'expect' }>, indent: string): string[] {
  const document = new Document(stepOf(edit))
  const value: unknown = document.get('expect')
  if (isMap(value)) value.flow = true
  const [first = '', ...rest] = document.toString({ lineWidth: 0 }).trimEnd().split('\n')
  return [`${indent}- ${first}`, ...rest.map((line) => `${indent}  ${line}`)]
}

/** The line on which the step is, or is not any more. */
function lineOf(text: string, path: (string | number)[], at: number): number {
  const list: unknown = parseDocument(text).getIn(path)
  if (!isSeq(list)) return 1
  const item = list.items[Math.min(at, list.items.length - 1)]
  return item === undefined ? 1 : linesOf(text, item).from
}

function isSame(one: Document, other: Document): boolean {
  try {
    return one.errors.length === 0 && JSON.stringify(one.toJS()) === JSON.stringify(other.toJS())
  } catch {
    // An alias whose anchor is gone, or comes after it.
    return false
  }
}
