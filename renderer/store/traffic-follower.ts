import type { FrameView, LabApi, TrafficPosition, TrafficReader, TrafficRequest } from '#contract'
import { latestWins } from './latest-wins.ts'

/** The frames that the page shows. */
export interface ShownTraffic {
  /** Null until the lab has answered. */
  position: TrafficPosition | null
  /** The rows around those in sight, by their places. */
  rows: ReadonlyMap<number, FrameView>
  /** Identifies the reader: the places of one mean nothing in another. */
  reader: number
  isPaused: boolean
  /** Number of frames that have crossed since the pause. */
  missed: number
}

export const noTraffic: ShownTraffic = {
  position: null,
  rows: new Map(),
  reader: 0,
  isPaused: false,
  missed: 0,
}

/** Rows around those in sight that are read with them, for somebody who scrolls. */
const margin = 100
/** Number of rows to read before the table has told what is in sight. */
const firstRows = 60

/**
 * Keeps what is shown of the traffic up to date: reads the position and then the rows in sight, and shows both at once. It holds
 * only the rows around those in sight, and asks again only when it has shown the answer before.
 */
export class TrafficFollower {
  readonly #api: Pick<LabApi, 'readTraffic'>
  readonly #publish: (shown: ShownTraffic) => void
  #query: TrafficRequest = {}
  #reader: TrafficReader | null = null
  #readerId = 0
  /** The latest that the lab has told. */
  #position: TrafficPosition | null = null
  #shown = noTraffic
  #paused: { end: number; last: number } | null = null
  #sight = { from: 0, to: firstRows, isAtEnd: true }
  readonly #refresh = latestWins<void>(() => this.#read())

  constructor(api: Pick<LabApi, 'readTraffic'>, publish: (shown: ShownTraffic) => void) {
    this.#api = api
    this.#publish = publish
  }

  /** Which frames are shown. */
  get query(): TrafficRequest {
    return this.#query
  }

  /** Shows the frames that match, from the end. */
  ask(query: TrafficRequest): void {
    this.#query = query
    void this.open()
  }

  /** Opens a reader, in place of the one before. Called again when the connection is there again. */
  async open(): Promise<void> {
    this.#reader?.close()
    this.#reader = null
    this.#readerId += 1
    const id = this.#readerId
    const until = this.#paused?.last ?? null
    try {
      const reader = await this.#api.readTraffic({ ...this.#query, until }, (position) => {
        if (id !== this.#readerId) return
        this.#position = position
        this.#refresh()
      })
      if (id !== this.#readerId) return reader.close()
      this.#reader = reader
      this.#position = reader.position
      this.#sight = { ...this.#sight, isAtEnd: true }
      if (this.#paused) this.#paused.end = Number.POSITIVE_INFINITY
      this.#refresh()
    } catch (error) {
      if (id === this.#readerId) console.warn('The lab does not show its traffic.', error)
    }
  }

  /** Tells which places are in sight, and whether new frames at the end should be. */
  show(from: number, to: number, isAtEnd: boolean): void {
    const before = this.#sight
    if (before.from === from && before.to === to && before.isAtEnd === isAtEnd) return
    this.#sight = { from, to, isAtEnd }
    if (!this.#hasRowsInSight()) this.#refresh()
  }

  pause(): void {
    const { position } = this.#shown
    this.#paused = { end: position?.end ?? 0, last: position?.last ?? 0 }
    this.#tell(this.#shown.rows)
  }

  resume(): void {
    const wasReadWhilePaused = this.#paused?.end === Number.POSITIVE_INFINITY
    this.#paused = null
    if (wasReadWhilePaused) void this.open()
    else this.#refresh()
  }

  /** Reads one frame, for a jump to a row that is not in sight. */
  async frameAt(place: number): Promise<FrameView | undefined> {
    return this.#shown.rows.get(place) ?? (await this.#reader?.rows(place, 1))?.rows[0]
  }

  async #read(): Promise<void> {
    const reader = this.#reader
    const position = this.#position
    if (!reader || !position) return
    const { first, end } = this.#cut(position)
    const { from, to, isAtEnd } = this.#sight
    const wantedFrom = Math.max(first, isAtEnd ? end - (to - from) : from - margin)
    const wantedTo = Math.min(end, isAtEnd ? end : to + margin)
    const known = this.#shown.reader === this.#readerId ? this.#shown.rows : noTraffic.rows
    const rows = new Map<number, FrameView>()
    let missingFrom = wantedTo
    let missingTo = wantedFrom
    for (let place = wantedFrom; place < wantedTo; place += 1) {
      const row = known.get(place)
      if (row) rows.set(place, row)
      else {
        missingFrom = Math.min(missingFrom, place)
        missingTo = place + 1
      }
    }
    if (missingFrom < missingTo) {
      const answer = await reader.rows(missingFrom, missingTo - missingFrom).catch(() => null)
      if (reader !== this.#reader || answer === null) return
      answer.rows.forEach((row, index) => {
        rows.set(answer.from + index, row)
      })
    }
    this.#tell(rows, position)
  }

  #tell(rows: ReadonlyMap<number, FrameView>, position = this.#position): void {
    this.#shown = {
      position: position && this.#cut(position),
      rows,
      reader: this.#readerId,
      isPaused: this.#paused !== null,
      missed: this.#paused && position ? Math.max(0, position.last - this.#paused.last) : 0,
    }
    this.#publish(this.#shown)
  }

  /** The position without frames that came after the pause. */
  #cut(position: TrafficPosition): TrafficPosition {
    if (!this.#paused) return position
    const end = Math.min(position.end, this.#paused.end)
    return { ...position, end, first: Math.min(position.first, end) }
  }

  #hasRowsInSight(): boolean {
    const { position, rows } = this.#shown
    if (!position) return true
    const from = Math.max(position.first, this.#sight.from)
    const to = Math.min(position.end, this.#sight.to)
    for (let place = from; place < to; place += 1) if (!rows.has(place)) return false
    return true
  }
}
