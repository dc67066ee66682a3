import { bounds, type MarkView } from '#contract'
import { Failure } from '../base/index.ts'
import type { Capture } from '../traffic/index.ts'
import type { EventStream } from './event-stream.ts'
import type { NoticeBoard } from './notice-board.ts'

/** What somebody asks to note about a frame. Without comment and colour the mark is removed. */
type Mark = Pick<MarkView, 'number' | 'comment' | 'colour'>

/** Marks and comments that people put on frames. They outlive their frames, and say so. */
export class FrameMarks {
  readonly #capture: Capture
  readonly #events: EventStream
  readonly #notices: NoticeBoard
  #marks: readonly MarkView[] = []
  /** While marked frames are kept: stops to watch for their loss. */
  #stopWatching: (() => void) | null = null

  constructor(parts: { capture: Capture; events: EventStream; notices: NoticeBoard }) {
    this.#capture = parts.capture
    this.#events = parts.events
    this.#notices = parts.notices
  }

  /** By the number of the frame. */
  all(): MarkView[] {
    return [...this.#marks]
  }

  of(number: number): MarkView | undefined {
    return this.#marks.find((mark) => mark.number === number)
  }

  /** @throws {Failure} `frame-gone` for a new mark on a frame that is not kept, `too-many-marks` */
  set({ number, comment, colour }: Mark): void {
    const others = this.#marks.filter((mark) => mark.number !== number)
    if (comment === '' && colour === null) {
      this.#change(others)
      return
    }
    const before = this.of(number)
    const frame = this.#capture.find(number)
    const at = before?.at ?? frame?.at
    if (at === undefined) throw new Failure('frame-gone', { number })
    if (others.length >= bounds.marks) throw new Failure('too-many-marks', { most: bounds.marks })
    const mark = { number, at, comment, colour, isGone: frame === undefined }
    this.#change([...others, mark].toSorted((one, other) => one.number - other.number))
  }

  /** Tells which marked frames the lab has dropped since the last call. */
  noteLosses(): void {
    const { first } = this.#capture
    const lost = this.#marks.filter((mark) => !mark.isGone && mark.number < first)
    if (lost.length === 0) return
    for (const { comment, number } of lost) {
      const facts = { number, comment }
      this.#notices.post('warning', 'capture', { code: 'marked-frame-dropped', facts })
    }
    this.#change(this.#marks.map((mark) => (mark.number < first ? { ...mark, isGone: true } : mark)))
  }

  #change(marks: readonly MarkView[]): void {
    this.#marks = marks
    this.#watch()
    this.#events.emit('marks', () => ({ type: 'marks', marks: this.all() }))
  }

  /** While no marked frame is kept, nothing is done for a new frame. */
  #watch(): void {
    const oldest = this.#marks.find((mark) => !mark.isGone)
    this.#stopWatching?.()
    this.#stopWatching =
      oldest === undefined
        ? null
        : this.#capture.onFrame(() => {
            if (oldest.number < this.#capture.first) this.noteLosses()
          })
  }
}
