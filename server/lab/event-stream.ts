import type { FrameView, LabEvent, LabEventBody } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

type EventType = LabEvent['type']

interface Listener {
  hear(event: LabEvent): void
  /** Null: everything. */
  types: ReadonlySet<EventType> | null
}

/** Frames are told of in batches, this often at most. */
const frameBatchMs = 50

/**
 * The ordered stream of what happens in the lab. Nothing is worked out that nobody hears: bodies are made only while
 * there are listeners, but every event has its number.
 */
export class EventStream {
  seq = 0
  /** A listener failed. */
  onFault: (thrown: unknown) => void = (thrown) => {
    throw thrown
  }
  readonly #clock: Clock
  readonly #batchClock: Clock
  readonly #listeners = new Set<Listener>()
  #frames: FrameView[] = []
  #frameTimer: Timer | null = null
  readonly #droppedFrames: () => number

  /** @param batchClock when batches are due: a window wants to see frames also while the lab's time is paused */
  constructor(clock: Clock, droppedFrames: () => number, batchClock = clock) {
    this.#clock = clock
    this.#batchClock = batchClock
    this.#droppedFrames = droppedFrames
  }

  emit(type: EventType, makeBody: () => LabEventBody): void {
    this.seq += 1
    if (!this.#isHeard(type)) return
    const event: LabEvent = { ...makeBody(), seq: this.seq, at: this.#clock.now() }
    for (const listener of this.#listeners) {
      if (!listener.types || listener.types.has(type)) this.#tell(listener, event)
    }
  }

  emitFrame(makeView: () => FrameView): void {
    if (!this.#isHeard('frames')) return
    this.#frames.push(makeView())
    this.#frameTimer ??= this.#batchClock.after(frameBatchMs, () => this.flushFrames())
  }

  /** Tells of the frames collected so far. */
  flushFrames(): void {
    this.#frameTimer?.cancel()
    this.#frameTimer = null
    if (this.#frames.length === 0) return
    const frames = this.#frames
    this.#frames = []
    this.emit('frames', () => ({ type: 'frames', frames, dropped: this.#droppedFrames() }))
  }

  /** @param types the only ones to hear; all unless told */
  subscribe(listener: (event: LabEvent) => void, types?: readonly EventType[]): () => void {
    const own = { hear: listener, types: types ? new Set(types) : null }
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** Whoever listens must not end what tells of itself: a listener that fails hears nothing more. */
  #tell(listener: Listener, event: LabEvent): void {
    try {
      listener.hear(event)
    } catch (thrown) {
      this.#listeners.delete(listener)
      this.onFault(thrown)
    }
  }

  #isHeard(type: EventType): boolean {
    for (const { types } of this.#listeners) if (!types || types.has(type)) return true
    return false
  }
}
