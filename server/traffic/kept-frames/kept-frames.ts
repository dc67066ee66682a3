import type { FrameView, TrafficQuery } from '#contract'
import type { Capture } from '../capture.ts'
import type { CapturedFrame } from '../frame-segment.ts'
import type { TrafficReaders } from '../traffic-readers.ts'

/** A frame that the lab keeps, with what is said about it elsewhere. */
export interface KeptFrame {
  frame: CapturedFrame
  view: FrameView
  /** What somebody wrote about it, or null. */
  mark: string | null
  /** Time since the request that it answers; null: it answers none that is kept. */
  tookMs(): number | null
}

/** Which of the kept frames somebody wants. */
export interface KeptFramesQuery extends TrafficQuery {
  /** Lab time of the oldest frame; null: as far back as frames are kept. */
  since: number | null
}

const rowsAtOnce = 250

/**
 * Reads the frames that match, oldest first, up to the one that is the newest now. Frames that the lab drops meanwhile are left out.
 * @throws {Failure} `bad-filter`
 */
export async function* readKeptFrames(
  {
    capture,
    readers,
    markOf,
  }: { capture: Capture; readers: TrafficReaders; markOf: (number: number) => string | null },
  { since, ...query }: KeptFramesQuery,
): AsyncGenerator<KeptFrame> {
  const until = Math.min(capture.last, query.until ?? capture.last)
  const reader = await readers.open({ ...query, until }, () => {})
  try {
    while (reader.position.isCounting) await nextTurn()
    for (let place = reader.position.first; place < reader.position.end; ) {
      const { from, rows } = await reader.rows(place, rowsAtOnce)
      for (const view of rows) {
        const frame = capture.find(view.number)
        if (!frame || (since !== null && frame.at < since)) continue
        yield { frame, view, mark: markOf(view.number), tookMs: () => readers.tookMs(view.number) }
      }
      place = Math.max(from, place) + Math.max(1, rows.length)
      await nextTurn()
    }
  } finally {
    reader.close()
  }
}

/** Lets the lab work between two pieces. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
