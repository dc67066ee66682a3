import type { FrameView, LabEvent, LabEventBody } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

type EventType = LabEvent['type']

interface Listener {
  receive(event: LabEvent): void
  /** The types of event that it receives. Null: all types except `frames`, of which there may be thousands a second. */
  types: ReadonlySet<EventType> | null
}

/** Minimum interval between two batches of frames. */
const frameBatchMs = 50

/**
 * The ordered stream of the lab's events. The body of an event is made only if a listener receives its type; the event is numbered
 * in any case.
 */
export class EventStream {
  seq = 0
  /** Called with the exception of a listener. */
  onFault: (thrown: unknown) => void = (thrown) => {
    throw thrown
  }
  readonly #clock: Clock
  readonly #batchClock: Clock
  readonly #listeners = new Set<Listener>()
  #frames: FrameView[] = []
  #frameTimer: Timer | null = null

  /** @param batchClock clock for batches of frames: a window shows frames also while lab time is paused */
  constructor(clock: Clock, batchClock = clock) {
    this.#clock = clock
    this.#batchClock = batchClock
  }

  emit(type: EventType, makeBody: () => LabEventBody): void {
    this.seq += 1
    if (!this.#hasListener(type)) return
    const event: LabEvent = { ...makeBody(), seq: this.seq, at: this.#clock.now() }
    for (const listener of this.#listeners) {
      if (receives(listener, type)) this.#deliver(listener, event)
    }
  }

  emitFrame(makeView: () => FrameView | undefined): void {
    if (!this.#hasListener('frames')) return
    const frame = makeView()
    if (!frame) return
    this.#frames.push(frame)
    this.#frameTimer ??= this.#batchClock.after(frameBatchMs, () => this.flushFrames())
  }

  /** Emits the frames collected so far. */
  flushFrames(): void {
    this.#frameTimer?.cancel()
    this.#frameTimer = null
    if (this.#frames.length === 0) return
    const frames = this.#frames
    this.#frames = []
    this.emit('frames', () => ({ type: 'frames', frames }))
  }

  /** @param types the types of event to receive, by default all except `frames` */
  subscribe(listener: (event: LabEvent) => void, types?: readonly EventType[]): () => void {
    const own = { receive: listener, types: types ? new Set(types) : null }
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** Removes a listener that throws, so that it cannot end the work of the part that emits. */
  #deliver(listener: Listener, event: LabEvent): void {
    try {
      listener.receive(event)
    } catch (thrown) {
      this.#listeners.delete(listener)
      this.onFault(thrown)
    }
  }

  #hasListener(type: EventType): boolean {
    for (const listener of this.#listeners) if (receives(listener, type)) return true
    return false
  }
}

function receives({ types }: Listener, type: EventType): boolean {
  return types === null ? type !== 'frames' : types.has(type)
}
