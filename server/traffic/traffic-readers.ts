import {
  type FrameFilter,
  type FrameView,
  mostTrafficRows,
  parseFrameFilter,
  type TrafficPosition,
  type TrafficQuery,
  type TrafficReader,
  type TrafficRows,
} from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { Capture } from './capture.ts'
import type { CapturedFrame, FrameSegment } from './frame-segment.ts'
import { MatchingFrames } from './matching-frames.ts'
import { SegmentCursor } from './segment-cursor.ts'
import { SegmentText } from './segment-text.ts'

/** Minimum interval between two positions that a reader is told. */
const positionIntervalMs = 100
/** The first frame after a quiet time is told this much later, together with those that follow it. */
const gatherMs = 20

/** A reader opens with its newest matches: when it has a screenful of them, or after this time. */
const screenful = 64
const openingMs = 50

/** What readers need of the lab. */
export interface ReadersOptions {
  capture: Capture
  /** Real time for a lab in a window: it shows traffic while lab time is paused, too. */
  clock: Clock
  nameOf(pin: string): string
}

/** The readers of a lab's frames. While none is open, nothing is done for a frame beyond keeping it. */
export class TrafficReaders {
  readonly #options: ReadersOptions
  readonly #open = new Set<MatchReader>()
  #texts = new WeakMap<FrameSegment, SegmentText>()
  #timer: Timer | null = null
  #stopListening: (() => void) | null = null
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(options: ReadersOptions) {
    this.#options = options
  }

  /** @throws {Failure} `bad-filter` */
  async open(query: TrafficQuery, onPosition: (position: TrafficPosition) => void): Promise<TrafficReader> {
    const filter = parseFrameFilter(query.filter)
    if (filter.problem !== null) {
      throw new Failure('bad-filter', { column: filter.column, problem: filter.problem })
    }
    const { capture, clock } = this.#options
    const reader = new MatchReader({
      ...this.#options,
      query,
      filter,
      textOf: (segment) => this.#textOf(segment),
      onPosition,
      onChange: () => this.#schedule(),
      onClose: () => this.#closed(reader),
    })
    this.#open.add(reader)
    this.#stopListening ??= capture.onFrame(() => this.#schedule())
    const giveUpAt = clock.now() + openingMs
    while (reader.isSearching) {
      reader.searchSegment()
      if (reader.matchCount >= screenful || clock.now() >= giveUpAt) break
      await nextTurn()
    }
    reader.opened()
    return reader
  }

  /** A frame as faces see it; undefined if the lab has dropped it. */
  viewOf(number: number): FrameView | undefined {
    const frame = this.#options.capture.find(number)
    return frame && viewFrame(frame, this.#options.nameOf)
  }

  /** Tells the readers that the capture was cleared. */
  cleared(): void {
    this.#schedule()
  }

  #textOf(segment: FrameSegment): SegmentText {
    let text = this.#texts.get(segment)
    if (!text) {
      text = new SegmentText(segment)
      this.#texts.set(segment, text)
    }
    return text
  }

  #schedule(): void {
    if (this.#timer !== null || this.#open.size === 0) return
    const { clock } = this.#options
    const delayMs = Math.max(gatherMs, this.#toldAt + positionIntervalMs - clock.now())
    this.#timer = clock.after(delayMs, () => {
      this.#timer = null
      this.#toldAt = clock.now()
      for (const reader of this.#open) reader.tell()
    })
  }

  #closed(reader: MatchReader): void {
    this.#open.delete(reader)
    if (this.#open.size > 0) return
    this.#timer?.cancel()
    this.#timer = null
    this.#texts = new WeakMap()
    this.#stopListening?.()
    this.#stopListening = null
  }
}

interface MatchReaderOptions extends ReadersOptions {
  query: TrafficQuery
  filter: FrameFilter
  textOf(segment: FrameSegment): SegmentText
  onPosition(position: TrafficPosition): void
  onChange(): void
  onClose(): void
}

class MatchReader implements TrafficReader {
  readonly #options: MatchReaderOptions
  readonly #matches = new MatchingFrames()
  /** Without any condition the places follow from the numbers alone. */
  readonly #isUnfiltered: boolean
  /** Number of the newest frame when this reader was opened: its place is -1. */
  readonly #opensAt: number
  /** Frames from here on, up to the one that was newest at first, have been searched. */
  #searchedFrom: number
  /** Later frames up to this one have been searched. */
  #searchedTo: number
  #isOpen = true
  #told: TrafficPosition | null = null

  constructor(options: MatchReaderOptions) {
    const { capture, filter, query } = options
    this.#options = options
    this.#isUnfiltered = filter.isEmpty && query.handheld === null && query.hop === null
    this.#opensAt = Math.min(capture.last, query.until ?? capture.last)
    this.#searchedFrom = this.#isUnfiltered ? 0 : this.#opensAt + 1
    this.#searchedTo = this.#opensAt
  }

