import type { Packing } from '../base/index.ts'
import { applyEvents } from './apply.ts'
import type { LabEvent } from './events.ts'
import { entriesOf, PackedSnapshot } from './packed-snapshot.ts'
import type { Snapshot } from './views.ts'

/** Number of events from one keyframe to the next: more make looking back slower, fewer take more memory. */
export const keyframeEvents = 500
/** Packing goes on after each so many events: more than once for each piece of a segment, see {@link eventsTogether}. */
const eventsBetweenPacking = 50
/** Number of events that are packed together. */
const eventsTogether = 100

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
  /** Number of the last event before it, and its time. */
  readonly seq: number
  readonly at: number
  /** Whether the state before its events is kept. That of others is made from those before them. */
  readonly hasKeyframe: boolean
  /** The state before its events; null once it is packed, or is not kept. */
  keyframe: Snapshot | null
  packedKeyframe: PackedSnapshot | null
  /** Null once they are packed. */
  entries: ChronicleEntry[] | null
  packedEntries: Uint8Array[]
  count: number
  bytes: number
}

/** A segment that can be read. */
interface Opened {
  keyframe: Snapshot
  /** The first ones: as far as somebody has looked. */
  entries: readonly ChronicleEntry[]
  /** The others. */
  packed: readonly Uint8Array[]
}

