import type { Capture } from './capture.ts'
import type { FrameExchange } from './frame.ts'
import type { FrameSegment } from './frame-segment.ts'

/** The request to an answer is sought in so many segments before it, so that looking for one that is not there ends soon. */
const mostSegments = 8

/** The requests of a segment, each with its lab time. Sought again and again, so they are kept as long as the segment is. */
class SegmentRequests {
  readonly #segment: FrameSegment
  readonly #times = new Map<string, number>()
  #read = 0

  constructor(segment: FrameSegment) {
    this.#segment = segment
  }

  timeOf(key: string): number | undefined {
    for (; this.#read < this.#segment.length; this.#read += 1) this.#add(this.#read)
    return this.#times.get(key)
  }

  #add(row: number): void {
    const exchange = this.#segment.contentOf(row).exchange?.()
    if (!exchange?.isRequest) return
    const key = keyOf(this.#segment, row, exchange)
    // A request that is sent again is measured from the first time.
    if (!this.#times.has(key)) this.#times.set(key, this.#segment.at[row] ?? 0)
  }
}

/** Finds for an answer how long it took. */
export class Exchanges {
  readonly #capture: Capture
  #requests = new WeakMap<FrameSegment, SegmentRequests>()

  constructor(capture: Capture) {
    this.#capture = capture
  }

  /** @returns null for what answers nothing, or a request that is no longer kept */
  tookMs(segment: FrameSegment, row: number): number | null {
    const exchange = segment.contentOf(row).exchange?.()
    if (!exchange || exchange.isRequest) return null
    const key = keyOf(segment, row, exchange)
    const answeredAt = segment.at[row] ?? 0
    let before: FrameSegment | undefined = segment
    for (let steps = 0; before && steps <= mostSegments; steps += 1) {
      const askedAt = this.#requestsOf(before).timeOf(key)
      if (askedAt !== undefined && askedAt <= answeredAt) return answeredAt - askedAt
      before = this.#capture.segmentOf(before.firstNumber - 1)
    }
    return null
  }

  /** Forgets what it has read. */
  clear(): void {
    this.#requests = new WeakMap()
  }

  #requestsOf(segment: FrameSegment): SegmentRequests {
    let requests = this.#requests.get(segment)
    if (!requests) {
      requests = new SegmentRequests(segment)
      this.#requests.set(segment, requests)
    }
    return requests
  }
}

/** An exchange with the direction of its request: both sides may use the same number. */
function keyOf(segment: FrameSegment, row: number, { id, isRequest }: FrameExchange): string {
  const isAskedUp = (segment.directionOf(row) === 'up') === isRequest
  return `${segment.hops[row]} ${isAskedUp ? 'up' : 'down'} ${id}`
}
