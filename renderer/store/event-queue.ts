import type { LabEvent } from '#contract'

/** A hidden page gets no animation frames; this timer keeps it in step with the lab. */
const hiddenFlushMs = 500

/** So many events are handed over at once: browsers let the timers of a page that was hidden for long fire once a minute. */
export const mostQueued = 5_000

export interface EventQueue {
  push(event: LabEvent): void
  clear(): void
}

/** Collects events and hands them over in one go per animation frame, so that a burst costs one rendering. */
export function eventQueue(flush: (events: readonly LabEvent[]) => void): EventQueue {
  let queued: LabEvent[] = []
  let isScheduled = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0

  function drain(): void {
    isScheduled = false
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    const events = queued
    queued = []
    if (events.length > 0) flush(events)
  }

  return {
    push(event) {
      queued.push(event)
      if (queued.length >= mostQueued) drain()
      if (isScheduled || queued.length === 0) return
      isScheduled = true
      // Flush on whichever fires first: the page may be hidden before the next frame.
      frame = requestAnimationFrame(drain)
      timer = setTimeout(drain, hiddenFlushMs)
    },
    clear() {
      queued = []
    },
  }
}
