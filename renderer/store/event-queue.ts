import type { LabEvent } from '#contract'

/** A hidden page gets no animation frames; it must still not fall behind without end. */
const hiddenFlushMs = 500

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
      if (isScheduled) return
      isScheduled = true
      // Whichever comes first: the page may become hidden between now and the next frame.
      frame = requestAnimationFrame(drain)
      timer = setTimeout(drain, hiddenFlushMs)
    },
    clear() {
      queued = []
    },
  }
}
