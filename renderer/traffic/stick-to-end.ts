import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { FrameView } from '#contract'
import { goneFromTop } from './match-frame.ts'

/**
 * Follows the latest frame only while the reader is at the end. Anywhere else the rows in sight stay where they are, even
 * as the bounded list loses its first ones, and `newer` counts what came since.
 */
export function useStickToEnd(
  scroller: RefObject<HTMLElement | null>,
  frames: readonly FrameView[],
  rowHeight: number,
): { newer: number; onScroll: () => void; toEnd: () => void } {
  const isAtEnd = useRef(true)
  const before = useRef(frames)
  const lastSeen = useRef(0)
  const [, redraw] = useState(0)
  const last = frames.at(-1)?.number ?? 0

  useLayoutEffect(() => {
    const element = scroller.current
    const previous = before.current
    before.current = frames
    if (element === null) return
    if (isAtEnd.current) {
      element.scrollTop = element.scrollHeight
      lastSeen.current = last
    } else if (previous !== frames) {
      const gone = goneFromTop(previous, frames)
      if (gone > 0) element.scrollTop -= gone * rowHeight
    }
  }, [frames, last, rowHeight, scroller])

  function onScroll() {
    const element = scroller.current
    if (element === null) return
    const wasAtEnd = isAtEnd.current
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight
    if (isAtEnd.current) lastSeen.current = last
    if (wasAtEnd !== isAtEnd.current) redraw((count) => count + 1)
  }

  function toEnd() {
    isAtEnd.current = true
    lastSeen.current = last
    const element = scroller.current
    if (element !== null) element.scrollTop = element.scrollHeight
    redraw((count) => count + 1)
  }

  const newer = isAtEnd.current ? 0 : frames.filter((frame) => frame.number > lastSeen.current).length
  return { newer, onScroll, toEnd }
}
