import { type FrameCondition, filterKeyNamed, testCosts, textTest } from './frame-filter-keys.ts'
import type { Comparison, FilterContext, FrameTest } from './frame-filter-values.ts'

/** A filter as it was understood, for what reads it back to people. */
export type FilterNode =
  | { kind: 'all' | 'any'; of: readonly FilterNode[] }
  | { kind: 'not'; of: FilterNode }
  | { kind: 'key'; key: string; comparison: Comparison; value: string }
  | { kind: 'text'; text: string }
  | { kind: 'protocol'; protocol: string }

/** Makes the tests of a filter, see `FrameFilter`. */
export function compileFilter(
  node: FilterNode,
  context: FilterContext,
): FrameCondition & { base: FrameTest | null } {
  const base = isRelative(node) ? compile(node, context, true).test : null
  return { ...compile(node, context, false), base }
}

/** Whether a filter asks for what the view of a frame does not tell. */
export function needsLab(node: FilterNode): boolean {
  return hasKey(node, (key) => key?.needsLab === true)
}

/** Writes a filter that is understood as the same. */
export function writeFilter(node: FilterNode): string {
  switch (node.kind) {
    case 'all':
      return node.of.map((one) => (one.kind === 'any' ? `(${writeFilter(one)})` : writeFilter(one))).join(' ')
    case 'any':
      return node.of.map(writeFilter).join(' or ')
    case 'not':
      return `not (${writeFilter(node.of)})`
    case 'key':
      return `${node.key}${node.comparison === '=' ? ':' : node.comparison}${inQuotes(node.value)}`
    case 'text':
      return inQuotes(node.text)
    case 'protocol':
      return `protocol:${node.protocol}`
  }
}

function inQuotes(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`
}

function isRelative(node: FilterNode): boolean {
  return hasKey(node, (key) => key?.isRelative === true)
}

function hasKey(node: FilterNode, isIt: (key: ReturnType<typeof filterKeyNamed>) => boolean): boolean {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.of.some((one) => hasKey(one, isIt))
    case 'not':
      return hasKey(node.of, isIt)
    case 'key':
      return isIt(filterKeyNamed(node.key))
    default:
      return false
  }
}

const always: FrameCondition = { test: () => true, cost: 'facts' }

/** @param isBase whether what depends on other frames is left out, so that more frames match */
function compile(node: FilterNode, context: FilterContext, isBase: boolean): FrameCondition {
  switch (node.kind) {
    case 'all':
    case 'any':
      return combine(
        node.of.map((one) => compile(one, context, isBase)),
        node.kind === 'any',
      )
    case 'not': {
      if (isBase && isRelative(node.of)) return always
      const { cost, test } = compile(node.of, context, isBase)
      return { test: (frame) => !test(frame), cost }
    }
    case 'key': {
      const key = filterKeyNamed(node.key)
      const test = key?.test(node.value, node.comparison, context)
      return !key || !test || (isBase && key.isRelative) ? always : { test, cost: key.cost }
    }
    case 'text':
      return { test: textTest(node.text), cost: 'words' }
    case 'protocol':
      return { test: (frame) => frame.protocol === node.protocol, cost: 'facts' }
  }
}

/**
 * Combines conditions, the cheapest first: usually it decides alone.
 * @param isEither whether one of the conditions is enough
 */
function combine(conditions: readonly FrameCondition[], isEither: boolean): FrameCondition {
  const sorted = conditions.toSorted(
    (one, other) => testCosts.indexOf(one.cost) - testCosts.indexOf(other.cost),
  )
  const dearest = sorted.at(-1)
  if (!dearest || sorted.length === 1) return dearest ?? always
  return {
    cost: dearest.cost,
    test(frame) {
      for (const { test } of sorted) if (test(frame) === isEither) return isEither
      return !isEither
    },
  }
}
