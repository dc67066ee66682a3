import { create } from 'zustand'
import type {
  Coverage,
  FaultView,
  FlowView,
  LabEvent,
  NoticeView,
  ServiceView,
  SessionEnding,
  Snapshot,
} from '#contract'
import type { LabClient } from '../connection/index.ts'
import { type EndedSession, endedBound, useLabStore } from './lab-store.ts'

/** What happened in the lab besides frames and steps of logins. `at` is lab time. */
export type Happening = { at: number; order: number } & (
  | { kind: 'session-ended'; id: string; user: string; handheld: string; reason: SessionEnding }
  | { kind: 'fault-set' | 'fault-mended'; fault: FaultView }
  | { kind: 'setting'; changed: readonly (keyof ServiceView)[]; service: ServiceView }
  | { kind: 'coverage'; handheld: string; coverage: Coverage }
  | { kind: 'power' | 'status-messages'; handheld: string; isOn: boolean }
  | { kind: 'notice'; notice: NoticeView }
)
type HappeningBody = Happening extends infer H
  ? H extends Happening
    ? Omit<H, 'at' | 'order'>
    : never
  : never

/** A login, and in which order its steps happened among everything else that happened. */
export interface RecordedFlow {
  flow: FlowView
  /** One number for each step. */
  orders: readonly number[]
  /** Of its end. */
  endOrder: number
}

export interface Happenings {
  /** Oldest first. */
  list: readonly Happening[]
  /** Oldest first: the snapshot forgets logins sooner. */
  flows: ReadonlyMap<string, RecordedFlow>
}

const most = { happenings: 2_000, flows: 400 } as const
const none: Happenings = { list: [], flows: new Map() }

/** Remembers what happened, within bounds, from when the page was opened: the ladder draws it among the frames. */
export const useHappenings = create<Happenings>(() => none)

/** What the recorder remembers of the lab, so that it can tell what an event changed. */
interface Known {
  faults: ReadonlyMap<string, FaultView>
  service: ServiceView
  coverage: Map<string, { coverage: Coverage; isOn: boolean; sendsStatus: boolean }>
  /** User by session. */
  users: Map<string, string>
}

/** Turns events into happenings. Each event takes the same time, however large the lab is. */
export class HappeningRecorder {
  #known: Known | null = null
  /** Number of the last happening; each has its own. */
  #order = 0
  #seq = 0
  #list: Happening[] = []
  readonly #flows = new Map<string, RecordedFlow>()

