import type { BranchComparison, BranchView } from '#contract'
import type { Words } from '#words'
import { turnWords } from '../timeline/turn-words.ts'
import { elapsed, preciseTime } from '../words/format.ts'

export const comparedKinds = ['flow', 'endings', 'frames'] as const

interface Line {
  number: number
  recorded: { atMs: number; text: string } | null
  branch: { atMs: number; text: string } | null
  differs: boolean
}

/** Lab time since the start, to the millisecond: `2:00.341`. */
export function exactly(atMs: number): string {
  return `${elapsed(atMs)}.${String(Math.floor(atMs % 1_000)).padStart(3, '0')}`
}

/** The two turns side by side, around their first difference. */
export function linesOf({ around: { branch, from, recorded } }: Divergence): Line[] {
  return Array.from({ length: Math.max(recorded.length, branch.length) }, (_, index) => {
    const [one = null, other = null] = [recorded[index], branch[index]]
    const differs = one?.atMs !== other?.atMs || one?.text !== other?.text
    return { number: from + index, recorded: one, branch: other, differs }
  })
}
type Divergence = NonNullable<BranchComparison['flow']>

/** The comparison as text for a ticket. */
export function comparisonText(comparison: BranchComparison, branch: BranchView, words: Words): string {
  const { comparison: named, banner } = words.page.turns
  const changes = turnWords(branch, words)
  const head = [banner(preciseTime(branch.at)), ...changes].join(', ')
  const parts = comparedKinds.map((kind) => {
    const { branch: here, recorded } = comparison.counts[kind]
    const title = `${named.kinds[kind]}: ${named.counts(recorded, here)}`
    const divergence = comparison[kind]
    if (divergence === null) return `${title}\n  ${named.none}`
    const lines = linesOf(divergence).flatMap((line) =>
      line.differs
        ? [`- ${seenText(line.recorded, named.nothing)}`, `+ ${seenText(line.branch, named.nothing)}`]
        : [`  ${seenText(line.recorded, named.nothing)}`],
    )
    const first = named.first(divergence.number, exactly(divergence.atMs))
    return [title, first, `- ${named.recorded}`, `+ ${named.branch}`, '', ...lines].join('\n')
  })
  return `${[head, ...parts].join('\n\n')}\n`
}

function seenText(seen: Line['recorded'], nothing: string): string {
  return seen === null ? nothing : `${exactly(seen.atMs)}  ${seen.text}`
}
