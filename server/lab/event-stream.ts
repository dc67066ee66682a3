import type { FrameView, LabEvent, LabEventBody } from './api/index.ts'
import type { Clock, Timer } from './clock/index.ts'

/** Frames are told of in batches, this often at most. */
const frameBatchMs = 50

/**
 * The ordered stream of what happens in the lab. Nothing is worked out that nobody hears: bodies are made only while
 * there are listeners, but every event has its number.
 */
export class EventStream {
  seq = 0
  readonly #clock: Clock
  readonly #listeners = new Set<(event: LabEvent) => void>()
  #frames: FrameView[] = []
  #frameTimer: Timer | null = null
  readonly #droppedFrames: () => number

  constructor(clock: Clock, droppedFrames: () => number) {
    this.#clock = clock
    this.#droppedFrames = droppedFrames
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }

  emit(makeBody: () => LabEventBody): void {
    this.seq += 1
    if (!this.hasListeners) return
    const event: LabEvent = { ...makeBody(), seq: this.seq, at: this.#clock.now() }
    for (const listener of this.#listeners) listener(event)
  }

  emitFrame(makeView: () => FrameView): void {
    if (!this.hasListeners) return
    this.#frames.push(makeView())
    this.#frameTimer ??= this.#clock.after(frameBatchMs, () => this.flushFrames())
  }

  /** Tells of the frames collected so far. */
  flushFrames(): void {
    this.#frameTimer?.cancel()
    this.#frameTimer = null
    if (this.#frames.length === 0) return
    const frames = this.#frames
    this.#frames = []
    this.emit(() => ({ type: 'frames', frames, dropped: this.#droppedFrames() }))
  }

  subscribe(listener: (event: LabEvent) => void): () => void {
    // One function may listen twice; each time is its own.
    const own = (event: LabEvent) => listener(event)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }
}