  /** Begins with a snapshot, or goes on after a lost connection: what has been recorded stays. */
  start(snapshot: Snapshot): void {
    const { faults, flows, handhelds, notices, seq, service, sessions } = snapshot
    this.#seq = seq
    const before = this.#known?.faults
    this.#known = {
      faults: byKey(faults),
      service,
      coverage: new Map(handhelds.map((one) => [one.name, one])),
      users: new Map(sessions.map(({ id, user }) => [id, user])),
    }
    // When these were set is unknown: they are told from when the page learnt of them.
    for (const [key, fault] of this.#known.faults)
      if (before?.has(key) !== true) this.#add(snapshot.at, { kind: 'fault-set', fault })
    for (const [key, fault] of before ?? [])
      if (!this.#known.faults.has(key)) this.#add(snapshot.at, { kind: 'fault-mended', fault })
    const seen = new Set(this.#list.flatMap((one) => (one.kind === 'notice' ? [noticeKey(one.notice)] : [])))
    for (const notice of notices) {
      if (!seen.has(noticeKey(notice))) this.#add(notice.at, { kind: 'notice', notice })
    }
    this.#list.sort((one, other) => one.at - other.at)
    for (const flow of flows) this.#keep(flow)
  }

  record(events: readonly LabEvent[]): void {
    for (const event of events) if (event.seq > this.#seq) this.#record(event)
    this.#seq = Math.max(this.#seq, events.at(-1)?.seq ?? 0)
    const over = this.#list.length - most.happenings
    if (over > 0) this.#list.splice(0, over)
  }

  /** Grows with everything that is recorded. */
  get revision(): number {
    return this.#order
  }

  get happenings(): Happenings {
    return { list: [...this.#list], flows: new Map(this.#flows) }
  }

  #record(event: LabEvent): void {
    const known = this.#known
    if (known === null) return
    switch (event.type) {
      case 'flow':
        return this.#keep(event.flow)
      case 'flow-step': {
        const before = this.#flows.get(event.id)
        if (before === undefined) return
        const { flow, orders } = before
        return this.#put({
          ...before,
          flow: { ...flow, steps: [...flow.steps, event.step] },
          orders: [...orders, this.#next()],
        })
      }
      case 'session':
        known.users.set(event.session.id, event.session.user)
        return
      case 'session-closed': {
        const { at, handheld, id, reason } = event
        const user = known.users.get(id) ?? handheld
        known.users.delete(id)
        return this.#add(at, { kind: 'session-ended', id, user, handheld, reason })
      }
      case 'faults': {
        const faults = byKey(event.faults)
        for (const [key, fault] of known.faults)
          if (!faults.has(key)) this.#add(event.at, { kind: 'fault-mended', fault })
        for (const [key, fault] of faults)
          if (!known.faults.has(key)) this.#add(event.at, { kind: 'fault-set', fault })
        known.faults = faults
        return
      }
      case 'service': {
        const changed = serviceKeys(event.service).filter(
          (key) => JSON.stringify(known.service[key]) !== JSON.stringify(event.service[key]),
        )
        known.service = event.service
        if (changed.length > 0) this.#add(event.at, { kind: 'setting', changed, service: event.service })
        return
      }
      case 'handheld': {
        const { coverage, isOn, name: handheld, sendsStatus } = event.handheld
        const before = known.coverage.get(handheld)
        known.coverage.set(handheld, { coverage, isOn, sendsStatus })
        if (before === undefined) return
        if (before.coverage !== coverage) this.#add(event.at, { kind: 'coverage', handheld, coverage })
        if (before.isOn !== isOn) this.#add(event.at, { kind: 'power', handheld, isOn })
        if (before.sendsStatus !== sendsStatus)
          this.#add(event.at, { kind: 'status-messages', handheld, isOn: sendsStatus })
        return
      }
      case 'handheld-removed':
        known.coverage.delete(event.name)
        return
      case 'notice':
        return this.#add(event.at, { kind: 'notice', notice: event.notice })
    }
  }

  #keep(flow: FlowView): void {
    const before = this.#flows.get(flow.id)
    const orders = [...(before?.orders ?? [])]
    while (orders.length < flow.steps.length) orders.push(this.#next())
    this.#put({ flow, orders, endOrder: this.#next() })
  }

  #put(recorded: RecordedFlow): void {
    this.#flows.set(recorded.flow.id, recorded)
    if (this.#flows.size <= most.flows) return
    const [oldest] = this.#flows.keys()
    if (oldest !== undefined) this.#flows.delete(oldest)
  }

  #add(at: number, body: HappeningBody): void {
    this.#list.push({ ...body, at, order: this.#next() })
  }

  #next(): number {
    this.#order += 1
    return this.#order
  }
}

/** A fault replaces another of its kind at the same place. */
export function faultKey({ at, kind, instance = '' }: FaultView): string {
  return `${at} ${kind} ${instance}`
}

function byKey(faults: readonly FaultView[]): ReadonlyMap<string, FaultView> {
  return new Map(faults.map((fault) => [faultKey(fault), fault]))
}

function noticeKey({ at, code, facts }: NoticeView): string {
  return `${at} ${code} ${JSON.stringify(facts)}`
}

function serviceKeys(service: ServiceView): (keyof ServiceView)[] {
  return Object.keys(service).filter((key): key is keyof ServiceView => key in service)
}

/** Shows nothing of what happened, because another lab is shown from now on. */
export function forgetHappenings(): void {
  useHappenings.setState(none)
}

/** The sessions that ended last, latest first. */
export function endedSessionsOf({ list }: Happenings): EndedSession[] {
  const ended = list.flatMap((one) =>
    one.kind === 'session-ended'
      ? [{ id: one.id, user: one.user, handheld: one.handheld, at: one.at, reason: one.reason }]
      : [],
  )
  return ended.slice(-endedBound).reverse()
}

/**
 * Publishes what happens to whoever draws it. Handed to `followLab`, which has the events and the snapshots of what is shown; the lab
 * itself is recorded in any case, so that nothing is missing for somebody who comes back from the past.
 */
export function happeningsFollower(
  lab: { readonly own: LabClient; readonly shown: LabClient },
  isMomentShown: () => boolean,
): {
  start(snapshot: Snapshot): void
  record(events: readonly LabEvent[]): void
} {
  /** What happened in the lab since the page was opened, whatever is shown now. */
  const live = new HappeningRecorder()
  let other: { client: LabClient; recorder: HappeningRecorder; waiting: LabEvent[] | null } | null = null
  let shown = -1
  lab.own.subscribe((event) => {
    if (lab.shown !== lab.own) live.record([event])
  })
  /** Of what is shown. Null: a moment, whose story is told apart. */
  const recorderNow = () => {
    if (lab.shown === lab.own) return live
    if (isMomentShown()) return null
    if (other?.client !== lab.shown) {
      other = { client: lab.shown, recorder: new HappeningRecorder(), waiting: null }
    }
    return other.recorder
  }
  const publish = (recorder: HappeningRecorder) => {
    if (recorder === live && recorder.revision === shown) return
    shown = recorder === live ? recorder.revision : -1
    useHappenings.setState(recorder.happenings)
  }
  const tell = (recorder: HappeningRecorder) => {
    publish(recorder)
    useLabStore.setState({ endedSessions: endedSessionsOf(recorder.happenings) })
  }
  /** Much has happened in another lab, such as that of a lesson, before this page showed it. */
  async function readEarlier(): Promise<void> {
    const one = other
    if (one === null) return
    const waiting: LabEvent[] = []
    one.waiting = waiting
    const story = await one.client.call('past.story', {}).catch(() => null)
    if (other !== one || one.waiting !== waiting) return
    one.waiting = null
    if (story === null || lab.shown !== one.client) return
    const last = story.events.at(-1)?.seq ?? story.start.seq
    one.recorder = new HappeningRecorder()
    one.recorder.start(story.start)
    one.recorder.record([...story.events, ...waiting.filter(({ seq }) => seq > last)])
    if (!isMomentShown()) tell(one.recorder)
  }
  return {
    start(snapshot) {
      const recorder = recorderNow()
      if (recorder === null) return
      recorder.start(snapshot)
      // Somebody may come back from elsewhere.
      shown = -1
      tell(recorder)
      if (recorder === other?.recorder) void readEarlier()
    },
    record(events) {
      const recorder = recorderNow()
      if (recorder === null) return
      recorder.record(events)
      if (recorder === other?.recorder) other.waiting?.push(...events)
      publish(recorder)
    },
  }
}
