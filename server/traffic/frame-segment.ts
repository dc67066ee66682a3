import type { FrameContent, FrameFacts, FrameForm, FrameOrigin, FrameRecord } from './frame.ts'
import { packParts, unpackParts } from './packed-frame.ts'

/** Number of frames in a segment, which is dropped as a whole. */
export const segmentFrames = 1_024
/**
 * Number of frames that are packed together. Few, so that the records of most frames are gone before V8 moves them, with all that they
 * hold, to where only a full collection of garbage finds them.
 */
const blockFrames = 32

/** A frame in the capture. */
export interface CapturedFrame extends FrameFacts, FrameContent {
  /** Number in this lab, from 1. */
  readonly number: number
  /** Lab time. */
  readonly at: number
}

/** The frames of a block as bytes, one after the other. */
interface PackedBlock {
  bytes: Buffer
  ends: Uint32Array
  forms: (FrameForm | undefined)[]
}

/**
 * Consecutive frames. Their facts stand in columns, so that a filter looks at them without touching the frames. A new frame keeps its
 * record; once the block after its own is full, only bytes are left of it, from which its content is made when somebody looks.
 */
export class FrameSegment {
  readonly firstNumber: number
  length = 0
  readonly at = new Float64Array(segmentFrames)
  readonly sizes = new Uint32Array(segmentFrames)
  readonly hops: string[] = []
  readonly pins: (string | null)[] = []
  readonly protocols: string[] = []
  readonly origins: (FrameOrigin | undefined)[] = []
  readonly #isUp = new Uint8Array(segmentFrames)
  readonly #isEncrypted = new Uint8Array(segmentFrames)
  /** Undefined: packed. */
  readonly #records: (FrameRecord | undefined)[] = []
  readonly #blocks: PackedBlock[] = []

  constructor(firstNumber: number) {
    this.firstNumber = firstNumber
  }

  get isFull(): boolean {
    return this.length === segmentFrames
  }

  add(record: FrameRecord, at: number): void {
    const row = this.length
    this.length += 1
    this.at[row] = at
    this.sizes[row] = record.sizeBytes
    this.hops.push(record.hop)
    this.pins.push(record.pin)
    this.protocols.push(record.protocol)
    this.origins.push(record.origin)
    this.#isUp[row] = record.direction === 'up' ? 1 : 0
    this.#isEncrypted[row] = record.isEncrypted ? 1 : 0
    this.#records.push(record)
    if (this.length % blockFrames === 0 && this.length > blockFrames) this.#packBlock()
  }

  directionOf(row: number): 'up' | 'down' {
    return this.#isUp[row] === 1 ? 'up' : 'down'
  }

  isEncrypted(row: number): boolean {
    return this.#isEncrypted[row] === 1
  }

  contentOf(row: number): FrameContent {
    const record = this.#records[row]
    if (record) return record
    const block = this.#blocks[Math.floor(row / blockFrames)]
    const place = row % blockFrames
    const form = block?.forms[place]
    if (!block || !form) throw new RangeError(`no frame ${this.firstNumber + row}`)
    const start = place === 0 ? 0 : (block.ends[place - 1] ?? 0)
    // A copy: some functions of Node refuse a buffer that could be resized.
    const bytes = Buffer.from(block.bytes.subarray(start, block.ends[place]))
    return form.read(unpackParts(bytes), this.#factsOf(row))
  }

  frame(row: number): CapturedFrame {
    const content = this.contentOf(row)
    return {
      ...this.#factsOf(row),
      number: this.firstNumber + row,
      at: this.at[row] ?? 0,
      summary: () => content.summary(),
      openedSummary: () => content.openedSummary(),
      told: (isOpened) => content.told?.(isOpened) ?? null,
      layers: (options) => content.layers(options),
      callId: () => content.callId?.() ?? null,
      ...(content.framed ? { framed: () => content.framed?.() ?? new Uint8Array() } : {}),
      exchange: () => content.exchange?.() ?? null,
    }
  }

  /** Packs what is left of a full segment. */
  pack(): void {
    while (this.#blocks.length * blockFrames < this.length) this.#packBlock()
  }

  /** Replaces the records of the oldest block that has them by their bytes. */
  #packBlock(): void {
    const first = this.#blocks.length * blockFrames
    const packed = this.#records.slice(first, first + blockFrames).map((record) => record?.pack?.() ?? null)
    const chunks: Uint8Array[] = []
    const ends = new Uint32Array(packed.length)
    let end = 0
    packed.forEach((one, place) => {
      if (one) {
        end += packParts(one.parts, chunks)
        this.#records[first + place] = undefined
      }
      ends[place] = end
    })
    const bytes = allocatePages(end)
    let offset = 0
    for (const chunk of chunks) {
      bytes.set(chunk, offset)
      offset += chunk.length
    }
    this.#blocks.push({ bytes, ends, forms: packed.map((one) => one?.form) })
  }

  #factsOf(row: number): FrameFacts {
    return {
      hop: this.hops[row] ?? '',
      direction: this.directionOf(row),
      pin: this.pins[row] ?? null,
      protocol: this.protocols[row] ?? '',
      sizeBytes: this.sizes[row] ?? 0,
      isEncrypted: this.isEncrypted(row),
      origin: this.origins[row],
    }
  }
}

/**
 * Allocates bytes in pages of their own: V8 does so for a buffer that could be resized. Bytes that live for minutes, among those of the
 * allocator's heap that live for a moment, would keep it from giving memory back to the system.
 */
function allocatePages(length: number): Buffer {
  return Buffer.from(new ArrayBuffer(length, { maxByteLength: length }))
}
