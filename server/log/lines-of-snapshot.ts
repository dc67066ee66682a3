import type { Snapshot } from '#contract'
import type { LogLine } from './log-line.ts'
import { LogReader } from './log-reader.ts'

/** The lines of the log that a snapshot still knows: those of its logins and notices, oldest first. */
export function linesOfSnapshot({
  at,
  flows,
  notices,
}: Pick<Snapshot, 'at' | 'flows' | 'notices'>): LogLine[] {
  const reader = new LogReader()
  const lines = [
    ...flows.flatMap((flow) => reader.linesOf({ seq: 0, at, type: 'flow', flow })),
    ...notices.flatMap((notice) => reader.linesOf({ seq: 0, at, type: 'notice', notice })),
  ]
  return lines.toSorted((one, other) => one.at - other.at)
}
