import { useSyncExternalStore } from 'react'
import type { LabApi, PaceView, PastMoment, PastStory, Snapshot, TimeMark } from '#contract'
import { type LabClient, nextTask } from '../connection/index.ts'
import { type MomentClient, momentClient } from '../past/moment-client.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { endedSessionsOf, HappeningRecorder, useHappenings } from './happenings.ts'
import { show, useInterface } from './interface.ts'
import { useLabStore } from './lab-store.ts'
import { latestWins } from './latest-wins.ts'
import { useOtherLab } from './other-lab.ts'
import { usePast } from './past.ts'
import { labNow } from './selectors.ts'
import { useTraffic } from './traffic.ts'

/** What shows the lab, or something in its place. */
interface Window {
  readonly shown: LabClient
  show(other: LabClient | null): void
}

type Request = { at: number } | { seq: number }

/** Panes that read more than the state read again after this time without another moment. */
const settleMs = 150

let client: Window | null = null
/** While a moment is shown: who keeps it, and what shows it. */
let visit: { base: LabClient; moment: MomentClient; story: PastStory | null; stopListening(): void } | null =
  null
/** What is asked for last; null: to be back in the present. */
let wanted: Request | null = null
let wantedMark: TimeMark | null = null
let settling: ReturnType<typeof setTimeout> | undefined

/** Lets the window's client show moments of the past. */
export function followMoments(window: Window): void {
  client = window
  // Somebody opened a bundle, or closed it, and is in no moment any more.
  usePast.subscribe(({ bundle, moment }, before) => {
    if (bundle !== before.bundle) returns += 1
    if (moment === null && visit !== null) forget()
  })
  useOtherLab.subscribe(({ other }, before) => {
    if (other === before.other) return
    returns += 1
    usePast.setState({ moment: null, momentApi: null })
  })
}

/** Whether a moment is shown and not the present. */
export function isMomentShown(): boolean {
  return visit !== null
}

/** Who keeps the past of what is shown. */
export function keeperOfPast(): Pick<LabApi, 'call' | 'subscribe'> | null {
  return visit?.base ?? client?.shown ?? null
}

/**
 * Shows a moment in place of the present. While it is read, only the latest request waits.
 * @param mark what leads there, so that people are told what happened then
 */
export function lookAt(request: Request, mark: TimeMark | null = null): void {
  wanted = request
  wantedMark = mark
  askedSeq = 'seq' in request ? request.seq : null
  ask(request)
}

/** The event after which the last request wants to be; null: it names a time. */
let askedSeq: number | null = null
let steps: Promise<unknown> = Promise.resolve()

/** Counts the returns to the present, of the same lab or another. A mark that is told after one must not lead back again. */
let returns = 0

/**
 * Shows the moment of the mark before or after the one that is shown, or that was asked for last: so quick presses of a key count each.
 * @returns the mark; null: there is none, or somebody has returned to the present meanwhile
 */
export function lookBeside(direction: 'next' | 'previous'): Promise<TimeMark | null> {
  const before = returns
  const step = steps.then(async () => {
    if (returns !== before) return null
    const seq = askedSeq ?? usePast.getState().moment?.seq ?? Number.MAX_SAFE_INTEGER
    const mark = await keeperOfPast()
      ?.call('past.beside', { seq, direction })
      .catch(() => null)
    if (!mark || returns !== before) return null
    lookAt({ seq: mark.seq }, mark)
    return mark
  })
  steps = step
  return step
}

const ask = latestWins<Request>(async (request) => {
  const base = visit?.base ?? client?.shown
  if (base === undefined || wanted === null) return
  try {
    const read = await base.call('past.read', request)
    // To read hundreds of handhelds takes a good part of a frame, and so does drawing them: each is a task of its own.
    await nextTask()
    if (wanted !== null) await enter(base, read)
  } catch (error) {
    const { title } = wordsNow().page.timeLine
    showToast({ kind: 'failure', title, text: error instanceof Error ? error.message : String(error) })
  }
})