  /** Whether there are older frames that have not been searched. */
  get isSearching(): boolean {
    return this.#isOpen && this.#searchedFrom > this.#options.capture.first
  }

  get matchCount(): number {
    return this.#matches.end - this.#matches.first
  }

  get position(): TrafficPosition {
    const { capture, query } = this.#options
    const { first, last } = capture
    const isCounting = this.isSearching
    const others = { isCounting, kept: capture.kept, dropped: capture.droppedFrames, last }
    if (this.#isUnfiltered) {
      const end = Math.min(last, query.until ?? last) - this.#opensAt
      return { first: Math.min(first - 1 - this.#opensAt, end), end, ...others }
    }
    this.#matches.dropBefore(first)
    return { first: this.#matches.first, end: this.#matches.end, ...others }
  }

  async rows(from: number, count: number): Promise<TrafficRows> {
    const { first, end } = this.position
    const start = Math.max(from, first)
    const stop = Math.min(end, from + Math.min(count, mostTrafficRows))
    const rows: FrameView[] = []
    for (let place = start; place < stop; place += 1) {
      const number = this.#isUnfiltered ? this.#opensAt + 1 + place : this.#matches.numberAt(place)
      const frame = number === undefined ? undefined : this.#options.capture.find(number)
      if (frame) rows.push(viewFrame(frame, this.#options.nameOf))
    }
    return { from: start, rows }
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.onClose()
  }

  /** From now on the position is told as it changes, and the search goes on by itself. */
  opened(): void {
    this.#told = this.position
    void this.#searchOn()
  }

  async #searchOn(): Promise<void> {
    while (this.isSearching) {
      this.searchSegment()
      this.#options.onChange()
      await nextTurn()
    }
  }

  /** Searches the next older segment. */
  searchSegment(): void {
    const { capture } = this.#options
    const segment = capture.segmentOf(this.#searchedFrom - 1)
    if (!segment) return
    const from = Math.max(segment.firstNumber, capture.first)
    const found = this.#search(segment, from, this.#searchedFrom - 1)
    for (const number of found.reverse()) this.#matches.addOlder(number)
    this.#searchedFrom = from
  }

  /** Searches the frames that are new, and tells the position if it has changed. Before it is opened, does nothing. */
  tell(): void {
    if (this.#told === null) return
    this.#searchNewFrames()
    const { position } = this
    const told = this.#told
    const isSame = Object.entries(position).every(([name, value]) => Reflect.get(told, name) === value)
    if (isSame) return
    this.#told = position
    this.#options.onPosition(position)
  }

  #searchNewFrames(): void {
    const { capture, query } = this.#options
    const last = Math.min(capture.last, query.until ?? capture.last)
    if (this.#isUnfiltered) return
    let next = Math.max(this.#searchedTo + 1, capture.first)
    while (next <= last) {
      const segment = capture.segmentOf(next)
      if (!segment) break
      const to = Math.min(last, segment.firstNumber + segment.length - 1)
      for (const number of this.#search(segment, next, to)) this.#matches.addNewer(number)
      next = to + 1
    }
    this.#searchedTo = last
  }

  /** @returns the numbers of the matching frames of a segment, oldest first */
  #search(segment: FrameSegment, from: number, to: number): number[] {
    const { filter, nameOf, query, textOf } = this.#options
    const cursor = new SegmentCursor(segment, textOf(segment), {
      nameOf,
      isOpened: query.isOpened,
      from: from - segment.firstNumber,
    })
    const found: number[] = []
    for (let number = from; number <= to; number += 1) {
      cursor.row = number - segment.firstNumber
      if (query.hop !== null && cursor.hop !== query.hop) continue
      if (query.handheld !== null && cursor.handheld !== query.handheld) continue
      if (filter.test(cursor)) found.push(number)
    }
    return found
  }
}

function viewFrame(frame: CapturedFrame, nameOf: (pin: string) => string): FrameView {
  return {
    number: frame.number,
    at: frame.at,
    hop: frame.hop,
    direction: frame.direction,
    handheld: frame.pin === null ? null : nameOf(frame.pin),
    protocol: frame.protocol,
    sizeBytes: frame.sizeBytes,
    isEncrypted: frame.isEncrypted,
    summary: frame.summary(),
    openedSummary: frame.openedSummary(),
    flow: frame.origin?.flow ?? null,
    step: frame.origin?.step ?? null,
    session: frame.origin?.session ?? null,
    user: frame.origin?.user ?? null,
    callId: frame.callId?.() ?? null,
  }
}

/** Lets the lab work between two pieces of a search. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
