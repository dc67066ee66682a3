import type { FrameFilter, ReadableFrame, TrafficQuery } from '#contract'
import type { Capture } from './capture.ts'
import type { Exchanges } from './exchanges.ts'
import { type FrameSegment, segmentFrames } from './frame-segment.ts'
import { SegmentCursor } from './segment-cursor.ts'
import type { SegmentText } from './segment-text.ts'

/** How many frames are searched at a time, by what reading one costs: the lab works between two slices. */
const sliceSizes: Record<FrameFilter['cost'], number> = {
  facts: segmentFrames,
  summary: segmentFrames,
  words: segmentFrames,
  message: 256,
  layers: 64,
}

export interface SearchOptions {
  capture: Capture
  query: TrafficQuery
  filter: FrameFilter
  exchanges: Exchanges
  textOf(segment: FrameSegment): SegmentText
  nameOf(pin: string): string
  markOf(number: number): ReadableFrame['mark'] | undefined
}

/** A row of a segment that a filter shows apart from what it says of pauses. */
interface BaseRow {
  segment: FrameSegment
  number: number
  at: number
}

/**
 * Searches frames, backwards from the newest one and forwards as new ones come. A filter may ask for the pause since the frame before
 * among those that it shows: for the oldest frame of a slice that one is found in a later slice only, so it waits.
 */
export class FrameSearch {
  readonly #options: SearchOptions
  /** The oldest frame found so far, if it waits for the one before it. */
  #waiting: BaseRow | null = null
  /** Lab time of the newest frame found so far. */
  #newestAt: number | null = null

  constructor(options: SearchOptions) {
    this.#options = options
  }

  get isUnfiltered(): boolean {
    const { filter, query } = this.#options
    const { handheld, hidesStatus, hop, isInsideOnly } = query
    return filter.tree === null && handheld === null && hop === null && !hidesStatus && !isInsideOnly
  }

  get sliceSize(): number {
    return sliceSizes[this.#options.filter.cost]
  }

  /** Searches the slice before those searched so far. @returns the numbers of matches, newest first */
  older(segment: FrameSegment, from: number, to: number): number[] {
    const numbers = this.#candidates(segment, from, to)
    if (!this.#measuresPauses) return numbers.reverse()
    const rows = numbers.map((number) => baseRow(segment, number))
    const newest = rows.at(-1)
    if (!newest) return []
    this.#newestAt ??= newest.at
    const found: number[] = []
    const [oldest, ...others] = rows
    const cursor = this.#cursor(segment, from, this.#options.query.isOpened)
    others.forEach((row, index) => {
      if (this.#testAfter(cursor, row, rows[index]?.at ?? null)) found.push(row.number)
    })
    found.push(...this.#resolved(newest.at))
    this.#waiting = oldest ?? null
    return found.reverse()
  }

  /** Called when nothing older is left. @returns the frame that waited, if it matches without one before it */
  oldest(): number[] {
    return this.#resolved(null)
  }

  /** Searches frames that are newer than all before. @returns the numbers of matches, oldest first */
  newer(segment: FrameSegment, from: number, to: number): number[] {
    const numbers = this.#candidates(segment, from, to)
    if (!this.#measuresPauses) return numbers
    const cursor = this.#cursor(segment, from, this.#options.query.isOpened)
    return numbers.filter((number) => {
      const row = baseRow(segment, number)
      const before = this.#newestAt
      this.#newestAt = row.at
      return this.#testAfter(cursor, row, before)
    })
  }

  /** What matches only inside the encryption is counted whatever the pauses are: they differ inside and outside. */
  get #measuresPauses(): boolean {
    return this.#options.filter.base !== null && !this.#options.query.isInsideOnly
  }

  /** The frames that match the query, apart from pauses; oldest first. */
  #candidates(segment: FrameSegment, from: number, to: number): number[] {
    const { filter, query } = this.#options
    const { handheld, hidesStatus, hop, isInsideOnly } = query
    const test = filter.base ?? filter.test
    const cursor = this.#cursor(segment, from, query.isOpened || isInsideOnly)
    const closed = isInsideOnly ? this.#cursor(segment, from, false) : null
    const found: number[] = []
    for (let number = from; number <= to; number += 1) {
      cursor.row = number - segment.firstNumber
      if (hop !== null && cursor.hop !== hop) continue
      if (hidesStatus && cursor.isStatus) continue
      if (handheld !== null && cursor.handheld !== handheld) continue
      if (!test(cursor)) continue
      if (closed) {
        closed.row = cursor.row
        if (test(closed)) continue
      }
      found.push(number)
    }
    return found
  }

  /** The frame that waited, if it matches now. @param before lab time of the frame before it */
  #resolved(before: number | null): number[] {
    const waiting = this.#waiting
    this.#waiting = null
    if (!waiting || waiting.number < this.#options.capture.first) return []
    const cursor = this.#cursor(waiting.segment, waiting.number, this.#options.query.isOpened)
    return this.#testAfter(cursor, waiting, before) ? [waiting.number] : []
  }

  #testAfter(cursor: SegmentCursor, { at, number, segment }: BaseRow, before: number | null): boolean {
    cursor.row = number - segment.firstNumber
    cursor.gapMs = before === null ? null : at - before
    return this.#options.filter.test(cursor)
  }

  #cursor(segment: FrameSegment, from: number, isOpened: boolean): SegmentCursor {
    const { exchanges, markOf, nameOf, textOf } = this.#options
    const row = from - segment.firstNumber
    return new SegmentCursor(segment, textOf(segment), { exchanges, markOf, nameOf, isOpened, from: row })
  }
}

function baseRow(segment: FrameSegment, number: number): BaseRow {
  return { segment, number, at: segment.at[number - segment.firstNumber] ?? 0 }
}
