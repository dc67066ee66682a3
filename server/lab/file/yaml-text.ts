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

/** @throws {UnusableFile} with every error of syntax */
export function parseYaml(file: string, text: string): YamlText {
  const lines = new LineCounter()
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const fail = (offset: number, words: string, cause?: unknown) =>
    new UnusableFile([{ file, ...at(offset), keyPath: '', text: words }], { cause })

  const tooDeep = (offset: number, cause: unknown) =>
    fail(offset, 'lists and maps are nested too deeply to be read', cause)

  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false })
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
  const aliases = checkAliases(yaml, (alias, words) => fail(startOf(alias) ?? 0, words))
  const input = toValue(yaml, (cause) =>
    cause instanceof RangeError
      ? tooDeep(0, cause)
      : fail(aliases[0] ?? 0, `aliases may not stand for more than ${mostAliases} others`, cause),
  )
  return {
    input,
    positionOf: (path, ofKey = false) => at(offsetOf(yaml, path, ofKey)),
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

/** Refuses an alias that stands inside what it stands for: the value would have no end. @returns where aliases are */
function checkAliases(yaml: Document, failure: (alias: Alias, words: string) => UnusableFile): number[] {
  const offsets: number[] = []
  visit(yaml, {
    Alias(_key, alias, ancestors) {
      offsets.push(startOf(alias) ?? 0)
      const target = alias.resolve(yaml)
      if (target === undefined) throw failure(alias, `nothing is marked &${alias.source}`)
      if (ancestors.some((one) => one === target)) {
        throw failure(alias, `*${alias.source} stands inside what it stands for: it would have no end`)
      }
    },
  })
  return offsets
}

/** Where a path leads; where it leads nowhere, the last place on the way. */
function offsetOf(yaml: Document, path: KeyPath, ofKey: boolean): number {
  let node: unknown = yaml.contents
  let offset = startOf(yaml.contents) ?? 0
  for (const [index, key] of path.entries()) {
    const parent: unknown = isAlias(node) ? node.resolve(yaml) : node
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
