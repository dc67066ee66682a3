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
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import { syntaxWords } from './syntax-words.ts'
import { UnusableFile } from './unusable-file.ts'

export interface Position {
  /** From 1. */
  line: number
  /** From 1. */
  column: number
}

/** A path of map keys and list indices from the top of the file. */
export type KeyPath = readonly PropertyKey[]

/** A parsed file with the positions of its values. */
export interface YamlText {
  input: unknown
  /** The spelling of a number, true, false or null in the file; null for everything else. */
  writtenAt(path: KeyPath): string | null
  /** @param ofKey whether to return the position of the last key instead of its value */
  positionOf(path: KeyPath, ofKey?: boolean): Position
}

/** Maximum uses of one anchor, including uses inside its uses; otherwise a few lines could expand to billions of values. */
const mostAliases = 1_000

/**
 * Keys that are ignored at the top of a file, and of a lab file's content that stands in another file: a place for anchors, and the
 * schema that an editor should use.
 */
const ignoredKeys = /^(x-.*|\$schema)$/s

/** The characters that YAML 1.2 allows (section 5.1), besides line breaks and tabs. */
const unprintable = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Maximum number of values with aliases expanded: enough for 100,000 steps, and quick to check. */
const mostValues = 2_000_000

/** Maximum nesting of lists and maps: about thirty nested steps `repeat`. */
const deepest = 100
/** The same limit as the parser counts it: each entry of a map is a level of its own. */
const mostAncestors = 2 * deepest

const tooDeepWords = 'lists and maps are nested too deeply to be read'

interface Measure {
  depth: number
  values: number
}

/** @throws {UnusableFile} with every syntax error */
export function parseYaml(file: string, written: string): YamlText {
  const text = written.replace(/^\ufeff/, '')
  const lines = new LineCounter()
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const fail = (offset: number, words: string, cause?: unknown) =>
    new UnusableFile([{ file, ...at(offset), keyPath: '', text: words }], { cause })

  const tooDeep = (offset: number, cause: unknown) => fail(offset, tooDeepWords, cause)

  // Count the lines here, since the parser has not run yet.
  const control = unprintable.exec(text)
  if (control) {
    const before = text.slice(0, control.index).split('\n')
    const at = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
    const code = control[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    const words = `the control character U+${code} cannot stand in a file; in double quotes it is written \\u${code}`
    throw new UnusableFile([{ file, ...at, keyPath: '', text: words }])
  }
  const yaml = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    // Always parse as YAML 1.2, where `no` and 12:30 are text, but support merging with <<, as people expect.
    schema: 'core',
    merge: true,
    resolveKnownTags: false,
  })
  // The parser reports stack exhaustion as a syntax error, with further errors after it.
  const exhaustion = yaml.errors.find(({ message }) => message.includes('call stack'))
  if (exhaustion) throw tooDeep(exhaustion.pos[0], exhaustion)
  // Treat warnings about unknown tags and directives as errors, since the value would not mean what it says.
  const faults = [...yaml.errors, ...yaml.warnings]
  if (faults.length > 0) {
    throw new UnusableFile(
      faults.map((fault) => ({ file, ...at(fault.pos[0]), keyPath: '', text: syntaxWords(fault) })),
    )
  }
  const { explicit, version } = yaml.directives?.yaml ?? {}
  if (explicit && version !== '1.2') throw fail(0, `expected YAML 1.2, found %YAML ${version}`)
  if (yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null)) {
    throw fail(0, 'the file is empty')
  }
  const targets = checkNodes(yaml, (node, words) => fail(startOf(node) ?? 0, words))
  const problems = checkKeys(yaml).map(({ node, words }) => ({
    file,
    ...at(startOf(node) ?? 0),
    keyPath: '',
    text: words,
  }))
  if (problems.length > 0) throw new UnusableFile(problems)
  const [firstAlias] = targets.keys()
  const atAliases = firstAlias === undefined ? 0 : (startOf(firstAlias) ?? 0)
  const tooManyAliases = (cause?: unknown) =>
    fail(atAliases, `aliases may not stand for more than ${mostAliases} others`, cause)
  const { depth, values } = targets.size > 0 ? measure(yaml.contents, targets) : { depth: 0, values: 0 }
  // Check aliases before expanding them: with << a few lines can take unlimited time.
  if (depth > deepest) throw tooDeep(atAliases, undefined)
  if (values > 5 * mostValues) throw tooManyAliases()
  const input = toValue(yaml, (cause) =>
    cause instanceof RangeError ? tooDeep(0, cause) : tooManyAliases(cause),
  )
  if (values > mostValues)
    throw fail(atAliases, `with its aliases spelt out the file has more than ${mostValues} values`)
  return {
    input: withoutIgnored(input),
    writtenAt: (path) => {
      const node = nodeAt(yaml, targets, path)
      return isScalar(node) && typeof node.value !== 'string' ? (node.source ?? null) : null
    },
    positionOf: (path, ofKey = false) => at(offsetOf(yaml, targets, path, ofKey)),
  }
}

/** Keys with the content of a lab file. */
export const labKeys: readonly string[] = ['lab', 'without']