/**
 * What happened in a lab, so that its state at any moment can be shown: the events, with a keyframe every {@link keyframeEvents}.
 * Keyframes share everything that did not change, so they cost little. Bounded: the oldest events are dropped, up to a keyframe.
 *
 * With a packing, only the latest events live as objects. Objects that live for minutes among those that live for a moment keep V8
 * from giving back what the others took; bytes do not.
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
  readonly #packing: Packing | null
  #segments: Segment[]
  #bytes = 0
  #count = 0
  /** Segments whose events are being packed, and those whose keyframes are. */
  readonly #eventsUnderWay: Generator<void, void>[] = []
  #keyframesUnderWay: Generator<void, void>[] = []
  /** The packed segment that was read last: whoever drags the time line reads it again. */
  #read: { segment: Segment; opened: Opened } | null = null

  /** @param start the state from which the events go on */
  constructor(
    start: Snapshot,
    position: RecordPosition,
    limits = usualChronicleLimits,
    packing: Packing | null = null,
  ) {
    this.#limits = limits
    this.#packing = packing
    this.#segments = [segmentFrom(start, position, true, 0)]
  }

  /** Adds an event that follows those before. One that the start contains changes nothing. */
  add(event: LabEvent, position: RecordPosition): void {
    if (event.seq <= this.lastSeq) return
    const { entries, segment } = this.#open()
    entries.push({ event, ...position })
    const bytes = roughBytes(event)
    segment.count += 1
    segment.bytes += bytes
    this.#bytes += bytes
    this.#count += 1
    if (this.#count % eventsBetweenPacking === 0) this.#packNext()
    while (this.#isOver() && this.#dropOldest());
  }

  /** Number of events that are kept. */
  get kept(): number {
    return this.#count
  }

  /** Estimated bytes of memory. */
  get bytes(): number {
    return this.#bytes
  }

  /** Lab time of the earliest moment that can be shown. */
  get firstAt(): number {
    return this.#first.at
  }

  /** Number of the last event before those that are kept. */
  get firstSeq(): number {
    return this.#first.seq
  }

  get lastSeq(): number {
    const last = this.#segments.at(-1) ?? this.#first
    return last.entries?.at(-1)?.event.seq ?? last.seq
  }

  /**
   * The state of a moment; of the earliest that is kept, if it is before that. Applies fewer than {@link keyframeEvents} events, or in a
   * large lab whose past is packed twice as many as it has entries.
   */
  stateAt(moment: Moment): PastState {
    const index = Math.max(0, this.#segmentOf(moment))
    const segment = this.#segments[index] ?? this.#first
    const opened = this.#openedUpTo(moment, index)
    const count = lastIndex(opened.entries, ({ event }) => isUpTo(event, moment)) + 1
    const entries = opened.entries.slice(0, count)
    const state = this.#apply(opened.keyframe, entries)
    const { frame, line } = entries.at(-1) ?? segment
    const at = 'at' in moment ? Math.max(moment.at, state.at) : state.at
    return { snapshot: at === state.at ? state : { ...state, at }, frame, line }
  }

  /** The latest events, at most so many, from the begin of a segment on. */
  latest(most: number): { start: PastState; entries: readonly ChronicleEntry[] } {
    let from = this.#segments.length - 1
    let count = this.#segments[from]?.count ?? 0
    for (; from > 0; from -= 1) {
      count += this.#segments[from - 1]?.count ?? 0
      if (count > most) break
    }
    const { frame, line } = this.#segments[from] ?? this.#first
    return {
      start: { snapshot: this.#opened(from).keyframe, frame, line },
      entries: this.#segments.slice(from).flatMap((segment) => this.#entriesOf(segment)),
    }
  }

  get #first(): Segment {
    const [first] = this.#segments
    if (first === undefined) throw new Error('a chronicle has at least one segment')
    return first
  }

  /** The last segment that does not begin after the moment; -1: all do. */
  #segmentOf(moment: Moment): number {
    return lastIndex(this.#segments, (segment) => isUpTo(segment, moment))
  }

  /** The segment for the next event. */
  #open(): { segment: Segment; entries: ChronicleEntry[] } {
    const last = this.#segments.at(-1) ?? this.#first
    const { entries, keyframe: before } = last
    if (entries === null || before === null) throw new Error('the last segment of a chronicle is not packed')
    if (entries.length < keyframeEvents) return { segment: last, entries }
    const keyframe = applyEvents(
      before,
      entries.map(({ event }) => event),
    )
    const next = segmentFrom(
      keyframe,
      entries.at(-1) ?? last,
      this.#needsKeyframe(keyframe),
      copiedBytes(before, keyframe),
    )
    this.#bytes += next.bytes
    this.#segments.push(next)
    if (this.#packing !== null) {
      this.#eventsUnderWay.push(this.#packEvents(last, entries, this.#packing))
      if (last.hasKeyframe) this.#keyframesUnderWay.push(this.#packKeyframe(last, before, this.#packing))
    }
    return { segment: next, entries: next.entries ?? [] }
  }

  /**
   * Keyframes are packed whole. The larger the lab, the fewer there are: so it takes the same time for each event in labs of any size.
   */
  #needsKeyframe(snapshot: Snapshot): boolean {
    if (this.#packing === null) return true
    const from = this.#segments.findLastIndex(({ hasKeyframe }) => hasKeyframe)
    const since = this.#segments.slice(from).reduce((sum, { count }) => sum + count, 0)
    return since >= Math.min(Math.max(keyframeEvents, 2 * entriesOf(snapshot)), this.#limits.events / 4)
  }

  /**
   * Events first: a keyframe of a large lab takes hundreds of times as long as those of a segment, which would live on as objects
   * meanwhile. Each keyframe has its turn, so that a lab that is too large for one to be packed before the next is packs more at a time.
   */
  #packNext(): void {
    const [first] = this.#eventsUnderWay
    if (first === undefined)
      this.#keyframesUnderWay = this.#keyframesUnderWay.filter((one) => !one.next().done)
    else if (first.next().done) this.#eventsUnderWay.shift()
  }

  *#packEvents(
    segment: Segment,
    entries: readonly ChronicleEntry[],
    packing: Packing,
  ): Generator<void, void> {
    let bytes = 0
    const pieces: Uint8Array[] = []
    for (let start = 0; start < entries.length; start += eventsTogether) {
      const piece = packing.pack(JSON.stringify(entries.slice(start, start + eventsTogether)))
      pieces.push(piece)
      bytes += piece.length
      yield
    }
    segment.packedEntries = pieces
    segment.entries = null
    if (!segment.hasKeyframe) segment.keyframe = null
    this.#resize(segment, bytes)
  }

  *#packKeyframe(segment: Segment, keyframe: Snapshot, packing: Packing): Generator<void, void> {
    const packed = new PackedSnapshot(packing)
    yield* packed.pack(keyframe)
    segment.packedKeyframe = packed
    segment.keyframe = null
    this.#resize(segment, segment.bytes + packed.bytes)
  }

  #resize(segment: Segment, bytes: number): void {
    // Dropped meanwhile, its bytes count no more.
    if (this.#segments.includes(segment)) this.#bytes += bytes - segment.bytes
    segment.bytes = bytes
  }

  #opened(index: number): Opened {
    const segment = this.#segments[index] ?? this.#first
    const { entries, keyframe } = segment
    if (keyframe !== null && entries !== null) return { keyframe, entries, packed: [] }
    if (this.#read?.segment === segment) return this.#read.opened
    const kept = entries ?? []
    const packed = entries === null ? segment.packedEntries : []
    const opened = { keyframe: this.#keyframeOf(index), entries: kept, packed }
    this.#read = { segment, opened }
    return opened
  }

  /** Unpacks as much of a segment as a moment needs. */
  #openedUpTo(moment: Moment, index: number): Opened {
    let opened = this.#opened(index)
    for (;;) {
      const [piece, ...packed] = opened.packed
      const last = opened.entries.at(-1)
      if (piece === undefined || (last !== undefined && !isUpTo(last.event, moment))) break
      opened = { ...opened, entries: [...opened.entries, ...this.#unpackedEntries(piece)], packed }
      // Only what is packed has more, and that is the segment that was read last.
      if (this.#read !== null) this.#read.opened = opened
    }
    return opened
  }

  /** Makes the state before a segment from the last one that is known. */
  #keyframeOf(index: number): Snapshot {
    const known = (at: number) => {
      const segment = this.#segments[at]
      if (segment === undefined) return null
      if (this.#read?.segment === segment) return this.#read.opened.keyframe
      return segment.keyframe ?? segment.packedKeyframe?.unpack() ?? null
    }
    let from = index
    let state = known(from)
    while (state === null && from > 0) {
      from -= 1
      state = known(from)
    }
    if (state === null) throw new Error('the first segment of a chronicle has a keyframe')
    for (const segment of this.#segments.slice(from, index))
      state = this.#apply(state, this.#entriesOf(segment))
    return state
  }

  #entriesOf({ entries, packedEntries }: Segment): readonly ChronicleEntry[] {
    if (entries !== null) return entries
    return packedEntries.flatMap((piece) => this.#unpackedEntries(piece))
  }

  #unpackedEntries(piece: Uint8Array): ChronicleEntry[] {
    return JSON.parse(this.#packing?.unpack(piece) ?? '[]')
  }

  #apply(state: Snapshot, entries: readonly ChronicleEntry[]): Snapshot {
    this.applied += entries.length
    return applyEvents(
      state,
      entries.map(({ event }) => event),
    )
  }

  #isOver(): boolean {
    return this.#count > this.#limits.events || this.#bytes > this.#limits.bytes
  }

  /** Drops the oldest segments, up to the next that has a keyframe. @returns whether there is one */
  #dropOldest(): boolean {
    const next = this.#segments.findIndex(({ hasKeyframe }, index) => index > 0 && hasKeyframe)
    if (next < 0) return false
    for (const { bytes, count } of this.#segments.splice(0, next)) {
      this.#bytes -= bytes
      this.#count -= count
      this.dropped += count
    }
    return true
  }
}

function segmentFrom(
  keyframe: Snapshot,
  { frame, line }: RecordPosition,
  hasKeyframe: boolean,
  bytes: number,
): Segment {
  return {
    ...{ seq: keyframe.seq, at: keyframe.at, frame, line, hasKeyframe, keyframe, bytes },
    ...{ packedKeyframe: null, entries: [], packedEntries: [], count: 0 },
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
