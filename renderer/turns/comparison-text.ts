import type { BranchComparison, BranchView, ComparedRow } from '#contract'
import type { Words } from '#words'
import { turnWords } from '../timeline/turn-words.ts'
import { elapsed, preciseTime } from '../words/format.ts'

export const comparedKinds = ['flow', 'endings', 'frames'] as const

/** Lab time since the start, to the millisecond: `2:00.341`. */
export function exactly(atMs: number): string {
  return `${elapsed(atMs)}.${String(Math.floor(atMs % 1_000)).padStart(3, '0')}`
}

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
    const lines = divergence.rows.flatMap((row) => linesOf(row, named.passed(row.count)))
    if (divergence.isCut) lines.push(`  ${named.isCut}`)
    const first = named.first(divergence.number, exactly(divergence.atMs))
    const tally = named.tally(divergence.counts)
    return [title, first, tally, `- ${named.recorded}`, `+ ${named.branch}`, '', ...lines].join('\n')
  })
  return `${[head, ...parts].join('\n\n')}\n`
}

function linesOf({ branch, recorded, what }: ComparedRow, passed: string): string[] {
  if (what === 'passed') return [`  ${passed}`]
  const [one, other] = [recorded, branch].map((seen) => seen && `${exactly(seen.atMs)}  ${seen.text}`)
  if (what === 'same') return [`  ${one}`]
  return [...(one ? [`- ${one}`] : []), ...(other ? [`+ ${other}`] : [])]
}
