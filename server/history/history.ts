import type { DatabaseContent } from '../configuration/index.ts'
import type { LabFileInput } from '../files/index.ts'
import type { HistoryEntry } from './entry.ts'

/** Servers that a lab does not start itself; they know nothing of lab time. */
const outsideParts = ['communicationsServer', 'directory', 'database'] as const

/** All that is needed to repeat what happened in a lab. */
export interface History {
  /** The lab file from which it started, with passwords. */
  lab: LabFileInput
  /** What its database held before; null: it was new. */
  database: DatabaseContent | null
  /** Lab time at which it had started. */
  startMs: number
  entries: readonly HistoryEntry[]
  /** How many of the first facts are missing among the entries. */
  droppedFacts: number
}

/** Where a history ends, as lab time since its start. */
export function endOf({ entries }: Pick<History, 'entries'>): number {
  return entries.at(-1)?.atMs ?? 0
}

/** The servers outside the lab, because of which it cannot be repeated. */
export function outsideOf(lab: LabFileInput): (typeof outsideParts)[number][] {
  return outsideParts.filter((part) =>
    part === 'database' ? /^postgres(ql)?:/.test(lab.database ?? '') : Boolean(lab[part]?.external),
  )
}
