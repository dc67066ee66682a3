import type { LabApi, LogLineView, LogPage, LogQuery } from '#contract'

/** What is known of the lines that match the query. */
export interface ShownLog {
  query: LogQuery
  /** Places of the oldest line and after the newest one. */
  first: number
  end: number
  kept: number
  dropped: number
  /** The lines that were read, by place. Bounded: those around what is in sight. */
  lines: ReadonlyMap<number, LogLineView>
  /** Whether the answer to the query is still awaited. */
  isReading: boolean
}

/** Lines are read in pages, so that scrolling asks seldom. */
const pageSize = 100
/** Minimum time between two looks at the log while the lab works. */
const lookMs = 250
/** Maximum number of lines that the page keeps. */
const mostLines = 2_000

/** Reads the lines of the log that are in sight, and looks for new ones when something happened. */
export class LogFollower {
  readonly #api: LabApi
  readonly #onChange: (shown: ShownLog) => void
  #shown: ShownLog
  #sight = { from: 0, to: 0 }
  #isAsking = false
  #isStale = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false
  readonly #unsubscribe: () => void

  constructor(api: LabApi, query: LogQuery, onChange: (shown: ShownLog) => void) {
    this.#api = api
    this.#onChange = onChange
    this.#shown = { query, first: 0, end: 0, kept: 0, dropped: 0, lines: new Map(), isReading: true }
    this.#unsubscribe = api.subscribe(({ type }) => {
      if (type === 'flow' || type === 'flow-step' || type === 'session-closed' || type === 'notice') {
        this.#lookSoon()
      }
    })
    void this.#read(null)
  }

  get shown(): ShownLog {
    return this.#shown
  }

  /** These places are in sight. */
  inSight(from: number, to: number): void {
    this.#sight = { from, to }
    const missing = this.#missing()
    if (missing !== null) void this.#read(missing)
  }

  close(): void {
    this.#isClosed = true
    this.#unsubscribe()
    clearTimeout(this.#timer)
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#read(null)
    }, lookMs)
  }

  /** The first place in sight whose line was not read. */
  #missing(): number | null {
    const { end, first, lines } = this.#shown
    for (let place = Math.max(first, this.#sight.from); place < Math.min(end, this.#sight.to); place += 1) {
      if (!lines.has(place)) return place
    }
    return null
  }

  /** @param from a place, or null for the newest lines */
  async #read(from: number | null): Promise<void> {
    if (this.#isAsking) {
      this.#isStale ||= from === null
      return
    }
    this.#isAsking = true
    const page = await this.#ask(from)
    this.#isAsking = false
    if (this.#isClosed || page === null) return
    this.#take(page)
    const missing = this.#missing()
    if (this.#isStale) {
      this.#isStale = false
      this.#lookSoon()
    }
    if (missing !== null) void this.#read(missing)
  }

  async #ask(from: number | null): Promise<LogPage | null> {
    try {
      return await this.#api.call('log.read', { ...this.#shown.query, from, count: pageSize })
    } catch {
      // The connection is lost: the next event after it has come back looks again.
      return null
    }
  }

  #take({ dropped, end, first, from, kept, lines: read }: LogPage): void {
    // Places start anew when the lab has forgotten the query.
    const isSame = end >= this.#shown.end
    const lines = new Map(isSame ? this.#shown.lines : [])
    read.forEach((line, index) => {
      lines.set(from + index, line)
    })
    for (const place of lines.keys()) {
      if (place < first || lines.size > mostLines) lines.delete(place)
      else break
    }
    this.#shown = { ...this.#shown, first, end, kept, dropped, lines, isReading: false }
    this.#onChange(this.#shown)
  }
}
