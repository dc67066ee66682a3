import {
  type FrameView,
  mostInsideMatches,
  mostTrafficRows,
  type TrafficPosition,
  type TrafficQuery,
  type TrafficReader,
  type TrafficRows,
} from '#contract'
import type { Capture } from './capture.ts'
import { FrameSearch, type SearchOptions } from './frame-search.ts'
import type { FrameSegment } from './frame-segment.ts'
import { MatchingFrames } from './matching-frames.ts'
import { viewFrame } from './view-frame.ts'

interface MatchReaderOptions extends SearchOptions {
  capture: Capture
  query: TrafficQuery
  onPosition(position: TrafficPosition): void
  onChange(): void
  onClose(): void
}

/** Reads the frames that match one query. */
export class MatchReader implements TrafficReader {
  readonly #options: MatchReaderOptions
  readonly #search: FrameSearch
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
    const { capture, query } = options
    this.#options = options
    this.#search = new FrameSearch(options)
    this.#isUnfiltered = this.#search.isUnfiltered
    this.#opensAt = Math.min(capture.last, query.until ?? capture.last)
    this.#searchedFrom = this.#isUnfiltered ? 0 : this.#opensAt + 1
    this.#searchedTo = this.#opensAt
  }

  /** Whether there are older frames that have not been searched. */
  get isSearching(): boolean {
    return this.#isOpen && !this.#hasEnough && this.#searchedFrom > this.#options.capture.first
  }

  get #hasEnough(): boolean {
    return this.#options.query.isInsideOnly && this.matchCount >= mostInsideMatches
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
      this.searchOlder()
      this.#options.onChange()
      await nextTurn()
    }
  }

  /** Searches the next older frames: as many of a segment as take little time. */
  searchOlder(): void {
    const { capture } = this.#options
    const segment = capture.segmentOf(this.#searchedFrom - 1)
    if (!segment) return
    const to = this.#searchedFrom - 1
    const from = Math.max(segment.firstNumber, capture.first, to + 1 - this.#search.sliceSize)
    for (const number of this.#search.older(segment, from, to)) this.#matches.addOlder(number)
    this.#searchedFrom = from
    if (!this.isSearching) for (const number of this.#search.oldest()) this.#matches.addOlder(number)
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
    if (this.#isUnfiltered || this.#hasEnough) return
    let next = Math.max(this.#searchedTo + 1, capture.first)
    while (next <= last) {
      const segment: FrameSegment | undefined = capture.segmentOf(next)
      if (!segment) break
      const to = Math.min(last, segment.firstNumber + segment.length - 1)
      for (const number of this.#search.newer(segment, next, to)) this.#matches.addNewer(number)
      next = to + 1
    }
    this.#searchedTo = last
  }
}

/** Lets the lab work between two pieces of a search. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
