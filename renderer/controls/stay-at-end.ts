import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Closer than this to the end counts as being there, in pixels. */
const tolerancePx = 24

/**
 * Shows the end of a conversation as it grows, but only to a reader who is there; one who reads further up is left alone.
 * @param lastId the message at the end
 */
export function useStayAtEnd(
  scroller: RefObject<HTMLElement | null>,
  lastId: string | null,
): { hasNewer: boolean; onScroll: () => void; toEnd: () => void } {
  const isAtEnd = useRef(true)
  const [seenId, setSeenId] = useState(lastId)

  // After every drawing: also a typing notice and a reason for a rejection make it longer.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || !isAtEnd.current) return
    element.scrollTop = element.scrollHeight
    setSeenId(lastId)
  })

  // The field below grows with what is typed, and the device with the window.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  function onScroll() {
    const element = scroller.current
    if (element === null) return
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < tolerancePx
    if (isAtEnd.current) setSeenId(lastId)
  }

  function toEnd() {
    const element = scroller.current
    isAtEnd.current = true
    setSeenId(lastId)
    if (element !== null) element.scrollTop = element.scrollHeight
  }

  return { hasNewer: seenId !== lastId, onScroll, toEnd }
}