async function enter(base: LabClient, read: PastMoment): Promise<void> {
  const { at, seq } = read.snapshot
  const shown = { at, seq, frame: read.frame }
  const mark = wantedMark?.seq === seq ? wantedMark : null
  if (visit === null) {
    const moment = momentClient(base, read)
    present = {
      at: labNow(),
      realMs: performance.now(),
      speed: speedOf(useLabStore.getState().snapshot?.pace),
    }
    const stopListening = base.subscribe((event) => {
      const speed = event.type === 'pace' ? speedOf(event.pace) : present.speed
      present = { at: event.at, realMs: performance.now(), speed }
    })
    visit = { base, moment, story: null, stopListening }
    usePast.setState({ moment: shown, mark, momentApi: moment })
    // What tells that this is the past is drawn before the state of the moment, so that a press between the two is refused.
    await nextTask()
    if (visit?.moment !== moment) return
    client?.show(moment)
    void readStory(base)
  } else {
    usePast.setState({ moment: shown, mark })
    visit.moment.moveTo(read)
  }
  clearTimeout(settling)
  settling = setTimeout(settle, settleMs)
}

async function readStory(base: LabClient): Promise<void> {
  const story = await base.call('past.story', {}).catch(() => null)
  if (visit?.base !== base) return
  visit.story = story
  tellStory()
}

/** Nobody drags any more: everything is read for this moment. */
function settle(): void {
  const { moment } = usePast.getState()
  if (visit === null || moment === null) return
  usePast.setState({ momentApi: { ...visit.moment } })
  const { openFrame } = useInterface.getState()
  if (openFrame !== null && openFrame > moment.frame) show({ openFrame: null })
  void useTraffic.getState().follower?.open()
  tellStory()
}

/** What had happened up to the moment, for the ladder and the list of ended sessions. */
function tellStory(): void {
  const { moment } = usePast.getState()
  if (visit === null || visit.story === null || moment === null) return
  const { events, start } = visit.story
  const recorder = new HappeningRecorder()
  recorder.start(start)
  recorder.record(events.filter(({ at, seq }) => seq <= moment.seq && at <= moment.at))
  const { happenings } = recorder
  useHappenings.setState(happenings)
  useLabStore.setState({ endedSessions: endedSessionsOf(happenings) })
}

/** Shows the present again. */
export function backToNow(): void {
  returns += 1
  wanted = null
  askedSeq = null
  const before = visit
  if (before === null) return
  const heard = present
  forget()
  present = heard
  leftBehind = useLabStore.getState().snapshot
  usePast.setState({ moment: null, momentApi: null })
  client?.show(before.base)
}

function forget(): void {
  returns += 1
  clearTimeout(settling)
  wanted = null
  askedSeq = null
  visit?.stopListening()
  visit = null
  present = nothingHeard
}

/** What was heard last of the lab's time, while a moment is shown. */
const nothingHeard = { at: 0, realMs: 0, speed: 0 }
let present = nothingHeard
/** The state of the moment that was left, which the store has until the lab's own is read anew. */
let leftBehind: Snapshot | null = null

function speedOf(pace: PaceView | null | undefined): number {
  return pace === null || pace === undefined || pace.isPaused ? 0 : pace.speed
}

/** {@link presentNow} in whole seconds. */
export function usePresentSeconds(): number {
  return useSyncExternalStore(subscribeToSeconds, () => Math.floor(presentNow() / 1_000) * 1_000)
}

function subscribeToSeconds(listener: () => void): () => void {
  const timer = setInterval(listener, 1_000)
  return () => clearInterval(timer)
}

/** Lab time now, also while a moment of the past is shown, as far as it is known. */
export function presentNow(): number {
  const { snapshot } = useLabStore.getState()
  if (visit === null && (snapshot === null || snapshot !== leftBehind)) return labNow()
  return present.at + (performance.now() - present.realMs) * present.speed
}
