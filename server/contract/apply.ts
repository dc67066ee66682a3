import type { LabEvent } from './events.ts'
import type { Snapshot } from './views.ts'

/** Maximum length of the bounded lists in a snapshot. */
export const bounds = { flows: 100, notices: 200 } as const

/**
 * Returns the snapshot after one more event. A pure function: parts that did not change keep their identity, and an event that
 * the snapshot already contains changes nothing.
 * @example
 * let snapshot = await api.snapshot()
 * api.subscribe((event) => { snapshot = applyEvent(snapshot, event) })
 */
export function applyEvent(snapshot: Snapshot, event: LabEvent): Snapshot {
  if (event.seq <= snapshot.seq) return snapshot
  const next = { ...snapshot, seq: event.seq, at: event.at }
  switch (event.type) {
    case 'handheld':
      return { ...next, handhelds: put(snapshot.handhelds, event.handheld, (one) => one.name) }
    case 'handheld-removed':
      return { ...next, handhelds: snapshot.handhelds.filter((one) => one.name !== event.name) }
    case 'session':
      return { ...next, sessions: put(snapshot.sessions, event.session, (one) => one.id) }
    case 'session-closed':
      return { ...next, sessions: snapshot.sessions.filter((one) => one.id !== event.id) }
    case 'desktop':
      return { ...next, desktops: put(snapshot.desktops, event.desktop, (one) => one.user) }
    case 'user':
      return { ...next, users: put(snapshot.users, event.user, (one) => one.id).sort(byId) }
    case 'user-removed':
      return { ...next, users: snapshot.users.filter((one) => one.id !== event.id) }
    case 'service':
      return {
        ...next,
        service: event.name === snapshot.services[0]?.name ? event.service : snapshot.service,
        services: put(snapshot.services, { name: event.name, settings: event.service }, (one) => one.name),
        processFlow: event.processFlow,
        lab: { ...snapshot.lab, communicationsServer: event.communicationsServer },
      }
    case 'pace':
      return { ...next, pace: event.pace }
    case 'conditions':
      return { ...next, conditions: event.conditions }
    case 'faults':
      return { ...next, faults: event.faults }
    case 'flow':
      return { ...next, flows: put(snapshot.flows, event.flow, (one) => one.id).slice(-bounds.flows) }
    case 'flow-step':
      return {
        ...next,
        flows: snapshot.flows.map((flow) =>
          flow.id === event.id ? { ...flow, steps: [...flow.steps, event.step] } : flow,
        ),
      }
    case 'frames':
      return next
    case 'notice':
      return { ...next, notices: [...snapshot.notices, event.notice].slice(-bounds.notices) }
  }
}

/** Orders users by ID, ignoring case, as the Configuration Database does. */
function byId(left: { id: string }, right: { id: string }): number {
  return left.id.toLowerCase() < right.id.toLowerCase() ? -1 : 1
}

/** Replaces the entry with the same key, in its place, or adds it at the end. */
function put<T>(entries: readonly T[], entry: T, keyOf: (entry: T) => string): T[] {
  const key = keyOf(entry)
  const index = entries.findIndex((one) => keyOf(one) === key)
  return index < 0 ? [...entries, entry] : entries.with(index, entry)
}
