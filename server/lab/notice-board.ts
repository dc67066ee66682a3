import { bounds, type Notice, type NoticeLevel, type NoticePart, type NoticeView } from '#contract'
import { describeUnexpected } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import type { EventStream } from './event-stream.ts'

/** A bounded list of the latest notices. */
export class NoticeBoard {
  readonly #clock: Clock
  readonly #events: EventStream
  #notices: NoticeView[] = []

  constructor(clock: Clock, events: EventStream) {
    this.#clock = clock
    this.#events = events
  }

  post(level: NoticeLevel, part: NoticePart, told: Notice): void {
    const notice = { at: this.#clock.now(), level, part, ...told }
    this.#notices.push(notice)
    if (this.#notices.length > 2 * bounds.notices) this.#notices = this.#notices.slice(-bounds.notices)
    this.#events.emit('notice', () => ({ type: 'notice', notice }))
  }

  /** Posts a notice about an unexpected error in the program, after which the lab continues. */
  postUnexpected(thrown: unknown): void {
    this.post('error', 'lab', { code: 'unexpected', facts: { fault: describeUnexpected(thrown) } })
  }

  /** Tells all of them once more, for faces from which they were kept back. */
  retell(): void {
    for (const notice of this.all()) {
      this.#events.emit('notice', () => ({ type: 'notice', notice, isAgain: true }))
    }
  }

  all(): NoticeView[] {
    return this.#notices.slice(-bounds.notices)
  }
}
