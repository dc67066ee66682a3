import type { FrameSegment } from './frame-segment.ts'

/** The summaries of a segment in lower case, in one string: a phrase is sought in all of them at once. */
class JoinedLines {
  #text = ''
  /** Where each line starts, and where the next one will. */
  readonly #starts: number[] = [0]

  get length(): number {
    return this.#starts.length - 1
  }

  add(lines: readonly string[]): void {
    let text = ''
    let at = this.#text.length
    for (const line of lines) {
      const lower = line.toLowerCase().replaceAll('\n', ' ')
      text += `${lower}\n`
      at += lower.length + 1
      this.#starts.push(at)
    }
    this.#text += text
  }

  line(row: number): string {
    const start = this.#starts[row]
    const next = this.#starts[row + 1]
    return start === undefined || next === undefined ? '' : this.#text.slice(start, next - 1)
  }

  /** Marks the rows from `from` on that contain the phrase. */
  mark(phrase: string, from: number, marks: Uint8Array): void {
    let row = from
    let found = this.#text.indexOf(phrase, this.#starts[from])
    while (found >= 0) {
      while (row < this.length && (this.#starts[row + 1] ?? 0) <= found) row += 1
      marks[row] = 1
      // One place in a line is enough: go on in the next one.
      found = this.#text.indexOf(phrase, this.#starts[row + 1])
    }
  }
}

/**
 * The searchable text of a segment, made when somebody searches it for the first time. The decrypted summaries are a second text,
 * so that nothing is decrypted for a search that does not ask for it.
 */
export class SegmentText {
  readonly #segment: FrameSegment
  readonly #closed = new JoinedLines()
  readonly #opened = new JoinedLines()

  constructor(segment: FrameSegment) {
    this.#segment = segment
  }

  closed(): JoinedLines {
    return this.#upToDate(this.#closed, (row) => this.#segment.contentOf(row).summary())
  }

  opened(): JoinedLines {
    return this.#upToDate(this.#opened, (row) => this.#segment.contentOf(row).openedSummary())
  }

  #upToDate(lines: JoinedLines, summaryOf: (row: number) => string): JoinedLines {
    const missing = this.#segment.length - lines.length
    if (missing > 0) {
      const from = lines.length
      lines.add(Array.from({ length: missing }, (_, index) => summaryOf(from + index)))
    }
    return lines
  }
}
