import type { FrameContent, FrameFacts, FrameForm, FrameOrigin, FrameRecord } from './frame.ts'
import { packParts, unpackParts } from './packed-frame.ts'

/** Number of frames in a segment, which is packed and dropped as a whole. */
export const segmentFrames = 1_024

/** A frame in the capture. */
export interface CapturedFrame extends FrameFacts, FrameContent {
  /** Number in this lab, from 1. */
  readonly number: number
  /** Lab time. */
  readonly at: number
}

/**
 * Consecutive frames. Their facts stand in columns, so that a filter looks at them without touching the frames. A new frame keeps its
 * record; once the segment is packed, only bytes are left of it, from which its content is made when somebody looks.
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
  /** Of a packed segment: the records of frames that cannot be packed. */
  #records: (FrameRecord | undefined)[] = []
  #packed: { bytes: Buffer; ends: Uint32Array; forms: (FrameForm | undefined)[] } | null = null

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
    const form = this.#packed?.forms[row]
    if (!this.#packed || !form) throw new RangeError(`no frame ${this.firstNumber + row}`)
    const { bytes, ends } = this.#packed
    const start = row === 0 ? 0 : (ends[row - 1] ?? 0)
    return form.read(unpackParts(bytes.subarray(start, ends[row])), this.#factsOf(row))
  }

  frame(row: number): CapturedFrame {
    const content = this.contentOf(row)
    return {
      ...this.#factsOf(row),
      number: this.firstNumber + row,
      at: this.at[row] ?? 0,
      summary: () => content.summary(),
      openedSummary: () => content.openedSummary(),
      layers: (options) => content.layers(options),
      callId: () => content.callId?.() ?? null,
      ...(content.framed ? { framed: () => content.framed?.() ?? new Uint8Array() } : {}),
      exchange: () => content.exchange?.() ?? null,
    }
  }

  /** Replaces the records of a full segment by their bytes. */
  pack(): void {
    const packed = this.#records.map((record) => record?.pack?.() ?? null)
    const chunks: Uint8Array[] = []
    const ends = new Uint32Array(packed.length)
    let end = 0
    packed.forEach((one, row) => {
      if (one) end += packParts(one.parts, chunks)
      ends[row] = end
    })
    // Not from Node's pool of buffers: its slab would live as long as one of them.
    const bytes = Buffer.allocUnsafeSlow(end)
    let offset = 0
    for (const chunk of chunks) {
      bytes.set(chunk, offset)
      offset += chunk.length
    }
    this.#packed = { bytes, ends, forms: packed.map((one) => one?.form) }
    this.#records = this.#records.map((record, row) => (packed[row] ? undefined : record))
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
