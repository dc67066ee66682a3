import type { Clock } from '../clock/index.ts'
import type { FrameRecord, Tap } from './frame.ts'
import type { WireListener } from './wire.ts'

export interface CapturedFrame extends FrameRecord {
  /** Number in this lab, from 1. */
  number: number
  /** Lab time. */
  at: number
}

export interface CaptureLimits {
  frames: number
  /** Bytes on the wire, which estimate the memory that a frame takes. */
  bytes: number
}

/** Receives frames and bytes as they pass. */
export interface CaptureSink {
  frame(frame: CapturedFrame): void
  /** Null if the sink does not need bytes. */
  readonly wire: WireListener | null
}

const defaultLimits: CaptureLimits = { frames: 10_000, bytes: 64 * 1_024 * 1_024 }

/** Keeps the latest frames, limited in number and size, and counts the dropped ones. */
export class Capture implements Tap {
  droppedFrames = 0
  readonly #clock: Clock
  readonly #limits: CaptureLimits
  /** By number, oldest first. */
  readonly #frames = new Map<number, CapturedFrame>()
  #heldBytes = 0
  #lastNumber = 0
  #listener: ((frame: CapturedFrame) => void) | null = null
  #sink: CaptureSink | null = null

  constructor(clock: Clock, limits: CaptureLimits = defaultLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  frame(record: FrameRecord): void {
    this.#lastNumber += 1
    const frame = Object.assign(record, { number: this.#lastNumber, at: this.#clock.now() })
    this.#frames.set(frame.number, frame)
    this.#heldBytes += frame.sizeBytes
    while (this.#frames.size > this.#limits.frames || this.#heldBytes > this.#limits.bytes) this.#dropOldest()
    this.#sink?.frame(frame)
    this.#listener?.(frame)
  }

  get wire(): WireListener | null {
    return this.#sink?.wire ?? null
  }

  /** Sends all further traffic to `sink` in place of the current one; null to none. */
  pourInto(sink: CaptureSink | null): void {
    this.#sink = sink
  }

  /** Calls the listener with each captured frame. */
  onFrame(listener: (frame: CapturedFrame) => void): void {
    this.#listener = listener
  }

  find(number: number): CapturedFrame | undefined {
    return this.#frames.get(number)
  }

  /** The latest frames, oldest first. */
  latest(count: number): CapturedFrame[] {
    const from = this.#lastNumber - count
    const frames: CapturedFrame[] = []
    for (let number = Math.max(1, from + 1); number <= this.#lastNumber; number += 1) {
      const frame = this.#frames.get(number)
      if (frame) frames.push(frame)
    }
    return frames
  }

  clear(): void {
    this.#frames.clear()
    this.#heldBytes = 0
    this.droppedFrames = 0
  }

  #dropOldest(): void {
    for (const [number, frame] of this.#frames) {
      this.#frames.delete(number)
      this.#heldBytes -= frame.sizeBytes
      this.droppedFrames += 1
      return
    }
  }
}
