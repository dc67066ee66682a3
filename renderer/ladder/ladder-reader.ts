import type { FrameView, LabApi, TrafficPosition, TrafficReader, TrafficRequest } from '#contract'
import { latestWins } from '../store/latest-wins.ts'

/** A ladder has no more arrows: older frames are left out, and it says so. */
export const mostArrows = 5_000

/** Frames in one answer: so many are read and drawn without holding up the page. */
const pageRows = 250

export interface LadderFrames {
  /** Oldest first. */
  frames: readonly FrameView[]
  /** Whether matching frames were left out, because there are too many. */
  isCut: boolean
  isReading: boolean
}

export const noFrames: LadderFrames = { frames: [], isCut: false, isReading: true }

/**
 * Reads the frames of a ladder and keeps up with new ones. The newest come first, so that somebody who watches sees them at once; older
 * ones follow until there are enough.
 */
export class LadderReader {
  readonly #api: Pick<LabApi, 'readTraffic'>
  readonly #publish: (frames: LadderFrames) => void
  #reader: TrafficReader | null = null
  #position: TrafficPosition | null = null
  #frames: FrameView[] = []
  /** Places of the frames that have been read. */
  #from = 0
  #to = 0
  #isClosed = false
  /** Older frames are not wanted. */
  readonly #lastMs: number | null
  readonly #refresh = latestWins<void>(() => this.#read().catch(() => undefined))

  /** @param lastMs only frames of so long before the newest one; null: all */
  constructor(
    api: Pick<LabApi, 'readTraffic'>,
    lastMs: number | null,
    publish: (frames: LadderFrames) => void,
  ) {
    this.#api = api
    this.#lastMs = lastMs
    this.#publish = publish
  }

  async open(request: TrafficRequest): Promise<void> {
    const reader = await this.#api.readTraffic(request, (position) => {
      this.#position = position
      this.#refresh()
    })
    if (this.#isClosed) return reader.close()
    this.#reader = reader
    this.#position ??= reader.position
    this.#from = this.#position.end
    this.#to = this.#position.end
    this.#refresh()
  }

  close(): void {
    this.#isClosed = true
    this.#reader?.close()
  }

  async #read(): Promise<void> {
    const reader = this.#reader
    if (reader === null || this.#position === null || this.#isClosed) return
    const { end } = this.#position
    // Too far behind: read anew from the end.
    if (end - this.#to > mostArrows || end < this.#to) {
      this.#frames = []
      this.#from = end
      this.#to = end
    }
    while (this.#to < end) {
      const { rows } = await reader.rows(this.#to, Math.min(end - this.#to))
      if (this.#isClosed || rows.length === 0) return
      this.#frames = [...this.#frames, ...rows]
      this.#to += rows.length
      this.#tell()
    }
    while (this.#wantsOlder()) {
      const from = Math.max(this.#least(), this.#from - pageRows)
      const answer = await reader.rows(from, this.#from - from)
      if (this.#isClosed || answer.rows.length === 0) break
      this.#frames = [...answer.rows, ...this.#frames]
      this.#from = answer.from
      // Each telling draws everything anew.
      if (this.#frames.length % (4 * pageRows) === 0) this.#tell()
    }
    this.#tell()
  }

  /** The place of the oldest frame that may be kept. */
  #least(): number {
    return Math.max(this.#position?.first ?? 0, this.#to - mostArrows)
  }

  #wantsOlder(): boolean {
    return !this.#isClosed && this.#from > this.#least() && !this.#isOld(this.#frames[0])
  }

  #isOld(frame: FrameView | undefined): boolean {
    const newest = this.#frames.at(-1)
    return (
      this.#lastMs !== null &&
      frame !== undefined &&
      newest !== undefined &&
      frame.at < newest.at - this.#lastMs
    )
  }

  #tell(): void {
    const { first = 0, isCounting = false } = this.#position ?? {}
    const dropped = Math.max(0, this.#least() - this.#from)
    if (dropped > 0) {
      this.#frames = this.#frames.slice(dropped)
      this.#from += dropped
    }
    const frames = this.#frames.filter((frame) => !this.#isOld(frame))
    this.#publish({
      frames,
      isCut: this.#from > first && frames.length === this.#frames.length && this.#frames.length >= mostArrows,
      isReading: isCounting || this.#wantsOlder(),
    })
  }
}
