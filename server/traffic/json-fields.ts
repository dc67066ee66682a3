import type { ByteRange } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'

/** A member of an object, or an element of an array, of JSON. */
export interface JsonField {
  /** The key, or `[0]` of an element. */
  name: string
  /** A text without its quotes; of an object or an array nothing. */
  value: string
  /** The bytes of key and value. */
  range: ByteRange
  /** The bytes of the value alone. */
  valueRange: ByteRange
  depth: number
}

/** The fields of a JSON object as `JSON.stringify` writes it, without white space, each before those that it contains. */
export function jsonFields(bytes: Uint8Array): JsonField[] {
  const text = asBuffer(bytes).toString('latin1')
  const fields: JsonField[] = []
  const reader = new JsonReader(text, fields)
  reader.value(0, 0)
  return fields
}

/** Every character of the text is one byte, so that places in it are places in the bytes. */
class JsonReader {
  readonly #text: string
  readonly #fields: JsonField[]

  constructor(text: string, fields: JsonField[]) {
    this.#text = text
    this.#fields = fields
  }

  /** Reads the value at a place. @returns the place after it */
  value(at: number, depth: number): number {
    const opening = this.#text[at]
    if (opening === '{') return this.#members(at + 1, depth)
    if (opening === '[') return this.#elements(at + 1, depth)
    return opening === '"' ? this.#endOfText(at) : this.#endOfWord(at)
  }

  #members(start: number, depth: number): number {
    let at = start
    while (this.#text[at] === '"') {
      const colon = this.#endOfText(at)
      at = this.#field(this.#plain(at, colon), at, colon + 1, depth)
      if (this.#text[at] === ',') at += 1
    }
    return at + 1
  }

  #elements(start: number, depth: number): number {
    let at = start
    for (let index = 0; at < this.#text.length && this.#text[at] !== ']'; index += 1) {
      at = this.#field(`[${index}]`, at, at, depth)
      if (this.#text[at] === ',') at += 1
    }
    return at + 1
  }

  #field(name: string, start: number, valueStart: number, depth: number): number {
    const place = this.#fields.length
    const end = this.value(valueStart, depth + 1)
    const isNested = this.#text[valueStart] === '{' || this.#text[valueStart] === '['
    this.#fields.splice(place, 0, {
      name,
      value: isNested ? '' : this.#plain(valueStart, end),
      range: { start, end },
      valueRange: { start: valueStart, end },
      depth,
    })
    return end
  }

  #endOfText(start: number): number {
    let at = start + 1
    while (at < this.#text.length && this.#text[at] !== '"') at += this.#text[at] === '\\' ? 2 : 1
    return at + 1
  }

  #endOfWord(start: number): number {
    let at = start
    while (at < this.#text.length && !',]}'.includes(this.#text[at] ?? '')) at += 1
    // Anything else would be no JSON; go on, so that reading ends.
    return Math.max(at, start + 1)
  }

  #plain(start: number, end: number): string {
    const written = Buffer.from(this.#text.slice(start, end), 'latin1').toString('utf8')
    if (!written.startsWith('"')) return written
    const value: unknown = JSON.parse(written)
    return String(value)
  }
}
