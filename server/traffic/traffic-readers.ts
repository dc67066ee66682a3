import {
  type FrameView,
  parseFrameFilter,
  type ReadableFrame,
  type TrafficPosition,
  type TrafficQuery,
  type TrafficReader,
} from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { Capture } from './capture.ts'
import { Exchanges } from './exchanges.ts'
import type { FrameSegment } from './frame-segment.ts'
import { MatchReader, nextTurn } from './match-reader.ts'
import { SegmentText } from './segment-text.ts'
import { viewFrame } from './view-frame.ts'

/** Minimum interval between two positions that a reader is told. */
const positionIntervalMs = 100
/** The first frame after a quiet time is told this much later, together with those that follow it. */
const gatherMs = 20

/** A reader opens with its newest matches: when it has a screenful of them, or after this time. */
const screenful = 64
const openingMs = 50

/** How many matches a count shows. */
const latestCount = 5

/** What readers need of the lab. */
export interface ReadersOptions {
  capture: Capture
  /** Real time for a lab in a window: it shows traffic while lab time is paused, too. */
  clock: Clock
  nameOf(pin: string): string
  markOf(number: number): ReadableFrame['mark'] | undefined
}

/** The readers of a lab's frames. While none is open, nothing is done for a frame beyond keeping it. */
export class TrafficReaders {
  readonly #options: ReadersOptions
  readonly #open = new Set<MatchReader>()
  #texts = new WeakMap<FrameSegment, SegmentText>()
  readonly #exchanges: Exchanges
  #timer: Timer | null = null
  #stopListening: (() => void) | null = null
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(options: ReadersOptions) {
    this.#options = options
    this.#exchanges = new Exchanges(options.capture)
  }

  /** @throws {Failure} `bad-filter` */
  async open(query: TrafficQuery, onPosition: (position: TrafficPosition) => void): Promise<TrafficReader> {
    const { clock } = this.#options
    const reader = this.#start(query, onPosition)
    const giveUpAt = clock.now() + openingMs
    while (reader.isSearching) {
      reader.searchOlder()
      if (reader.matchCount >= screenful || clock.now() >= giveUpAt) break
      await nextTurn()
    }
    reader.opened()
    return reader
  }

  /** Searches all frames. @throws {Failure} `bad-filter` */
  async count(query: TrafficQuery): Promise<{ count: number; latest: FrameView[] }> {
    const reader = this.#start(query, () => {})
    try {
      while (reader.isSearching) {
        reader.searchOlder()
        await nextTurn()
      }
      const { end, first } = reader.position
      const { rows } = await reader.rows(end - latestCount, latestCount)
      return { count: end - first, latest: rows }
    } finally {
      reader.close()
    }
  }

  #start(query: TrafficQuery, onPosition: (position: TrafficPosition) => void): MatchReader {
    const filter = parseFrameFilter(query.filter, { zoneOffsetMs: query.zoneOffsetMinutes * 60_000 })
    if (filter.problem !== null) {
      throw new Failure('bad-filter', { column: filter.column, problem: filter.problem })
    }
    const reader = new MatchReader({
      ...this.#options,
      query,
      filter,
      exchanges: this.#exchanges,
      textOf: (segment) => this.#textOf(segment),
      onPosition,
      onChange: () => this.#schedule(),
      onClose: () => this.#closed(reader),
    })
    this.#open.add(reader)
    this.#stopListening ??= this.#options.capture.onFrame(() => this.#schedule())
    return reader
  }

  /** Time since the request that a frame answers; null: it answers none that is kept. */
  tookMs(number: number): number | null {
    const segment = this.#options.capture.segmentOf(number)
    return segment ? this.#exchanges.tookMs(segment, number - segment.firstNumber) : null
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
    this.#exchanges.clear()
    this.#stopListening?.()
    this.#stopListening = null
  }
}
