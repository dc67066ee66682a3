import type { FilterNode } from '#contract'
import type { Words } from '#words'

/** Reads a filter back in plain words, so that whoever wrote it sees how it was understood. */
export function describeFilter(tree: FilterNode, words: Words['page']['filter']): string {
  return words.reads(said(tree, words))
}

function said(node: FilterNode, words: Words['page']['filter']): string {
  switch (node.kind) {
    case 'all':
      return words.all(node.of.map((one) => (one.kind === 'any' ? together(one, words) : said(one, words))))
    case 'any':
      return words.any(node.of.map((one) => (one.kind === 'all' ? together(one, words) : said(one, words))))
    case 'not':
      return words.not(isSeveral(node.of) ? together(node.of, words) : said(node.of, words))
    case 'key': {
      const { comparison, key, value } = node
      return words.conditions[key]?.(value, comparison) ?? `${key} ${comparison} ${value}`
    }
    case 'protocol':
      return words.conditions.protocol?.(node.protocol, '=') ?? node.protocol
    case 'text':
      return words.says(node.text)
  }
}

function isSeveral({ kind }: FilterNode): boolean {
  return kind === 'all' || kind === 'any'
}

function together(node: FilterNode, words: Words['page']['filter']): string {
  return words.together(said(node, words))
}
