import type { FaultView, FlowView, ProcessFlow } from '#contract'
import type { Words } from '#words'
import { faultKey, type Happening, type Happenings, type RecordedFlow } from '../store/happenings.ts'
import { flowNotes } from './flow-notes.ts'
import { faultText, happeningNote, laneOfPlace } from './happening-notes.ts'
import type { Note } from './items.ts'

/** What a ladder is about, as far as it decides which notes belong to it. Times are lab time. */
export interface Subject {
  /** The login; null: logins of the handheld, or all. */
  flow: string | null
  /** Null: all. */
  handheld: string | null
  session: string | null
  from: number
  to: number
}

export interface NoteMaker {
  processFlow: ProcessFlow
  words: Words
  /** The display name of a user. */
  nameOf(user: string): string
}

/** The notes of a ladder: steps and ends of its logins, and what happened meanwhile. */
export function notesFor(subject: Subject, { flows, list }: Happenings, maker: NoteMaker): readonly Note[] {
  const chosen = [...flows.values()].filter((recorded) => concernsFlow(subject, recorded))
  const loggedOut = new Set(chosen.flatMap(usersLoggedOut))
  return [
    ...(subject.flow === null ? [] : standingFaults(list, subject.from, maker)),
    ...chosen.flatMap((recorded) => notesOfFlow(recorded, maker)),
    ...list
      .filter((happening) => concerns(subject, happening, loggedOut))
      .map((happening) => behindItsDecision(happening, noteOf(happening, maker), chosen)),
  ]
    .filter(({ at }) => at >= subject.from && at <= subject.to)
    .toSorted((one, other) => one.at - other.at || one.order - other.order)
}

function concernsFlow({ flow, from, handheld, session, to }: Subject, recorded: RecordedFlow): boolean {
  if (flow !== null) return recorded.flow.id === flow
  if (handheld !== null && recorded.flow.handheld !== handheld) return false
  if (session !== null && handheld === null) return false
  return recorded.flow.startedAt <= to && (recorded.flow.endedAt ?? Number.POSITIVE_INFINITY) >= from
}

/** What happened to servers and settings concerns everybody; what happened to a device only those who look at it. */
function concerns(
  { flow, handheld, session }: Subject,
  happening: Happening,
  loggedOut: ReadonlySet<string>,
): boolean {
  switch (happening.kind) {
    case 'session-ended':
      if (session !== null) return happening.id === session
      return handheld === null || happening.handheld === handheld || loggedOut.has(happening.user)
    case 'coverage':
    case 'power':
    case 'status-messages':
      return handheld === null || happening.handheld === handheld
    case 'notice':
      return flow === null || happening.notice.level !== 'information'
    default:
      return true
  }
}

/** The users whom step 4a of a login logged out: the ends of their sessions belong to it. */
function usersLoggedOut({ flow }: RecordedFlow): readonly string[] {
  return flow.steps.flatMap(({ detail }) =>
    detail.code === 'idle-logged-out' ? detail.facts.loggedOut.map(({ user }) => user) : [],
  )
}

/** The sessions that step 4a of a login ended, by their IDs. */
export function sessionsLoggedOut(flow: FlowView, list: readonly Happening[]): readonly string[] {
  const loggedOut = flow.steps.flatMap((step) => (step.detail.code === 'idle-logged-out' ? [step] : []))
  if (loggedOut.length === 0) return []
  return list.flatMap((happening) =>
    happening.kind === 'session-ended' &&
    happening.reason === 'idle' &&
    loggedOut.some(({ at }) => at === happening.at)
      ? [happening.id]
      : [],
  )
}

/** What was broken on purpose before a login began, in one note. */
function standingFaults(list: readonly Happening[], from: number, { words }: NoteMaker): readonly Note[] {
  const standing = new Map<string, FaultView>()
  for (const happening of list) {
    if (happening.at >= from) break
    if (happening.kind === 'fault-set') standing.set(faultKey(happening.fault), happening.fault)
    if (happening.kind === 'fault-mended') standing.delete(faultKey(happening.fault))
  }
  const [first] = standing.values()
  if (first === undefined) return []
  return [
    {
      ...{ kind: 'note', id: 'standing faults', at: from, order: -1, flow: null, step: null },
      tone: 'broken',
      lanes: [laneOfPlace[first.at]],
      entries: [...standing.values()].map((fault, index) => ({
        tag: null,
        title: index === 0 ? words.page.ladder.stillBroken : null,
        text: faultText(fault, words),
      })),
    },
  ]
}

/** The service reports the end of a session before the decision that ended it; people read the decision first. */
function behindItsDecision(happening: Happening, note: Note, flows: readonly RecordedFlow[]): Note {
  if (happening.kind !== 'session-ended' || happening.reason !== 'idle') return note
  for (const { flow, orders } of flows) {
    const index = flow.steps.findIndex(
      ({ at, detail }) =>
        at === happening.at &&
        detail.code === 'idle-logged-out' &&
        detail.facts.loggedOut.some(({ user }) => user === happening.user),
    )
    const order = orders[index]
    if (order !== undefined) return { ...note, order: Math.max(note.order, order + 0.5) }
  }
  return note
}

/** Notes are made once for each state of a login, since a ladder is drawn up to ten times a second. */
const flowsMade = new WeakMap<RecordedFlow, { words: Words; notes: readonly Note[] }>()

function notesOfFlow(recorded: RecordedFlow, { nameOf, processFlow, words }: NoteMaker): readonly Note[] {
  const known = flowsMade.get(recorded)
  if (known?.words === words) return known.notes
  const notes = flowNotes(recorded, processFlow, words, nameOf)
  flowsMade.set(recorded, { words, notes })
  return notes
}

const happeningsMade = new WeakMap<Happening, { words: Words; note: Note }>()

function noteOf(happening: Happening, { nameOf, words }: NoteMaker): Note {
  const known = happeningsMade.get(happening)
  if (known?.words === words) return known.note
  const note = happeningNote(happening, words, nameOf)
  happeningsMade.set(happening, { words, note })
  return note
}
