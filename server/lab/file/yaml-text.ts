import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml'
import { UnusableFile } from './unusable-file.ts'

export interface Position {
  /** From 1. */
  line: number
  /** From 1. */
  column: number
}

/** Keys of maps and indices of lists, from the top of the file. */
export type KeyPath = readonly PropertyKey[]

/** A parsed file that still knows where everything was. */
export interface YamlText {
  input: unknown
  /** @param ofKey the position of the last key itself instead of what it holds */
  positionOf(path: KeyPath, ofKey?: boolean): Position
}

/** How often one anchor may be used, counting what its uses contain: a few lines can otherwise stand for billions. */
const mostAliases = 1_000

/** Values that a file may hold with its aliases spelt out: enough for 100,000 steps, and little enough to check. */
const mostValues = 2_000_000

/** Lists and maps inside each other: some thirty steps `repeat` within each other. */
const deepest = 100
/** The same, as the parser counts: a map's entry stands between it and what it holds. */
const mostAncestors = 2 * deepest

const tooDeepWords = 'lists and maps are nested too deeply to be read'

interface Measure {
  depth: number
  values: number
}

/** @throws {UnusableFile} with every error of syntax */
export function parseYaml(file: string, text: string): YamlText {
  const lines = new LineCounter()
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const fail = (offset: number, words: string, cause?: unknown) =>
    new UnusableFile([{ file, ...at(offset), keyPath: '', text: words }], { cause })

  const tooDeep = (offset: number, cause: unknown) => fail(offset, tooDeepWords, cause)

  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  // The parser reports an exhausted stack as a fault of the text, and then everything after it.
  const exhaustion = yaml.errors.find(({ message }) => message.includes('call stack'))
  if (exhaustion) throw tooDeep(exhaustion.pos[0], exhaustion)
  if (yaml.errors.length > 0) {
    throw new UnusableFile(
      yaml.errors.map((error) => ({ file, ...at(error.pos[0]), keyPath: '', text: wordsOf(error) })),
    )
  }
  if (yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null)) {
    throw fail(0, 'the file is empty')
  }
  const targets = checkNodes(yaml, (node, words) => fail(startOf(node) ?? 0, words))
  const [firstAlias] = targets.keys()
  const atAliases = firstAlias === undefined ? 0 : (startOf(firstAlias) ?? 0)
  const input = toValue(yaml, (cause) =>
    cause instanceof RangeError
      ? tooDeep(0, cause)
      : fail(atAliases, `aliases may not stand for more than ${mostAliases} others`, cause),
  )
  if (targets.size > 0) {
    const { depth, values } = measure(input)
    if (depth > deepest) throw tooDeep(atAliases, undefined)
    if (values > mostValues)
      throw fail(atAliases, `with its aliases spelt out the file has more than ${mostValues} values`)
  }
  return {
    input,
    positionOf: (path, ofKey = false) => at(offsetOf(yaml, targets, path, ofKey)),
  }
}

/** The parser's words, where they are meant for people who write files. */
function wordsOf({ code, message }: YAMLParseError): string {
  return code === 'MULTIPLE_DOCS' ? 'a second document begins here: a file holds one' : message
}

function toValue(yaml: Document, failure: (cause: unknown) => UnusableFile): unknown {
  try {
    return yaml.toJS({ maxAliasCount: mostAliases })
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof ReferenceError) throw failure(thrown)
    throw thrown
  }
}

/**
 * Refuses an alias that stands inside what it stands for, because the value would have no end, and what is nested deeper
 * than any program that goes through it could follow.
 * @returns each alias with what it stands for
 */
function checkNodes(yaml: Document, failure: (node: Node, words: string) => UnusableFile): Map<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(yaml, {
    Node(_key, node, ancestors) {
      if (ancestors.length > mostAncestors) throw failure(node, tooDeepWords)
      if (isAlias(node)) {
        // The nearest one before it: YAML lets a later anchor take over the name.
        const target = anchors.get(node.source)
        if (target === undefined) throw failure(node, `nothing is marked &${node.source}`)
        if (ancestors.some((one) => one === target)) {
          throw failure(node, `*${node.source} stands inside what it stands for: it would have no end`)
        }
        targets.set(node, target)
      } else if (node.anchor !== undefined) {
        anchors.set(node.anchor, node)
      }
    },
  })
  return targets
}

/** How deep a value is and how many values it holds, each counted as often as it is used. */
function measure(value: unknown, known = new Map<object, Measure>()): Measure {
  if (typeof value !== 'object' || value === null) return { depth: 0, values: 1 }
  const found = known.get(value)
  if (found) return found
  const inner = Object.values(value).map((one) => measure(one, known))
  const whole = inner.reduce(
    (sum, one) => ({ depth: Math.max(sum.depth, one.depth + 1), values: sum.values + one.values }),
    { depth: 1, values: 1 },
  )
  known.set(value, whole)
  return whole
}

/** Where a path leads; where it leads nowhere, the last place on the way. */
function offsetOf(yaml: Document, targets: ReadonlyMap<Alias, Node>, path: KeyPath, ofKey: boolean): number {
  let node: unknown = yaml.contents
  let offset = startOf(yaml.contents) ?? 0
  for (const [index, key] of path.entries()) {
    const parent: unknown = isAlias(node) ? targets.get(node) : node
    const isLast = index === path.length - 1
    if (isMap(parent)) {
      const pair = parent.items.find((one) => isScalar(one.key) && String(one.key.value) === String(key))
      if (!pair) return offset
      const holds = isPair(pair) && isNode(pair.value) && !isNothing(pair.value)
      node = pair.value
      offset = (isLast && ofKey) || !holds ? (startOf(pair.key) ?? offset) : (startOf(pair.value) ?? offset)
    } else if (isSeq(parent) && typeof key === 'number') {
      node = parent.items[key]
      offset = startOf(node) ?? offset
    } else {
      return offset
    }
  }
  return offset
}

/** A key with nothing after it: its value has no place of its own. */
function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === ''
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
