import { Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml'
import type { LabFileInput } from '../../files/index.ts'
import type { WrittenItem } from './rehearsal.ts'

export interface ScenarioHeading {
  name: string
  symptom?: string | undefined
  cause?: string | undefined
  tags?: readonly string[] | undefined
  /** Comments above everything. */
  about: readonly string[]
}

/** A map or list of so many characters stands on one line. */
const longestLine = 84

/** Writes a scenario file that people read and change: short maps on one line, a blank line before each pause, comments. */
export function writeScenario(
  { about, ...heading }: ScenarioHeading,
  lab: LabFileInput,
  items: readonly WrittenItem[],
  words: { setUp: string; range: string; noStep(command: string): string },
): string {
  const given = Object.entries(heading).filter(([, value]) => value !== undefined && value.length > 0)
  const steps = items.flatMap((item) => ('step' in item ? [item.step] : []))
  const document = new Document({
    ...Object.fromEntries(given),
    ...(Object.keys(lab).length === 0 ? {} : { lab }),
    steps,
  })
  document.commentBefore = commentOf(about)
  visit(document, {
    Collection(key, node) {
      if (key !== null && key !== 'value' && typeof key !== 'number') return
      if (node !== document.contents && isShort(node)) node.flow = true
    },
  })
  visit(document, {
    Pair(_key, { key, value }) {
      if (!isScalar(key) || key.value !== 'together' || !isSeq(value)) return
      value.flow = false
      for (const row of value.items) if (isMap(row) && !row.has('repeat')) row.flow = false
    },
  })
  const list = document.get('steps')
  if (isSeq(list)) {
    // A step stands on lines of its own, whatever its length.
    list.flow = steps.length === 0
    for (const node of list.items) if (isMap(node)) node.flow = false
    addComments(list.items, items, words)
  }
  const labNode = document.get('lab', true)
  if (isMap(labNode)) labNode.flow = false
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function addComments(
  nodes: readonly unknown[],
  items: readonly WrittenItem[],
  { noStep, range, setUp }: { setUp: string; range: string; noStep(command: string): string },
): void {
  let at = 0
  let comments: string[] = []
  let wasSetUp = false
  for (const item of items) {
    if ('said' in item) {
      comments.push(noStep(item.said))
      continue
    }
    const node = nodes[at]
    if (item.isSetUp && !wasSetUp) comments.push(setUp)
    if (!item.isSetUp && wasSetUp) comments.push(range)
    wasSetUp = item.isSetUp
    if (isMap(node)) {
      if (comments.length > 0) node.commentBefore = commentOf(comments)
      node.spaceBefore = at > 0 && ('wait' in item.step || comments.length > 0)
    }
    comments = []
    at += 1
  }
  const last = nodes.at(-1)
  if (comments.length > 0 && isMap(last)) last.comment = commentOf(comments)
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => ` ${line.replaceAll(/\s*\n\s*/g, ' ')}`).join('\n')
}

function isShort(node: Node): boolean {
  return lengthOf(node) <= longestLine
}

function lengthOf(node: unknown): number {
  if (isScalar(node)) return String(node.value).length
  if (isSeq(node)) return node.items.reduce<number>((sum, one) => sum + lengthOf(one) + 2, 4)
  if (isMap(node))
    return node.items.reduce((sum, { key, value }) => sum + lengthOf(key) + lengthOf(value) + 4, 4)
  return 0
}
