import { type LabEvent, type LogLineView, type LogPage, type LogQuery, lastIndex } from '#contract'
import { PackedList, type Packing } from '../base/index.ts'
import { startLines } from './follow-log.ts'
import { formatLogLine, type LogLine } from './log-line.ts'
import { isLogged, LogReader } from './log-reader.ts'

/** Maximum number of lines that are kept. */
const usualMost = 20_000
/** Maximum number of queries whose matches are remembered. */
const mostQueries = 16

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
  readonly #zone: string
  /** A line's number is its place, from 1. */
  readonly #lines: PackedList<LogLine>
  /** Latest last. */
  #searches: Matches[] = []

  /**
   * @param startedAt lab time in milliseconds
   * @param options.zone time zone of the lab
   * @param options.packing for lines that are older; null: they live as objects
   */
  constructor(
    startedAt: number,
    {
      most = usualMost,
      packing = null,
      zone = 'UTC',
    }: { most?: number; packing?: Packing | null; zone?: string } = {},
  ) {
    this.#lines = new PackedList({ packing, most })
    this.#zone = zone
    for (const line of startLines(startedAt)) this.#lines.push(line)
  }

  /** Writes down what an event tells. */
  receive(event: LabEvent): void {
    if (isLogged(event)) for (const line of this.#reader.linesOf(event)) this.#lines.push(line)
  }

  /** Number of the newest line. */
  get last(): number {
    return this.#lines.end
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
    const { end: last, length: kept } = this.#lines
    return {
      first: matches.first,
      end,
      kept: until === null ? kept : Math.max(0, kept - Math.max(0, last - until)),
      dropped: last - kept,
      from: start,
      lines: wanted.flatMap((number) => {
        const line = this.#lines.at(number - 1)
        return line ? [this.#viewOf(number, line)] : []
      }),
    }
  }

  #search(query: LogQuery): Matches {
    const known = this.#searches.find((one) => isSame(one.query, query))
    const matches: Matches = known ?? { query, numbers: [], first: 0, searched: 0 }
    this.#searches = [...this.#searches.filter((one) => one !== matches), matches].slice(-mostQueries)
    const words = query.text.toLowerCase().split(/\s+/).filter(Boolean)
    const oldest = this.#lines.start + 1
    let number = Math.max(this.#lines.start, matches.searched)
    for (const line of this.#lines.from(number)) {
      number += 1
      if (this.#doesMatch(line, query, words)) matches.numbers.push(number)
    }
    matches.searched = this.#lines.end
    const gone = matches.numbers.findIndex((number) => number >= oldest)
    const dropped = gone < 0 ? matches.numbers.length : gone
    if (dropped > 0) {
      matches.numbers = matches.numbers.slice(dropped)
      matches.first += dropped
    }
    return matches
  }

  #doesMatch(line: LogLine, query: LogQuery, words: readonly string[]): boolean {
    const { component, flow, handheld, level } = query
    if (line.level > level) return false
    if (component !== null && line.component !== component) return false
    if (flow !== null && line.flow !== flow) return false
    if (handheld !== null && line.handheld !== handheld) return false
    if (words.length === 0) return true
    const text = `${line.component} ${formatLogLine(line, this.#zone)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }

  #viewOf(number: number, line: LogLine): LogLineView {
    const { at, component, flow = null, handheld = null, level, session = null } = line
    return { number, at, component, level, text: formatLogLine(line, this.#zone), flow, handheld, session }
  }
}

function isSame(one: LogQuery, other: LogQuery): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
