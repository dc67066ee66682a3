import type { LabEvent } from './events.ts'
import { KeyedLists } from './keyed-lists.ts'
import { withStep } from './scenario-run.ts'
import type { DesktopView, HandheldView, NoticeView, SessionView, Snapshot, UserView } from './views.ts'

/** Maximum length of the bounded lists in a snapshot. */
export const bounds = { flows: 100, notices: 200, marks: 200 } as const

/** The lists of a snapshot that grow with the lab, by the key of their entries. */
export const keyedLists = {
  handhelds: new KeyedLists<HandheldView>(({ name }) => name),
  /** In groups by handheld: while a login replaces a session, the handheld has two, of which the last counts. */
  sessions: new KeyedLists<SessionView>(
    ({ id }) => id,
    ({ handheld }) => handheld,
  ),
  users: new KeyedLists<UserView>(({ id }) => id),
  desktops: new KeyedLists<DesktopView>(({ user }) => user),
}

/**
 * Returns the snapshot after one more event. A pure function: parts that did not change keep their identity, and an event that
 * the snapshot already contains changes nothing.
 * @example
 * let snapshot = await api.snapshot()
 * api.subscribe((event) => { snapshot = applyEvent(snapshot, event) })
 */
export function applyEvent(snapshot: Snapshot, event: LabEvent): Snapshot {
  return applyEvents(snapshot, [event])
}

/** Returns the snapshot after several events. Copies each list that they change once, instead of once for each event. */
export function applyEvents(snapshot: Snapshot, events: readonly LabEvent[]): Snapshot {
  const lists = {
    handhelds: keyedLists.handhelds.edit(snapshot.handhelds),
    sessions: keyedLists.sessions.edit(snapshot.sessions),
    users: keyedLists.users.edit(snapshot.users),
    desktops: keyedLists.desktops.edit(snapshot.desktops),
  }
  let next = snapshot
  for (const event of events) {
    if (event.seq > next.seq)
      next = { ...next, ...changesOf(next, event, lists), seq: event.seq, at: event.at }
  }
  if (next === snapshot) return snapshot
  const users = lists.users.finish()
  return {
    ...next,
    handhelds: lists.handhelds.finish(),
    sessions: lists.sessions.finish(),
    users: events.some(({ type }) => type === 'user') ? users.toSorted(byId) : users,
    desktops: lists.desktops.finish(),
  }
}

type Lists = { [K in keyof typeof keyedLists]: ReturnType<(typeof keyedLists)[K]['edit']> }

/** Edits the keyed lists. @returns what an event changes of the rest of the snapshot */
function changesOf(snapshot: Snapshot, event: LabEvent, lists: Lists): Partial<Snapshot> {
  switch (event.type) {
    case 'handheld':
      lists.handhelds.put(event.handheld)
      return {}
    case 'handheld-removed':
      lists.handhelds.remove(event.name)
      return {}
    case 'session':
      lists.sessions.put(event.session)
      return {}
    case 'session-closed':
      lists.sessions.remove(event.id)
      return {}
    case 'desktop':
      lists.desktops.put(event.desktop)
      return {}
    case 'user':
      lists.users.put(event.user)
      return {}
    case 'user-removed':
      lists.users.remove(event.id)
      return {}
    case 'service':
      return {
        service: event.name === snapshot.services[0]?.name ? event.service : snapshot.service,
        services: put(snapshot.services, { name: event.name, settings: event.service }, (one) => one.name),
        processFlow: event.processFlow,
        lab: { ...snapshot.lab, communicationsServer: event.communicationsServer },
      }
    case 'demo':
      return { demo: event.demo }
    case 'run':
      return { run: { steps: [], dropped: 0, ...snapshot.run, ...event.run } }
    case 'run-step':
      return snapshot.run === null ? {} : { run: withStep(snapshot.run, event.step) }
    case 'lesson':
      return { lesson: event.lesson }
    case 'composing':
      return { composing: event.composing }
    case 'branching':
      return { branching: event.branching }
    case 'pace':
      return { pace: event.pace }
    case 'recording':
      return { recording: event.recording }
    case 'conditions':
      return { conditions: event.conditions }
    case 'faults':
      return { faults: event.faults }
    case 'flow':
      return { flows: put(snapshot.flows, event.flow, (one) => one.id).slice(-bounds.flows) }
    case 'flow-step':
      return {
        flows: snapshot.flows.map((flow) =>
          flow.id === event.id ? { ...flow, steps: [...flow.steps, event.step] } : flow,
        ),
      }
    case 'marks':
      return { marks: event.marks }
    case 'frames':
      return {}
    case 'notice':
      return { notices: noticesWith(snapshot.notices, event).slice(-bounds.notices) }
  }
}

/** A notice that is told again comes to its place in time, unless it is there. */
function noticesWith(
  notices: readonly NoticeView[],
  { notice, isAgain }: Extract<LabEvent, { type: 'notice' }>,
): NoticeView[] {
  if (isAgain !== true) return [...notices, notice]
  const text = JSON.stringify(notice)
  if (notices.some((one) => one.at === notice.at && JSON.stringify(one) === text)) return [...notices]
  return [...notices, notice].sort((one, other) => one.at - other.at)
}

/** Orders users by ID, ignoring case, as the Configuration Database does. */
function byId(left: { id: string }, right: { id: string }): number {
  return left.id.toLowerCase() < right.id.toLowerCase() ? -1 : 1
}

/** Replaces the entry with the same key, in its place, or adds it at the end: for short lists. */
function put<T>(entries: readonly T[], entry: T, keyOf: (entry: T) => string): T[] {
  const key = keyOf(entry)
  const index = entries.findIndex((one) => keyOf(one) === key)
  return index < 0 ? [...entries, entry] : entries.with(index, entry)
}
