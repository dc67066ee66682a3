import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/**
 * Shows the end of a list as it grows, but only to a reader who is there; one who reads further up is left alone.
 * @param options.last names the entry at the end
 * @param options.content changes whenever what is drawn may have become longer
 * @param options.tolerancePx closer than this to the end counts as being there
 * @returns `seen` is the entry that stood at the end when the reader was last there
 */
export function useStayAtEnd<Id>(
  scroller: RefObject<HTMLElement | null>,
  { last, content, tolerancePx }: { last: Id; content: unknown; tolerancePx: number },
): { isAtEnd: RefObject<boolean>; seen: RefObject<Id>; onScroll: () => void; toEnd: () => void } {
  const isAtEnd = useRef(true)
  const seen = useRef(last)
  const heightPx = useRef(0)
  const [, redraw] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: other content has another height
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || !isAtEnd.current) return
    element.scrollTop = element.scrollHeight
    seen.current = last
  }, [content, last, scroller])

  // Other parts of the window grow and shrink, and with them the room for the list.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      heightPx.current = element.clientHeight
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  function onScroll() {
    const element = scroller.current
    // The room has changed, not the reader's place: the observer is called next, and decides.
    if (element === null || element.clientHeight !== heightPx.current) return
    const wasAtEnd = isAtEnd.current
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < tolerancePx
    if (isAtEnd.current) seen.current = last
    if (wasAtEnd !== isAtEnd.current) redraw((count) => count + 1)
  }

  function toEnd() {
    isAtEnd.current = true
    seen.current = last
    const element = scroller.current
    if (element !== null) element.scrollTop = element.scrollHeight
    redraw((count) => count + 1)
  }

  return { isAtEnd, seen, onScroll, toEnd }
}
