import { type AlignedRow, alignSeen } from './align-observed.ts'
import type { ComparedKind, Observed, Seen } from './observe.ts'

/** How many rows of each kind there are when two labs stand side by side. */
type RowCounts = Record<AlignedRow['what'], number>

/** How two labs differ in one kind. */
export interface Divergence {
  kind: ComparedKind
  /** Which one it is of its side, from 1. */
  number: number
  atMs: number
  /** The first difference. Null: nothing stands on this side. */
  recorded: Seen | null
  branch: Seen | null
  /** All of them side by side: what is the same, only moved in time, in place of something else, or only on one side. */
  counts: RowCounts
}

/** Rows before a difference, and after it, that tell what led to it and what came of it. */
const shownAround = 3
/** Rows of one kind that people look at. */
const mostRows = 400

/** Rows around all differences, from the first on. */
export interface ComparedRows {
  /** A number stands for so many rows in which nothing differs but perhaps the time. */
  rows: (AlignedRow | number)[]
  /** Whether there are more differences than these rows show. */
  isCut: boolean
}

/** How two labs differ in each kind, and the rows around it. */
export function compareObserved(
  recorded: Observed,
  branch: Observed,
): Record<ComparedKind, (Divergence & ComparedRows) | null> {
  const compare = (kind: ComparedKind) => compareSeen(kind, recorded[kind], branch[kind])
  return { flow: compare('flow'), endings: compare('endings'), frames: compare('frames') }
}

function compareSeen(
  kind: ComparedKind,
  recorded: readonly Seen[],
  branch: readonly Seen[],
): (Divergence & ComparedRows) | null {
  const counts: RowCounts = { same: 0, moved: 0, changed: 0, recorded: 0, branch: 0 }
  const rows: (AlignedRow | number)[] = []
  let first: AlignedRow | null = null
  let isCut = false
  /** What was passed without being shown, the latest rows of it, and how many rows after a difference are still shown. */
  let [passed, before, after]: [number, AlignedRow[], number] = [0, [], 0]
  for (const row of alignSeen(recorded, branch)) {
    counts[row.what] += 1
    // What only happens earlier or later is told at the first place; further on it would hide what differs.
    const differs = row.what !== 'same' && (row.what !== 'moved' || first === null)
    if (differs) {
      first ??= row
      if (rows.length >= mostRows) isCut = true
      else {
        if (passed > 0) rows.push(passed)
        rows.push(...before, row)
        ;[passed, before, after] = [0, [], shownAround]
      }
    } else if (after > 0) {
      rows.push(row)
      after -= 1
    } else {
      before.push(row)
      if (before.length > shownAround) {
        before.shift()
        passed += 1
      }
    }
  }
  if (first === null) return null
  passed += before.length
  if (passed > 0 && !isCut) rows.push(passed)
  const atMs = Math.min(...[first.recorded, first.branch].flatMap((seen) => (seen ? [seen.atMs] : [])))
  const number = first.recorded?.number ?? first.branch?.number ?? 0
  const plain = (seen: Seen | null) => seen && { atMs: seen.atMs, text: seen.text }
  return {
    kind,
    number,
    atMs,
    recorded: plain(first.recorded),
    branch: plain(first.branch),
    counts,
    rows,
    isCut,
  }
}
