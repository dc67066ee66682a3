import { startTransition, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { type FlowView, keyedLists, parseFrameFilter, type SessionView, type TrafficRequest } from '#contract'
import { type RecordedFlow, useHappenings } from '../store/happenings.ts'
import { useInterface } from '../store/interface.ts'
import { useLab } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { type Scope, useLadder } from '../store/ladder.ts'
import { usePreferences } from '../store/preferences.ts'
import { useProcessFlow, useSnapshot } from '../store/selectors.ts'
import { filterValue } from '../words/filter-value.ts'
import { inWordsOfPage } from '../words/frame-summary.ts'
import { useWords } from '../words/words.ts'
import { arrowsOf } from './arrows.ts'
import { notesFor, type Subject, sessionsLoggedOut } from './decisions.ts'
import type { Item, Lane } from './items.ts'
import { type LadderFrames, LadderReader, noFrames } from './ladder-reader.ts'
import { handheldsIn, inOrder, lanesOf } from './lanes.ts'
import { merge } from './merge.ts'

/** Everything that a ladder draws, before it is known how wide the pane is. */
export interface LadderModel {
  items: readonly Item[]
  /** All lanes, in the chosen order. */
  lanes: readonly Lane[]
  frames: LadderFrames
  /** The login, where the ladder shows one. */
  flow: FlowView | null
  /** Differs for what is another ladder rather than the same one grown. */
  identity: string
}

export function useLadderModel(): LadderModel {
  const scope = useLadder((state) => state.scope)
  const order = useLadder((state) => state.order)
  const words = useWords()
  const processFlow = useProcessFlow()
  const happenings = useHappenings()
  const recorded = useShownFlow()
  const { request, identity } = useRequest(scope, recorded?.flow ?? null)
  const session = useShownSession(scope)
  const frames = useFrames(request, scope.kind === 'time' ? scope.lastMs : null)

  const subject = useMemo(
    () => subjectOf(scope, recorded, session, frames),
    [scope, recorded, session, frames],
  )
  const notes = useMemo(
    () => notesFor(subject, happenings, { processFlow, words, nameOf }),
    [subject, happenings, processFlow, words],
  )
  const first = recorded !== null && scope.kind === 'login' ? recorded.flow.handheld : null
  const handhelds = useMemo(() => handheldsIn(frames.frames, first === null ? [] : [first]), [frames, first])
  const lanes = useMemo(
    () => inOrder(lanesOf(processFlow, handhelds, words), order),
    [processFlow, handhelds, words, order],
  )
  const items = useMemo(() => {
    const isWithin = (at: number) => at >= subject.from && at <= subject.to
    const shown = frames.frames.filter(({ at }) => isWithin(at)).map((frame) => inWordsOfPage(words, frame))
    return merge(arrowsOf(shown, processFlow, handhelds), notes, processFlow)
  }, [frames, subject, notes, processFlow, handhelds, words])

  return { items, lanes, frames, flow: scope.kind === 'login' ? (recorded?.flow ?? null) : null, identity }
}

/** The display name of a user; the ID where the lab does not know one. */
function nameOf(user: string): string {
  const users = useLabStore.getState().snapshot?.users
  return (users && keyedLists.users.get(users, user)?.name) ?? user
}

/** The login that the flow pane shows. */
function useShownFlow(): RecordedFlow | null {
  const pinned = useInterface((state) => state.pinnedFlow)
  const latest = useSnapshot(({ flows }) => flows.at(-1)?.id ?? null, null)
  return useHappenings(({ flows }) => flows.get(pinned ?? '') ?? flows.get(latest ?? '') ?? null)
}

function useShownSession(scope: Scope): SessionView | null {
  const id = scope.kind === 'session' ? scope.session : ''
  return useSnapshot(({ sessions }) => keyedLists.sessions.get(sessions, id) ?? null, null)
}

function useRequest(
  scope: Scope,
  flow: FlowView | null,
): { request: TrafficRequest | null; identity: string } {
  const device = useInterface((state) => state.trafficDevice)
  const hop = useInterface((state) => state.trafficHop)
  const isOpened = useInterface((state) => state.isOpened)
  const typed = useInterface((state) => state.trafficFilter)
  const hidesStatus = usePreferences((state) => state.hidesStatus)
  const filter = useDeferredValue(typed)
  const id = flow?.id
  const loginFilter = useLoginFilter(flow)
  const request = useMemo((): TrafficRequest | null => {
    switch (scope.kind) {
      case 'login':
        if (loginFilter === null) return null
        return { filter: loginFilter, zoneOffsetMinutes }
      case 'device':
        return { handheld: scope.handheld, hidesStatus }
      case 'session':
        return { filter: `session:${filterValue(scope.session)}`, hidesStatus }
      case 'dialog':
        return { filter: `call:${filterValue(scope.callId)}` }
      case 'time':
        return { hidesStatus }
      case 'range':
        return { filter: `time:${scope.from}..${scope.to}`, hidesStatus, zoneOffsetMinutes }
      case 'filter':
        // A filter that is being typed may be wrong; until it is right there is nothing to show.
        if (parseFrameFilter(filter).problem !== null) return null
        return {
          filter,
          handheld: device,
          hop,
          isOpened: isOpened && filter.trim() !== '',
          hidesStatus,
          zoneOffsetMinutes,
        }
    }
  }, [scope, loginFilter, device, hop, filter, isOpened, hidesStatus])
  // A login that logs others out becomes about their sessions, too, and stays the same ladder.
  return { request, identity: scope.kind === 'login' ? `login ${id}` : JSON.stringify(request) }
}

/** Hours and minutes of filters are those of the page. */
const zoneOffsetMinutes = -new Date().getTimezoneOffset()

/** The frames of a login, and meanwhile those of the sessions that it logged out. */
function useLoginFilter(flow: FlowView | null): string | null {
  const ended = useHappenings(({ list }) => (flow === null ? '' : sessionsLoggedOut(flow, list).join(' ')))
  if (flow === null) return null
  const meanwhile = `time:${dayTime(flow.startedAt)}..${dayTime(flow.endedAt ?? flow.startedAt + 3_600_000)}`
  const others = ended.split(' ').filter(Boolean)
  return [
    `flow:${filterValue(flow.id)}`,
    ...others.map((id) => `(session:${filterValue(id)} ${meanwhile})`),
  ].join(' or ')
}

/** `10:05:07.042`, as the filter reads it. */
function dayTime(at: number): string {
  const date = new Date(at)
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function useFrames(request: TrafficRequest | null, lastMs: number | null): LadderFrames {
  const api = useLab()
  const connection = useLabStore((state) => state.connection)
  const [read, setRead] = useState<{ request: TrafficRequest | null; frames: LadderFrames }>({
    request: null,
    frames: noFrames,
  })
  useEffect(() => {
    if (request === null || connection !== 'open') return
    const reader = new LadderReader(api, lastMs, (frames) =>
      // In a task of its own, apart from that in which the frames arrived.
      startTransition(() => setRead({ request, frames })),
    )
    reader.open(request).catch((error: unknown) => {
      setRead({ request, frames: { ...noFrames, isReading: false } })
      console.warn('The lab does not show the frames of the ladder.', error)
    })
    return () => reader.close()
  }, [api, request, lastMs, connection])
  // What was read for another request is no part of this ladder.
  return read.request === request ? read.frames : noFrames
}

function subjectOf(
  scope: Scope,
  recorded: RecordedFlow | null,
  session: SessionView | null,
  { frames, isCut }: LadderFrames,
): Subject {
  const everything: Subject = {
    flow: null,
    handheld: null,
    session: null,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
  }
  const [first, last] = [frames[0], frames.at(-1)]
  const fromFirst = isCut && first !== undefined ? first.at : everything.from
  switch (scope.kind) {
    case 'login': {
      if (recorded === null) return { ...everything, flow: '' }
      const { endedAt, handheld, id, startedAt } = recorded.flow
      return { ...everything, flow: id, handheld, from: startedAt, to: endedAt ?? everything.to }
    }
    case 'device':
      return { ...everything, handheld: scope.handheld, from: fromFirst }
    case 'session':
      return {
        ...everything,
        session: scope.session,
        handheld: session?.handheld ?? null,
        from: Math.min(first?.at ?? everything.to, session?.openedAt ?? everything.to),
      }
    case 'time':
      return {
        ...everything,
        from:
          scope.lastMs === null || last === undefined
            ? fromFirst
            : Math.max(fromFirst, last.at - scope.lastMs),
      }
    case 'dialog':
    case 'range':
    case 'filter':
      return { ...everything, from: first?.at ?? everything.to, to: last?.at ?? everything.from }
  }
}
