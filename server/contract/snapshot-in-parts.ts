import { z } from 'zod'
import { labEvent } from './events.ts'
import { type PastStory, pastStory } from './past.ts'
import { type Snapshot, snapshotView } from './views.ts'

/** Entries that are checked together: few enough that checking them delays nobody. */
const entriesTogether = 100

/** A value with a snapshot whose lists have not been checked. */
const withLists = z.lazy(() => {
  const list = z.array(z.unknown())
  return z.looseObject({
    snapshot: z.looseObject({ handhelds: list, sessions: list, users: list, desktops: list }),
  })
})

/** Whether a value has a snapshot that is better checked in parts. */
export function hasLongSnapshot(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('snapshot' in value)) return false
  const { data } = withLists.safeParse(value)
  if (data === undefined) return false
  const { desktops, handhelds, sessions, users } = data.snapshot
  return [desktops, handhelds, sessions, users].some(({ length }) => length > entriesTogether)
}

/**
 * Checks a value that has a snapshot, and the lists that grow with a lab a few entries at a time: to check hundreds of handhelds takes
 * longer than a page may leave a key or a click unanswered.
 * @param pause what happens after each part
 * @throws where the value is not what the schema says
 */
export async function parseInParts<T extends { snapshot: Snapshot }>(
  schema: Parser<T>,
  value: unknown,
  pause: () => Promise<void>,
): Promise<T> {
  const given = withLists.parse(value)
  const { desktops, handhelds, sessions, users } = given.snapshot
  const rest = { ...given.snapshot, desktops: [], handhelds: [], sessions: [], users: [] }
  const parsed = schema.parse({ ...given, snapshot: rest })
  const { shape } = snapshotView
  await fill(parsed.snapshot.handhelds, handhelds, shape.handhelds.element)
  await fill(parsed.snapshot.sessions, sessions, shape.sessions.element)
  await fill(parsed.snapshot.users, users, shape.users.element)
  await fill(parsed.snapshot.desktops, desktops, shape.desktops.element)
  return parsed

  function fill<E>(list: E[], entries: readonly unknown[], entry: Parser<E>): Promise<void> {
    return fillInParts(list, entries, entry, pause)
  }
}

/** Checks a story of the past, and its events, which are thousands, a few at a time. */
export async function parseStoryInParts(value: unknown, pause: () => Promise<void>): Promise<PastStory> {
  const given = z.looseObject({ events: z.array(z.unknown()) }).parse(value)
  const parsed = pastStory.parse({ ...given, events: [] })
  await fillInParts(parsed.events, given.events, labEvent, pause)
  return parsed
}

interface Parser<E> {
  parse(value: unknown): E
}

async function fillInParts<E>(
  list: E[],
  entries: readonly unknown[],
  entry: Parser<E>,
  pause: () => Promise<void>,
): Promise<void> {
  for (const one of entries) {
    list.push(entry.parse(one))
    if (list.length % entriesTogether === 0) await pause()
  }
}
