import { type HeaderName, headerKey, headerName } from './header-names.ts'
import { SipParseError } from './parse-error.ts'
import { splitList } from './tokens.ts'

/** One header as written: its own spelling of the name, its value unfolded and trimmed. */
export interface SipHeader {
  readonly name: string
  readonly value: string
}

interface Entry {
  readonly name: HeaderName
  readonly value: string
  /** Whether it came from a parser, so that its name is a token and its value has no line break. */
  readonly isParsed: boolean
  /**
   * The text in which the line, with the line break before it, reaches from `start` to `end`. For a header from the parser that is
   * the whole head, so that lines which followed each other are written together.
   */
  readonly source: string
  readonly start: number
  readonly end: number
}

function newEntry(name: HeaderName, value: string, isParsed: boolean): Entry {
  const line = name.lineStart + value
  return { name, value, isParsed, source: line, start: 0, end: line.length }
}

/**
 * The headers of a message, in order. Names match in every spelling: `i`, `Call-ID` and `CALL-ID` are one header
 * (RFC 3261 section 7.3). Values stay as text until somebody reads them as something more.
 */
export class SipHeaders implements Iterable<SipHeader> {
  #entries: Entry[] = []

  static from(headers: Iterable<SipHeader | readonly [name: string, value: string]>): SipHeaders {
    const made = new SipHeaders()
    if (headers instanceof SipHeaders) {
      made.#entries = [...headers.#entries]
      return made
    }
    for (const header of headers) {
      if ('name' in header) made.add(header.name, header.value)
      else made.add(header[0], header[1])
    }
    return made
  }

  /** Adds a header after all others. */
  add(name: string, value: string): void {
    this.#entries.push(newEntry(headerName(name), value, false))
  }

  /** Adds a header that the message parser has split off. */
  addParsed(name: HeaderName, value: string): void {
    this.#entries.push(newEntry(name, value, true))
  }

  /** Adds a header whose line is written as it stands in `source`: name, colon, one space, value. See {@link Entry}. */
  addLine(name: HeaderName, value: string, source: string, start: number, end: number): void {
    this.#entries.push({ name, value, isParsed: true, source, start, end })
  }

  /** Adds the headers of another message after all others, as they are there, except those with one of these keys. */
  addOthers(headers: SipHeaders, except: ReadonlySet<string>): void {
    for (const entry of headers.#entries) if (!except.has(entry.name.key)) this.#entries.push(entry)
  }

  /** Adds a header before all others, as a proxy does with Via. */
  prepend(name: string, value: string): void {
    this.#entries.unshift(newEntry(headerName(name), value, false))
  }

  /** Replaces every header of that name by one, in the place of the first. */
  set(name: string, value: string): void {
    const key = headerKey(name)
    const first = this.#entries.findIndex((entry) => entry.name.key === key)
    if (first < 0) {
      this.add(name, value)
      return
    }
    this.#entries = this.#entries.filter((entry, index) => entry.name.key !== key || index === first)
    this.#entries[first] = newEntry(headerName(name), value, false)
  }

  remove(name: string): void {
    const key = headerKey(name)
    this.#entries = this.#entries.filter((entry) => entry.name.key !== key)
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** The first value of that name. */
  get(name: string): string | undefined {
    const key = headerKey(name)
    for (const entry of this.#entries) if (entry.name.key === key) return entry.value
    return undefined
  }

  /** The value of a header that must be present exactly once. */
  only(name: string): string {
    const key = headerKey(name)
    let only: string | undefined
    let count = 0
    for (const entry of this.#entries) {
      if (entry.name.key !== key) continue
      only ??= entry.value
      count += 1
    }
    if (only === undefined) throw new SipParseError('missing-header', `there is no ${name} header`)
    if (count > 1) {
      throw new SipParseError('repeated-header', `there are ${count} ${name} headers instead of one`)
    }
    return only
  }

  /** The values of that name, line by line. */
  all(name: string): string[] {
    const key = headerKey(name)
    const values: string[] = []
    for (const entry of this.#entries) if (entry.name.key === key) values.push(entry.value)
    return values
  }

  /** The values of a header that may hold several, whether comma-joined or on lines of their own (section 7.3.1). */
  list(name: string): string[] {
    const key = headerKey(name)
    const values: string[] = []
    for (const entry of this.#entries) {
      if (entry.name.key !== key) continue
      for (const element of splitList(entry.value)) values.push(element)
    }
    return values
  }

  get size(): number {
    return this.#entries.length
  }

  /** All headers, each with the key under which it is found, and what is known of it. */
  get entries(): readonly Readonly<Entry>[] {
    return this.#entries
  }

  *[Symbol.iterator](): IterableIterator<SipHeader> {
    for (const { name, value } of this.#entries) yield { name: name.name, value }
  }
}
