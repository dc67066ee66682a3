import { applyPatch, diffLines, structuredPatch } from 'diff'

/**
 * Takes in what was changed in two places.
 * @param base what both began with
 * @returns null: both have changed the same lines
 */
export function mergedTexts(base: string, mine: string, theirs: string): string | null {
  const patch = structuredPatch('', '', base, mine, undefined, undefined, {
    context: 1,
    maxEditLength: mostEdits,
  })
  const merged = patch === undefined ? false : applyPatch(theirs, patch, { fuzzFactor: 0 })
  return merged === false ? null : merged
}

const mostEdits = 5_000

export interface TextChange {
  what: 'same' | 'theirs' | 'mine'
  lines: readonly string[]
}

/** What differs between two texts, in order; null: too much to be of use. */
export function textChanges(theirs: string, mine: string): TextChange[] | null {
  const changes = diffLines(theirs, mine, { maxEditLength: mostEdits })
  return (
    changes?.map(({ added, removed, value }) => ({
      what: added ? 'mine' : removed ? 'theirs' : 'same',
      lines: value.replace(/\n$/, '').split('\n'),
    })) ?? null
  )
}
