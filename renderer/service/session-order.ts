import type { SessionView } from '#contract'
import { inNaturalOrder } from '../words/natural-order.ts'

/** The columns of the table of sessions, in order. */
export const sessionColumns = ['user', 'device', 'coverage', 'lastStatus', 'idle', 'quiet', 'sip'] as const
export type SessionColumn = (typeof sessionColumns)[number]

export interface SessionSort {
  column: SessionColumn
  isDescending: boolean
}

const orders: Readonly<Record<SessionColumn, (one: SessionView, other: SessionView) => number>> = {
  user: (one, other) => inNaturalOrder(one.user, other.user),
  device: (one, other) => inNaturalOrder(one.handheld, other.handheld),
  coverage: (one, other) => Number(one.isInCoverage) - Number(other.isInCoverage),
  lastStatus: (one, other) => one.lastStatusAt - other.lastStatusAt,
  // Times that are counted up: the earlier moment is the larger one.
  idle: (one, other) => other.lastStatusAt - one.lastStatusAt,
  quiet: (one, other) => other.lastActivityAt - one.lastActivityAt,
  sip: (one, other) => inNaturalOrder(one.connectivity.sipAddress, other.connectivity.sipAddress),
}

/**
 * The sessions that somebody looks for, in the order of a column. Those that are alike there stay as they are given.
 * @param sort null: in the order in which they were opened
 */
export function sessionsFor(
  sessions: readonly SessionView[],
  sort: SessionSort | null,
  text: string,
): readonly SessionView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.length === 0 ? sessions : sessions.filter((session) => matches(session, words))
  if (sort === null) return found
  const direction = sort.isDescending ? -1 : 1
  const order = orders[sort.column]
  return found.toSorted((one, other) => direction * order(one, other))
}

function matches({ user, handheld, pin, connectivity }: SessionView, words: readonly string[]): boolean {
  const text = `${user}\n${handheld}\n${pin}\n${connectivity.sipAddress}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** After a press on a column's head: by it, then the other way round, then as they were opened. */
export function afterPress(sort: SessionSort | null, column: SessionColumn): SessionSort | null {
  if (sort?.column !== column) return { column, isDescending: false }
  return sort.isDescending ? null : { column, isDescending: true }
}
