import {
  type Coverage,
  coverages,
  type HandheldView,
  keyedLists,
  linkPresets,
  type SessionView,
  type Snapshot,
} from '#contract'
import { facets, facetsOf } from '../store/device-condition.ts'
import type { HandheldSort } from '../store/preferences.ts'
import { sessionOf } from '../store/session-of.ts'
import { inNaturalOrder } from '../words/natural-order.ts'

type Key = (handheld: HandheldView, session: SessionView | undefined) => number

/** What the columns with values that can be counted are ordered by; the smallest comes first. */
const keys: Readonly<Record<Exclude<HandheldSort['column'], 'name' | 'user'>, Key>> = {
  state: (handheld, session) => facets.indexOf(facetsOf(handheld, session)[0] ?? 'signed-out'),
  coverage: ({ coverage }) => coverages.indexOf(coverage),
  link: ({ link, coverage }) => placeOfLink(link, coverage),
  // The longest silence first; who has no session comes last.
  session: (_, session) => session?.lastStatusAt ?? Number.MAX_SAFE_INTEGER,
  statusMessages: ({ sendsStatus }) => (sendsStatus ? 1 : 0),
  held: ({ waitingPackets }) => waitingPackets,
  unread: ({ unread }) => unread,
  lastStatus: ({ lastStatusSentAt }) => lastStatusSentAt ?? 0,
}

/** The presets from slow to fast; what the coverage gives comes before them, and exact numbers after. */
function placeOfLink(link: HandheldView['link'], coverage: Coverage): number {
  if (link === null) return coverages.indexOf(coverage) - coverages.length
  return typeof link === 'string' ? linkPresets.indexOf(link) : linkPresets.length
}

/**
 * Orders handhelds by a column of the list. Those that are alike there stay as they are given.
 * @param names in natural order
 */
export function orderedBy(
  { column, isDescending }: HandheldSort,
  names: readonly string[],
  { handhelds, sessions }: Pick<Snapshot, 'handhelds' | 'sessions'>,
): readonly string[] {
  const direction = isDescending ? -1 : 1
  if (column === 'name') return isDescending ? names.toReversed() : names
  const rows = names.flatMap((name) => {
    const handheld = keyedLists.handhelds.get(handhelds, name)
    return handheld === undefined ? [] : [{ name, handheld }]
  })
  if (column === 'user') {
    return rows
      .sort((one, other) => direction * inNaturalOrder(userOf(one.handheld), userOf(other.handheld)))
      .map(({ name }) => name)
  }
  const key = keys[column]
  return rows
    .map(({ name, handheld }) => ({ name, key: key(handheld, sessionOf(sessions, name)) }))
    .sort((one, other) => direction * (one.key - other.key))
    .map(({ name }) => name)
}

/** Whose handheld it is at the moment. */
export function userOf({ user, signedInUser }: HandheldView): string {
  return signedInUser ?? user
}

/** The direction in which a column is sorted when it is pressed first: numbers that mean trouble come up. */
const descendingFirst: ReadonlySet<HandheldSort['column']> = new Set(['held', 'unread', 'lastStatus'])

/** The order after a press on a column's head: by it, and the other way round at the next press. */
export function afterPress(sort: HandheldSort, column: HandheldSort['column']): HandheldSort {
  return sort.column === column
    ? { column, isDescending: !sort.isDescending }
    : { column, isDescending: descendingFirst.has(column) }
}
