import type { Clock } from '../clock/index.ts'
import type { FrameRecord, Tap } from './frame.ts'
import { type CapturedFrame, FrameSegment, segmentFrames } from './frame-segment.ts'
import type { WireListener } from './wire.ts'

export interface CaptureLimits {
  frames: number
  /** Bytes on the wire, which estimate the memory that a frame takes. */
  bytes: number
}

/** A frame at the moment it crosses, with its connection. */
export interface CrossingFrame extends FrameRecord {
  /** Number in this lab, from 1. */
  number: number
  /** Lab time. */
  at: number
}

/** Receives frames and bytes as they pass. */
export interface CaptureSink {
  frame(frame: CrossingFrame): void
  /** Null if the sink does not need bytes. */
  readonly wire: WireListener | null
}

const defaultLimits: CaptureLimits = { frames: 100_000, bytes: 64 * 1_024 * 1_024 }

/**
 * Keeps the latest frames, limited in number and size, and counts the dropped ones. The newest frames are kept as their parts
 * reported them, the others packed.
 */
export class Capture implements Tap {
  droppedFrames = 0
  readonly #clock: Clock
  readonly #limits: CaptureLimits
  /** Oldest first. */
  #segments: FrameSegment[] = []
  #first = 1
  #last = 0
  #heldBytes = 0
  readonly #listeners = new Set<(number: number) => void>()
  readonly #sinks = new Set<CaptureSink>()
  /** What listens to the bytes of connections; null while no sink does. */
  #wire: WireListener | null = null

  constructor(clock: Clock, limits: CaptureLimits = defaultLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  frame(record: FrameRecord): void {
    const at = this.#clock.now()
    this.#last += 1
    this.#openSegment().add(record, at)
    this.#heldBytes += record.sizeBytes
    while (this.kept > this.#limits.frames || this.#heldBytes > this.#limits.bytes) this.#dropOldest()
    if (this.#sinks.size > 0) {
      const crossing = Object.assign(record, { number: this.#last, at })
      for (const sink of this.#sinks) sink.frame(crossing)
    }
    for (const listener of this.#listeners) listener(this.#last)
  }

  get wire(): WireListener | null {
    return this.#wire
  }

  /** Number of the oldest frame that is kept, or of the next one to come. */
  get first(): number {
    return this.#first
  }

  /** Number of the newest frame, also if it is no longer kept; 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** Number of frames that are kept. */
  get kept(): number {
    return this.#last - this.#first + 1
  }

  /** Sends all further traffic to `sink`, too. @returns a function that ends it */
  pourInto(sink: CaptureSink): () => void {
    this.#sinks.add(sink)
    this.#listen()
    return () => {
      this.#sinks.delete(sink)
      this.#listen()
    }
  }

  #listen(): void {
    const listeners = [...this.#sinks].flatMap(({ wire }) => wire ?? [])
    const [only] = listeners
    this.#wire = listeners.length > 1 ? everyListener(listeners) : (only ?? null)
  }

  /** Calls the listener with the number of each frame. @returns a function that stops listening */
  onFrame(listener: (number: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  find(number: number): CapturedFrame | undefined {
    const segment = this.segmentOf(number)
    return segment?.frame(number - segment.firstNumber)
  }

  /** The segment with a frame that is kept. */
  segmentOf(number: number): FrameSegment | undefined {
    if (number < this.#first || number > this.#last) return undefined
    // All segments except the first, after a clear, and the last are full.
    let index = this.#segments.length - 1
    const newest = this.#segments[index]
    if (newest && number < newest.firstNumber) {
      index -= Math.ceil((newest.firstNumber - number) / segmentFrames)
    }
    return this.#segments[index]
  }

  clear(): void {
    this.#segments = []
    this.#first = this.#last + 1
    this.#heldBytes = 0
    this.droppedFrames = 0
  }

  #openSegment(): FrameSegment {
    const newest = this.#segments.at(-1)
    if (newest && !newest.isFull) return newest
    newest?.pack()
    const segment = new FrameSegment(this.#last)
    this.#segments.push(segment)
    return segment
  }

  #dropOldest(): void {
    const [oldest] = this.#segments
    if (!oldest) return
    this.#heldBytes -= oldest.sizes[this.#first - oldest.firstNumber] ?? 0
    this.#first += 1
    this.droppedFrames += 1
    if (this.#first - oldest.firstNumber === segmentFrames) this.#segments.shift()
  }
}

/** Passes on what each of several listeners would hear. */
function everyListener(listeners: readonly WireListener[]): WireListener {
  return {
    opened(connection) {
      for (const one of listeners) one.opened(connection)
    },
    passed(connection, direction, bytes) {
      for (const one of listeners) one.passed(connection, direction, bytes)
    },
    keyLog(connection, line) {
      for (const one of listeners) one.keyLog(connection, line)
    },
    closed(connection) {
      for (const one of listeners) one.closed(connection)
    },
  }
}
