import type { z } from 'zod'
import { PackedList, type Packing } from '../base/index.ts'
import { Chronicle, type Moment, type RecordPosition, usualChronicleLimits } from './chronicle.ts'
import type { LabEvent } from './events.ts'
import {
  type besideRequest,
  mostStoryEvents,
  type PastMoment,
  type PastStory,
  type TimeLineView,
  type timeLineRequest,
} from './past.ts'
import { TellingEvents } from './telling-events.ts'
import { type TimeMark, TimeMarks } from './time-marks.ts'
import type { Snapshot } from './views.ts'

/**
 * Everything that is needed to look back at a lab: the chronicle, the marks of the time line and what happened. The lab keeps one
 * while it runs, and a page makes one of what is in a ticket bundle.
 */
export class LookBack {
  readonly chronicle: Chronicle
  readonly #marks = new TimeMarks()
  readonly #telling: TellingEvents
  readonly #begin: number
  /** The latest events that mean something. */
  readonly #story: PackedList<LabEvent>

  /** @param packing for what is older; without it, everything lives as objects */
  constructor(
    start: Snapshot,
    position: RecordPosition,
    limits = usualChronicleLimits,
    packing: Packing | null = null,
  ) {
    this.chronicle = new Chronicle(start, position, limits, packing)
    this.#telling = new TellingEvents(start)
    this.#story = new PackedList({ packing, most: mostStoryEvents })
    this.#begin = start.at
  }

  add(event: LabEvent, position: RecordPosition): void {
    if (event.seq <= this.chronicle.lastSeq) return
    this.chronicle.add(event, position)
    const told = this.#telling.read(event)
    if (told === null) return
    for (const what of told) this.#marks.add(event.seq, event.at, what)
    this.#story.push(event)
  }

  moment(moment: Moment): PastMoment {
    return this.chronicle.stateAt(moment)
  }

  /** @param now lab time now */
  timeLine(request: z.output<typeof timeLineRequest>, now: number): TimeLineView {
    const { from, places, to } = request
    const { dropped, firstAt, lastSeq } = this.chronicle
    return {
      first: firstAt,
      begin: this.#begin,
      now,
      seq: lastSeq,
      marks: this.#marks.between(from ?? this.#begin, to ?? now, places),
      dropped,
      droppedMarks: this.#marks.dropped,
    }
  }

  beside({ direction, seq }: z.output<typeof besideRequest>): TimeMark | null {
    return this.#marks.beside(seq, direction)
  }

  story(): PastStory {
    const events = [...this.#story.from()]
    const [first] = events
    const { firstSeq } = this.chronicle
    // The state before the first of them, or that from which states are known.
    const seq = Math.max(firstSeq, (first?.seq ?? firstSeq + 1) - 1)
    return {
      start: this.chronicle.stateAt({ seq }).snapshot,
      events: events.filter((event) => event.seq > seq),
    }
  }
}
