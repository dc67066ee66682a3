import { type LabEvent, type LogLineView, type LogPage, type LogQuery, lastIndex } from '#contract'
import { startLines } from './follow-log.ts'
import { formatLogLine, type LogLine } from './log-line.ts'
import { isLogged, LogReader } from './log-reader.ts'

/** Maximum number of lines that are kept. */
const usualMost = 20_000
/** Maximum number of queries whose matches are remembered. */
const mostQueries = 16

interface Entry {
  readonly number: number
  readonly line: LogLine
  /** The formatted line, once somebody has asked for it. */
  text: string | null
}

/** The matches of a query, as far as the log has been searched. */
interface Matches {
  readonly query: LogQuery
  /** Numbers of matching lines, in order. May begin with lines that are no longer kept. */
  numbers: number[]
  /** Place of `numbers[0]`. */
  first: number
  /** Number of the last line that was searched. */
  searched: number
}

/**
 * The latest lines of the log, for people who look at it while the lab runs. Bounded; a line is formatted when somebody reads or
 * searches it. A query that is asked again searches only the lines that have come since.
 */
export class LogBook {
  readonly #reader = new LogReader()
  readonly #most: number
  readonly #zone: string
  #entries: Entry[] = []
  /** Number of the last line. */
  #last = 0
  /** Latest last. */
  #searches: Matches[] = []

  /** @param startedAt lab time in milliseconds @param options.zone time zone of the lab */
  constructor(startedAt: number, { most = usualMost, zone = 'UTC' }: { most?: number; zone?: string } = {}) {
    this.#most = most
    this.#zone = zone
    for (const line of startLines(startedAt)) this.#add(line)
  }

  /** Writes down what an event tells. */
  receive(event: LabEvent): void {
    if (isLogged(event)) for (const line of this.#reader.linesOf(event)) this.#add(line)
  }

  /** Number of the newest line. */
  get last(): number {
    return this.#last
  }

  /** Returns lines by their places. @param from null: the newest lines @param until number of the last line to consider, or null */
  read(query: LogQuery, from: number | null, count: number, until: number | null = null): LogPage {
    const matches = this.#search(query)
    const considered =
      until === null ? matches.numbers.length : lastIndex(matches.numbers, (number) => number <= until) + 1
    const end = matches.first + considered
    const start = Math.min(end, Math.max(matches.first, from ?? end - count))
    const wanted = matches.numbers.slice(
      start - matches.first,
      Math.min(start - matches.first + count, considered),
    )
    return {
      first: matches.first,
      end,
      kept: until === null ? this.#kept : Math.max(0, this.#kept - Math.max(0, this.#last - until)),
      dropped: this.#last - this.#kept,
      from: start,
      lines: wanted.flatMap((number) => {
        const entry = this.#find(number)
        return entry ? [this.#viewOf(entry)] : []
      }),
    }
  }

  get #kept(): number {
    return Math.min(this.#entries.length, this.#most)
  }

  #add(line: LogLine): void {
    this.#last += 1
    this.#entries.push({ number: this.#last, line, text: null })
    // Cut many at once, since cutting one moves all the others.
    if (this.#entries.length >= 2 * this.#most) this.#entries = this.#entries.slice(-this.#most)
  }

  #find(number: number): Entry | undefined {
    return this.#entries[number - (this.#entries[0]?.number ?? 1)]
  }

  #search(query: LogQuery): Matches {
    const known = this.#searches.find((one) => isSame(one.query, query))
    const matches: Matches = known ?? { query, numbers: [], first: 0, searched: 0 }
    this.#searches = [...this.#searches.filter((one) => one !== matches), matches].slice(-mostQueries)
    const words = query.text.toLowerCase().split(/\s+/).filter(Boolean)
    const oldest = this.#last - this.#kept + 1
    for (let number = Math.max(oldest, matches.searched + 1); number <= this.#last; number += 1) {
      const entry = this.#find(number)
      if (entry && this.#doesMatch(entry, query, words)) matches.numbers.push(number)
    }
    matches.searched = this.#last
    const gone = matches.numbers.findIndex((number) => number >= oldest)
    const dropped = gone < 0 ? matches.numbers.length : gone
    if (dropped > 0) {
      matches.numbers = matches.numbers.slice(dropped)
      matches.first += dropped
    }
    return matches
  }

  #doesMatch(entry: Entry, query: LogQuery, words: readonly string[]): boolean {
    const { component, flow, handheld, level } = query
    const { line } = entry
    if (line.level > level) return false
    if (component !== null && line.component !== component) return false
    if (flow !== null && line.flow !== flow) return false
    if (handheld !== null && line.handheld !== handheld) return false
    if (words.length === 0) return true
    const text = `${line.component} ${this.#textOf(entry)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }

  #textOf(entry: Entry): string {
    entry.text ??= formatLogLine(entry.line, this.#zone)
    return entry.text
  }

  #viewOf(entry: Entry): LogLineView {
    const { at, component, flow = null, handheld = null, level, session = null } = entry.line
    return { number: entry.number, at, component, level, text: this.#textOf(entry), flow, handheld, session }
  }
}

function isSame(one: LogQuery, other: LogQuery): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