function withoutIgnored(input: unknown, inner = labKeys): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const kept = Object.entries(input).filter(([key]) => !ignoredKeys.test(key))
  return Object.fromEntries(
    kept.map(([key, value]) => [key, inner.includes(key) ? withoutIgnored(value, []) : value]),
  )
}

interface KeyProblem {
  node: Node
  words: string
}

/** Keys are text. A key that YAML reads as a number or boolean must have the same text as written, or the key would change. */
function checkKeys(yaml: Document): KeyProblem[] {
  const problems: KeyProblem[] = []
  visit(yaml, {
    Map(_key, map) {
      const seen = new Set<string>()
      for (const { key, value } of map.items) {
        if (isMergeKey(key)) {
          if (!isMergeable(value, yaml)) {
            problems.push({ node: key, words: 'expected a map, or aliases of maps, to merge with <<' })
          }
          continue
        }
        if (!isScalar(key)) {
          if (isNode(key)) problems.push({ node: key, words: `expected text as a key, found ${kindOf(key)}` })
          continue
        }
        const text = String(key.value)
        if (key.value === null) {
          problems.push({
            node: key,
            words: `expected text as a key, found ${key.source || 'nothing'}${inQuotes}`,
          })
        } else if (typeof key.value !== 'string' && text !== key.source) {
          problems.push({ node: key, words: `the key ${key.source} is read as ${text}${inQuotes}` })
        } else if (seen.has(text)) {
          problems.push({ node: key, words: `the key ${JSON.stringify(text)} is there already` })
        }
        seen.add(text)
      }
    },
  })
  return problems
}

const inQuotes = ': put it in quotes if that is meant'

function isMergeKey(key: unknown): key is Scalar {
  return isScalar(key) && typeof key.value === 'symbol'
}

function isMergeable(value: unknown, yaml: Document): boolean {
  const target = isAlias(value) ? value.resolve(yaml) : value
  if (isMap(target)) return true
  return isSeq(target) && target.items.every((one) => isMap(isAlias(one) ? one.resolve(yaml) : one))
}

function kindOf(node: Node): string {
  return isSeq(node) ? 'a list' : isMap(node) ? 'a map' : 'an alias'
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
 * Refuses an alias inside its own anchor, because the value would be infinite, and values that are nested too deeply for
 * a recursive program.
 * @returns each alias with its target
 */
function checkNodes(yaml: Document, failure: (node: Node, words: string) => UnusableFile): Map<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(yaml, {
    Node(_key, node, ancestors) {
      if (ancestors.length > mostAncestors) throw failure(node, tooDeepWords)
      if (isAlias(node)) {
        // Use the nearest anchor before the alias, since YAML allows several anchors of one name.
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

/** The depth of a node and the number of its values, with aliases expanded. */
function measure(
  node: unknown,
  targets: ReadonlyMap<Alias, Node>,
  known = new Map<unknown, Measure>(),
): Measure {
  // The target of an alias precedes it in the file, so it has been measured already.
  if (isAlias(node)) return known.get(targets.get(node)) ?? { depth: 0, values: 1 }
  const inner = isMap(node) ? node.items.map(({ value }) => value) : isSeq(node) ? node.items : []
  let whole = { depth: isMap(node) || isSeq(node) ? 1 : 0, values: 1 }
  for (const one of inner) {
    const { depth, values } = measure(one, targets, known)
    whole = { depth: Math.max(whole.depth, depth + 1), values: whole.values + values }
  }
  if (isNode(node) && !isAlias(node) && node.anchor !== undefined) known.set(node, whole)
  return whole
}

/** The node at a path, or undefined. */
function nodeAt(yaml: Document, targets: ReadonlyMap<Alias, Node>, path: KeyPath): unknown {
  let node: unknown = yaml.contents
  for (const key of path) {
    const parent: unknown = isAlias(node) ? targets.get(node) : node
    if (isMap(parent)) node = pairAt(parent, key, targets)?.value
    else node = isSeq(parent) && typeof key === 'number' ? parent.items[key] : undefined
  }
  return isAlias(node) ? targets.get(node) : node
}

/** The entry of a map for a key: its own entry or a merged one. */
function pairAt(map: YAMLMap, key: PropertyKey, targets: ReadonlyMap<Alias, Node>): Pair | undefined {
  const own = map.items.find((one) => isScalar(one.key) && String(one.key.value) === String(key))
  if (own) return own
  for (const { key: merge, value } of map.items) {
    if (!isMergeKey(merge)) continue
    for (const source of isSeq(value) ? value.items : [value]) {
      const target = isAlias(source) ? targets.get(source) : source
      const found = isMap(target) ? pairAt(target, key, targets) : undefined
      if (found) return found
    }
  }
  return undefined
}

/** The position of a path; if the path does not exist, the position of its last existing part. */
function offsetOf(yaml: Document, targets: ReadonlyMap<Alias, Node>, path: KeyPath, ofKey: boolean): number {
  let node: unknown = yaml.contents
  let offset = startOf(yaml.contents) ?? 0
  for (const [index, key] of path.entries()) {
    const parent: unknown = isAlias(node) ? targets.get(node) : node
    const isLast = index === path.length - 1
    if (isMap(parent)) {
      const pair = pairAt(parent, key, targets)
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

/** A key without a value: the value has no position of its own. */
function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === ''
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
