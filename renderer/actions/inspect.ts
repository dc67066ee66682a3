import { Bookmark, BookmarkX, Columns2, GitCompareArrows, Route } from 'lucide-react'
import { type FlowView, type FrameView, keyedLists, type MarkColour, type Snapshot } from '#contract'
import { show, useInterface } from '../store/interface.ts'
import type { Run } from '../store/lab.tsx'
import { fillWindow, foldPane, isFolded } from '../store/panes.ts'
import { prefer, usePreferences } from '../store/preferences.ts'
import { shownFlowNow } from '../store/replay.ts'
import { showToast } from '../toasts/toasts.tsx'
import { filterValue } from '../words/filter-value.ts'
import { clockTime } from '../words/format.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { handheldsMeant } from './handhelds-meant.ts'
import { actionWords } from './words.ts'

const inspectorWords = () => wordsNow().page.inspector

/** Something whose frames can be followed: a key of the filter, its value, and what people call it. */
interface Followed {
  key: 'flow' | 'call' | 'session' | 'handheld'
  value: string
  label: string
}

/** Shows the frames of one login, dialog, session or handheld, and nothing else. A login is pinned in the flow, too. */
export const follow: Action<Followed> = {
  name: 'traffic.follow',
  group: 'window',
  label: ({ key, label }) => inspectorWords().followed[key](label),
  buttonLabel: () => inspectorWords().follow,
  keywords: () => ['filter', 'frames', 'traffic', 'show'],
  icon: () => Route,
  perform({ key, value }) {
    show({
      trafficFilter: `${key}:${filterValue(value)}`,
      trafficDevice: null,
      trafficHop: null,
      ...(key === 'flow' ? { pinnedFlow: value } : {}),
    })
    const { fullPane } = usePreferences.getState()
    if (isFolded('traffic')) foldPane('traffic', false)
    if (fullPane !== null && fullPane !== 'traffic') fillWindow(null)
  },
  offers({ lab }, typed) {
    if (lab === null || typed === '') return []
    const latest = lab.flows.slice(-1).map(followedFlow)
    return [...latest, ...handheldsMeant(lab, typed).map(({ name }) => followedHandheld(name))]
  },
}

/** Follows the login that the flow shows: for a button that stands where no frame is chosen. */
export const followLogin: Action<undefined> = {
  name: 'flow.follow',
  group: 'window',
  label: (_, context) => {
    const flow = shownFlowNow()
    return flow === undefined ? inspectorWords().follow : follow.label(followedFlow(flow), context)
  },
  buttonLabel: () => inspectorWords().follow,
  icon: () => Route,
  obstacle: () => (shownFlowNow() === undefined ? actionWords().noLogin : null),
  perform(_, context) {
    const flow = shownFlowNow()
    if (flow !== undefined) follow.perform(followedFlow(flow), context)
  },
  // The palette has the login itself.
  offers: () => [],
}

export function followedFlow({ handheld, id, startedAt, user }: FlowView): Followed {
  const who = user === handheld ? user : `${user} on ${handheld}`
  return { key: 'flow', value: id, label: `${who}, ${clockTime(startedAt)}` }
}

export function followedHandheld(name: string): Followed {
  return { key: 'handheld', value: name, label: name }
}

export function followedSession({ id, user }: { id: string; user: string }): Followed {
  return { key: 'session', value: id, label: user }
}

/** What of a frame can be followed, the most specific first. */
export function followedOf(frame: FrameView, lab: Snapshot | null): Followed[] {
  const { callId, flow, handheld, session, user } = frame
  const followed: Followed[] = []
  if (flow !== null) {
    const known = lab?.flows.find(({ id }) => id === flow)
    followed.push(known ? followedFlow(known) : { key: 'flow', value: flow, label: user ?? flow })
  }
  if (callId !== null) followed.push({ key: 'call', value: callId, label: shortened(callId) })
  if (session !== null) {
    const known = lab === null ? undefined : keyedLists.sessions.get(lab.sessions, session)
    followed.push(followedSession({ id: session, user: known?.user ?? user ?? session }))
  }
  if (handheld !== null) followed.push(followedHandheld(handheld))
  return followed
}

function shortened(text: string): string {
  return text.length <= 16 ? text : `${text.slice(0, 15)}…`
}

export const openFrame: Action<{ number: number }> = {
  name: 'traffic.openFrame',
  group: 'window',
  label: ({ number }) => inspectorWords().openFrame(number),
  perform: ({ number }) => show({ openFrame: number }),
  offers: () => [],
}

