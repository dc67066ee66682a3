import type { LabEvent } from './events.ts'
import type { StandingFault } from './fault-forms.ts'
import type { ServiceView } from './settings.ts'
import type { MarkSubject } from './time-mark-subjects.ts'
import type { HandheldView, Snapshot } from './views.ts'

/** What events are compared with, so that it can be told what they changed. */
interface Known {
  handhelds: Map<
    string,
    Pick<HandheldView, 'coverage' | 'isOn' | 'sendsStatus' | 'unread' | 'lastMessage' | 'user'>
  >
  /** User by session. */
  users: Map<string, string>
  /** Logins under way or just over, by the flow's ID. */
  logins: Map<string, { handheld: string; user: string; hasEnded: boolean }>
  faults: ReadonlyMap<string, StandingFault>
  service: ServiceView
}

const mostLogins = 1_000

/** Tells what events mean: most of them are status messages, which mean nothing to a time line. */
export class TellingEvents {
  readonly #known: Known

  constructor({ faults, flows, handhelds, service, sessions }: Snapshot) {
    this.#known = {
      handhelds: new Map(handhelds.map((one) => [one.name, one])),
      users: new Map(sessions.map(({ id, user }) => [id, user])),
      logins: new Map(
        flows.map(({ endedAt, handheld, id, user }) => [id, { handheld, user, hasEnded: endedAt !== null }]),
      ),
      faults: byKey(faults),
      service,
    }
  }

  /**
   * What an event tells. Each event takes the same time, however large the lab is.
   * @returns null: nothing but that something is as before; an empty list: something that has no mark, such as a step of a login
   */
  read(event: LabEvent): readonly MarkSubject[] | null {
    const known = this.#known
    switch (event.type) {
      case 'flow': {
        const { endedAt, handheld, id: flow, result, user } = event.flow
        const before = known.logins.get(flow)
        if (before?.hasEnded === true) return []
        known.logins.set(flow, { handheld, user, hasEnded: endedAt !== null })
        forgetOldest(known.logins)
        const began: MarkSubject = { code: 'login-began', facts: { flow, handheld, user } }
        if (endedAt === null || result === null) return before === undefined ? [began] : []
        return [{ code: 'login-ended', facts: { flow, handheld, user, result } }]
      }
      case 'flow-step': {
        const { id: flow, step } = event
        const login = known.logins.get(flow)
        const decides = step.outcome === 'refused' || step.detail.code === 'idle-logged-out'
        if (login === undefined || !decides) return []
        const { handheld, user } = login
        return [{ code: 'decision', facts: { flow, handheld, user, step } }]
      }
      case 'session': {
        const { id, user } = event.session
        if (known.users.has(id)) return null
        known.users.set(id, user)
        return []
      }
      case 'session-closed': {
        const { handheld, id: session, reason } = event
        const user = known.users.get(session) ?? handheld
        known.users.delete(session)
        return [{ code: 'session-ended', facts: { session, handheld, user, reason } }]
      }
      case 'faults': {
        const faults = byKey(event.faults)
        const mended = [...known.faults].filter(([key]) => !faults.has(key))
        const set = [...faults].filter(([key]) => !known.faults.has(key))
        known.faults = faults
        return [
          ...mended.map(([, fault]): MarkSubject => ({ code: 'fault-mended', facts: { fault } })),
          ...set.map(([, fault]): MarkSubject => ({ code: 'fault-set', facts: { fault } })),
        ]
      }
      case 'service': {
        const old = new Map(Object.entries(known.service))
        known.service = event.service
        const changes = Object.entries(event.service)
          .filter(([key, value]) => JSON.stringify(old.get(key)) !== JSON.stringify(value))
          .map(([key, value]) => ({ key, before: old.get(key), value }))
        return changes.length > 0 ? [{ code: 'settings', facts: { changes } }] : null
      }
      case 'handheld':
        return this.#handheld(event.handheld)
      case 'handheld-removed':
        known.handhelds.delete(event.name)
        return [{ code: 'handheld-removed', facts: { handheld: event.name } }]
      case 'user':
        return [{ code: 'user-saved', facts: { user: event.user.id } }]
      case 'user-removed':
        return [{ code: 'user-removed', facts: { user: event.id } }]
      case 'notice': {
        const { notice } = event
        return notice.level === 'information' ? [] : [{ code: 'notice', facts: { notice } }]
      }
      default:
        return null
    }
  }

  #handheld(view: HandheldView): MarkSubject[] | null {
    const { coverage, isOn, lastMessage, name: handheld, sendsStatus, unread } = view
    const before = this.#known.handhelds.get(handheld)
    this.#known.handhelds.set(handheld, view)
    if (before === undefined) return [{ code: 'handheld-added', facts: { handheld } }]
    const told: MarkSubject[] = []
    if (before.coverage !== coverage) told.push({ code: 'coverage', facts: { handheld, coverage } })
    if (before.isOn !== isOn) told.push({ code: 'power', facts: { handheld, isOn } })
    if (before.sendsStatus !== sendsStatus)
      told.push({ code: 'status-messages', facts: { handheld, isOn: sendsStatus } })
    const isReceived = unread > before.unread || lastMessage !== before.lastMessage
    if (lastMessage !== null && isReceived)
      told.push({ code: 'message', facts: { handheld, text: lastMessage } })
    return told.length > 0 ? told : null
  }
}

function byKey(faults: readonly StandingFault[]): ReadonlyMap<string, StandingFault> {
  const standing = faults.filter(({ beginsAt }) => beginsAt === undefined)
  return new Map(standing.map((fault) => [`${fault.at} ${fault.kind} ${fault.instance ?? ''}`, fault]))
}

function forgetOldest(logins: Map<string, unknown>): void {
  const [oldest] = logins.keys()
  if (logins.size > mostLogins && oldest !== undefined) logins.delete(oldest)
}
