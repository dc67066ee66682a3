import { bounds, type NoticeView } from '#contract'
import { describeUnexpected } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { EventStream } from './event-stream.ts'

/** What went wrong or deserves a look; the latest only. */
export class NoticeBoard {
  readonly #clock: Clock
  readonly #events: EventStream
  #notices: NoticeView[] = []

  constructor(clock: Clock, events: EventStream) {
    this.#clock = clock
    this.#events = events
  }

  post(level: NoticeView['level'], part: string, text: string): void {
    const notice = { at: this.#clock.now(), level, part, text }
    this.#notices.push(notice)
    if (this.#notices.length > 2 * bounds.notices) this.#notices = this.#notices.slice(-bounds.notices)
    this.#events.emit('notice', () => ({ type: 'notice', notice }))
  }

  /** A fault of the program: one piece of work ended by it, and the lab goes on. */
  postUnexpected(thrown: unknown): void {
    this.post('error', 'lab', `unexpected: ${describeUnexpected(thrown)}`)
  }

  all(): NoticeView[] {
    return this.#notices.slice(-bounds.notices)
  }
}