/** Takes a frame as the left one; the next that is opened is the right one. */
export const compareFrame: Action<{ number: number }> = {
  name: 'traffic.compare',
  group: 'window',
  label: ({ number }) => inspectorWords().compareFrame(number),
  buttonLabel: () => inspectorWords().compare,
  keywords: () => ['diff', 'difference'],
  icon: () => GitCompareArrows,
  isChosen: ({ number }) => useInterface.getState().comparedFrame === number,
  perform({ number }) {
    const { openFrame } = useInterface.getState()
    show({ comparedFrame: number, openFrame: openFrame ?? number })
  },
  offers() {
    const { openFrame } = useInterface.getState()
    return openFrame === null ? [] : [{ number: openFrame }]
  },
}

export const stopComparing = actionWithoutArguments({
  name: 'traffic.stopComparing',
  group: 'window',
  label: () => inspectorWords().stopComparing,
  obstacle: () => (useInterface.getState().comparedFrame === null ? inspectorWords().notComparing : null),
  perform: () => show({ comparedFrame: null }),
})

/** Opens two logins side by side. Without a right one, it is the latest other. */
export const compareLogins: Action<{ left: string | null; right: string | null }> = {
  name: 'flow.compare',
  group: 'window',
  label: ({ left }) => (left === null ? inspectorWords().compareLogins : inspectorWords().compareWith),
  buttonLabel: () => inspectorWords().compare,
  keywords: () => ['diff', 'difference', 'login', 'steps', 'times'],
  icon: () => GitCompareArrows,
  obstacle: (_, { lab }) => ((lab?.flows.length ?? 0) > 1 ? null : inspectorWords().oneLoginOnly),
  perform({ left, right }, { lab }) {
    const flows = lab?.flows ?? []
    const first = left ?? flows.at(-2)?.id ?? null
    const other = right ?? flows.findLast(({ id }) => id !== first)?.id ?? null
    if (first !== null && other !== null) show({ comparedLogins: { left: first, right: other } })
  },
  offers: () => [{ left: null, right: null }],
}

/** Opens the dialog with colour and comment of a mark. */
export const editMark: Action<{ number: number }> = {
  name: 'traffic.mark',
  group: 'window',
  label: ({ number }) => inspectorWords().markFrame(number),
  buttonLabel: () => inspectorWords().mark,
  keywords: () => ['bookmark', 'comment', 'colour', 'note'],
  icon: () => Bookmark,
  perform: ({ number }) => show({ markedFrame: number }),
  offers() {
    const { openFrame } = useInterface.getState()
    return openFrame === null ? [] : [{ number: openFrame }]
  },
}

/** Removes a mark, with a way back. */
export const removeMark: Action<{ number: number }> = {
  name: 'traffic.unmark',
  group: 'window',
  label: ({ number }) => inspectorWords().unmarkFrame(number),
  buttonLabel: () => inspectorWords().removeMark,
  keywords: () => ['bookmark', 'delete'],
  icon: () => BookmarkX,
  async perform({ number }, { lab, run }) {
    const mark = lab?.marks.find((one) => one.number === number)
    if (mark === undefined) return
    const title = inspectorWords().unmarkFrame(number)
    const answer = await run(title, 'traffic.mark', { number })
    if (answer === undefined) return
    showToast({
      kind: 'undo',
      title,
      text: inspectorWords().removed,
      action: {
        label: wordsNow().page.actions.undo,
        run: () => void saveMark(run, { number, comment: mark.comment, colour: mark.colour }),
      },
    })
  },
  offers: ({ lab }, typed) => (typed === '' ? [] : (lab?.marks ?? []).map(({ number }) => ({ number }))),
}

export function saveMark(run: Run, mark: { number: number; comment: string; colour: MarkColour | null }) {
  return run(inspectorWords().markFrame(mark.number), 'traffic.mark', mark)
}

/** What the carrier sees and what is inside, beside each other in each row of the traffic. */
export const showBothSides = actionWithoutArguments({
  name: 'traffic.bothSides',
  group: 'window',
  label: () => inspectorWords().bothSides,
  keywords: () => ['encrypted', 'decrypted', 'wire', 'inside', 'columns'],
  icon: () => Columns2,
  isChosen: () => usePreferences.getState().showsBothSides,
  perform: () => prefer({ showsBothSides: !usePreferences.getState().showsBothSides }),
})
