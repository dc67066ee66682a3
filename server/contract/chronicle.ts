import { applyEvents } from './apply.ts'
import type { LabEvent } from './events.ts'
import type { Snapshot } from './views.ts'

/** Number of events from one keyframe to the next: more make looking back slower, fewer take more memory. */
export const keyframeEvents = 500

interface ChronicleLimits {
  events: number
  /** Bytes of memory, estimated. */
  bytes: number
}

export const usualChronicleLimits: ChronicleLimits = { events: 200_000, bytes: 64 * 1_024 * 1_024 }

/** How far the lab's other records were after an event: the numbers of the newest frame, and of the newest line of the log. */
export interface RecordPosition {
  frame: number
  line: number
}

export interface ChronicleEntry extends RecordPosition {
  event: LabEvent
}

/** A moment of the past. `at` is lab time, `seq` the number of the last event that had happened. */
export interface PastState extends RecordPosition {
  snapshot: Snapshot
}

/** Which moment: after everything that happened up to a time, or after an event. */
export type Moment = { at: number } | { seq: number }

interface Segment extends RecordPosition {
  /** The state before its events. */
  readonly keyframe: Snapshot
  readonly entries: ChronicleEntry[]
  bytes: number
}

/**
 * What happened in a lab, so that its state at any moment can be shown: the events, with a keyframe every {@link keyframeEvents}.
 * Keyframes share everything that did not change, so they cost little. Bounded: the oldest events are dropped, up to a keyframe.
 * @example
 * const chronicle = new Chronicle(await api.snapshot(), { frame: 0, line: 0 })
 * api.subscribe((event) => chronicle.add(event, { frame: capture.last, line: log.last }))
 * chronicle.stateAt({ at: chronicle.lastAt - 60_000 }).snapshot.sessions // those of a minute ago
 */
export class Chronicle {
  /** Number of events that were dropped. */
  dropped = 0
  /** Number of events that looking back has applied, for tests of what it costs. */
  applied = 0
  readonly #limits: ChronicleLimits
  #segments: Segment[]
  #bytes = 0
  #count = 0

  /** @param start the state from which the events go on */
  constructor(start: Snapshot, position: RecordPosition, limits = usualChronicleLimits) {
    this.#limits = limits
    this.#segments = [{ keyframe: start, ...position, entries: [], bytes: 0 }]
  }

  /** Adds an event that follows those before. One that the start contains changes nothing. */
  add(event: LabEvent, position: RecordPosition): void {
    const segment = this.#open()
    if (event.seq <= (segment.entries.at(-1)?.event.seq ?? segment.keyframe.seq)) return
    segment.entries.push({ event, ...position })
    const bytes = roughBytes(event)
    segment.bytes += bytes
    this.#bytes += bytes
    this.#count += 1
    while (this.#isOver() && this.#segments.length > 1) this.#dropOldest()
  }

  /** Number of events that are kept. */
  get kept(): number {
    return this.#count
  }

  /** Lab time of the earliest moment that can be shown. */
  get firstAt(): number {
    return this.#first.keyframe.at
  }

  /** Number of the last event before those that are kept. */
  get firstSeq(): number {
    return this.#first.keyframe.seq
  }

  get lastSeq(): number {
    const last = this.#segments.at(-1) ?? this.#first
    return last.entries.at(-1)?.event.seq ?? last.keyframe.seq
  }

  /** The state of a moment; of the earliest that is kept, if it is before that. Applies fewer than {@link keyframeEvents} events. */
  stateAt(moment: Moment): PastState {
    const segment = this.#segments[Math.max(0, this.#segmentOf(moment))] ?? this.#first
    const count = lastIndex(segment.entries, ({ event }) => isUpTo(event, moment)) + 1
    const entries = segment.entries.slice(0, count)
    this.applied += count
    const state = applyEvents(
      segment.keyframe,
      entries.map(({ event }) => event),
    )
    const { frame, line } = entries.at(-1) ?? segment
    const at = 'at' in moment ? Math.max(moment.at, state.at) : state.at
    return { snapshot: at === state.at ? state : { ...state, at }, frame, line }
  }

  /** The latest events, at most so many, from a keyframe on. */
  latest(most: number): { start: PastState; entries: readonly ChronicleEntry[] } {
    let from = this.#segments.length - 1
    let count = this.#segments[from]?.entries.length ?? 0
    for (; from > 0; from -= 1) {
      count += this.#segments[from - 1]?.entries.length ?? 0
      if (count > most) break
    }
    const { frame, keyframe, line } = this.#segments[from] ?? this.#first
    return {
      start: { snapshot: keyframe, frame, line },
      entries: this.#segments.slice(from).flatMap(({ entries }) => entries),
    }
  }

  get #first(): Segment {
    const [first] = this.#segments
    if (first === undefined) throw new Error('a chronicle has at least one segment')
    return first
  }

  /** The last segment whose keyframe is not after the moment; -1: all are after it. */
  #segmentOf(moment: Moment): number {
    return lastIndex(this.#segments, ({ keyframe }) => isUpTo(keyframe, moment))
  }

  /** The segment for the next event. */
  #open(): Segment {
    const last = this.#segments.at(-1) ?? this.#first
    if (last.entries.length < keyframeEvents) return last
    const { frame, line } = last.entries.at(-1) ?? last
    const keyframe = applyEvents(
      last.keyframe,
      last.entries.map(({ event }) => event),
    )
    const bytes = copiedBytes(last.keyframe, keyframe)
    const next: Segment = { keyframe, frame, line, entries: [], bytes }
    this.#bytes += bytes
    this.#segments.push(next)
    return next
  }

  #isOver(): boolean {
    return this.#count > this.#limits.events || this.#bytes > this.#limits.bytes
  }

  #dropOldest(): void {
    const oldest = this.#segments.shift()
    if (oldest === undefined) return
    this.#bytes -= oldest.bytes
    this.#count -= oldest.entries.length
    this.dropped += oldest.entries.length
  }
}

function isUpTo({ at, seq }: { at: number; seq: number }, moment: Moment): boolean {
  return 'at' in moment ? at <= moment.at : seq <= moment.seq
}

/** Index of the last item for which it holds, in a list where it holds for the first ones; -1: for none. */
export function lastIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let from = -1
  let to = items.length
  while (to - from > 1) {
    const middle = (from + to) >> 1
    const item = items[middle]
    if (item !== undefined && holds(item)) from = middle
    else to = middle
  }
  return from
}

/** What an event takes in memory, measured once for each type. */
function roughBytes(event: LabEvent): number {
  switch (event.type) {
    case 'handheld':
      return 500
    case 'session':
      return 600
    case 'flow':
      return 300 + 200 * event.flow.steps.length
    case 'marks':
      return 100 + 120 * event.marks.length
    case 'faults':
      return 100 + 200 * event.faults.length
    case 'desktop':
      return 200 + 100 * event.desktop.messages.length
    case 'service':
    case 'demo':
      return 2_000
    default:
      return 300
  }
}

/** What a keyframe takes besides the one before: the lists that changed. */
function copiedBytes(before: Snapshot, after: Snapshot): number {
  const lists = ['handhelds', 'sessions', 'users', 'desktops'] as const
  const copied = lists.filter((name) => before[name] !== after[name])
  return copied.reduce((sum, name) => sum + 8 * after[name].length, 1_000)
}
