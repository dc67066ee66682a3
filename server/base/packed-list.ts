/** Makes few bytes of a text, and the text again. */
export interface Packing {
  pack(text: string): Uint8Array
  unpack(packed: Uint8Array): string
}

/** Number of values that are packed together: many enough that they resemble each other, few enough that packing delays nobody. */
const blockLength = 128
/** The latest values stay objects, since they are the ones that people look at. */
const mostOpen = 2 * blockLength

/** Values that follow each other, packed. */
interface Block {
  readonly start: number
  readonly bytes: Uint8Array
}

/**
 * A list of JSON values that grows at its end, of which only the latest live as objects: thousands of objects that live for minutes,
 * among those that live for a moment, keep V8 from giving back what the others took. Bounded: the oldest are dropped.
 * @example
 * const lines = new PackedList<Line>({ packing: textPacking, most: 20_000 })
 * lines.push(line)
 * lines.at(lines.end - 1) // the latest
 */
export class PackedList<T> {
  readonly #packing: Packing | null
  readonly #most: number
  #blocks: Block[] = []
  #open: T[] = []
  /** Place of the first value since the list was cleared, and of the first that is not packed. */
  #clearedAt = 0
  #openFrom = 0
  /** The block that was read last: whoever reads a value mostly reads its neighbours, too. */
  #read: { block: Block; values: readonly T[] } | null = null

  /** @param packing null: all values stay objects @param most maximum number of values that are kept */
  constructor({ packing, most = Number.POSITIVE_INFINITY }: { packing: Packing | null; most?: number }) {
    this.#packing = packing
    this.#most = most
  }

  /** Place of the first value that is kept, which is the number of those that were dropped. */
  get start(): number {
    return Math.max(this.#clearedAt, this.end - this.#most)
  }

  /** Place of the next value to come. */
  get end(): number {
    return this.#openFrom + this.#open.length
  }

  /** Number of values that are kept. */
  get length(): number {
    return this.end - this.start
  }

  /** @param value must not change any more */
  push(value: T): void {
    this.#open.push(value)
    if (this.#packing !== null && this.#open.length >= mostOpen) this.#packBlock(this.#packing)
    this.#dropOldest()
  }

  /** @returns undefined if the value was dropped, or has not come yet */
  at(place: number): T | undefined {
    if (place < this.start) return undefined
    if (place >= this.#openFrom) return this.#open[place - this.#openFrom]
    // All blocks are full.
    const block = this.#blocks[Math.floor((place - (this.#blocks[0]?.start ?? 0)) / blockLength)]
    return block && this.#valuesOf(block)[place - block.start]
  }

  /** The values from a place on, in order. */
  *from(place = 0): Generator<T, void> {
    const first = Math.max(place, this.start)
    const open = this.#open.slice(Math.max(0, first - this.#openFrom))
    for (const block of [...this.#blocks]) {
      if (block.start + blockLength > first)
        yield* this.#unpacked(block).slice(Math.max(0, first - block.start))
    }
    yield* open
  }

  clear(): void {
    this.#clearedAt = this.end
    this.#openFrom = this.end
    this.#blocks = []
    this.#open = []
    this.#read = null
  }

  #packBlock(packing: Packing): void {
    const values = this.#open.slice(0, blockLength)
    this.#blocks.push({ start: this.#openFrom, bytes: packing.pack(JSON.stringify(values)) })
    this.#open = this.#open.slice(blockLength)
    this.#openFrom += blockLength
  }

  /** Drops the oldest block of values once none of them is to be kept. */
  #dropOldest(): void {
    const [oldest] = this.#blocks
    const start = oldest?.start ?? this.#openFrom
    if (start + blockLength > this.start) return
    if (oldest === undefined) {
      this.#open = this.#open.slice(blockLength)
      this.#openFrom += blockLength
      return
    }
    this.#blocks.shift()
    if (this.#read?.block === oldest) this.#read = null
  }

  #valuesOf(block: Block): readonly T[] {
    if (this.#read?.block !== block) this.#read = { block, values: this.#unpacked(block) }
    return this.#read.values
  }

  #unpacked({ bytes }: Block): T[] {
    return JSON.parse(this.#packing?.unpack(bytes) ?? '[]')
  }
}
