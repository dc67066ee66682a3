import { type RefObject, useLayoutEffect, useState } from 'react'

/** How much room a pane has for a picture, and how large its small text is: type can follow the size of the window. */
export function useRoom(element: RefObject<HTMLElement | null>): { width: number; textSize: number } {
  const [room, setRoom] = useState({ width: 640, textSize: 11.5 })
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return
    const measure = () => {
      const next = {
        // What scrolls within it knows how wide its scroll bar is.
        width: Math.max(
          240,
          measured.querySelector('.ladder-scroll')?.clientWidth ?? measured.clientWidth - 16,
        ),
        textSize: Number.parseFloat(getComputedStyle(measured).fontSize) || 11.5,
      }
      setRoom((before) => (before.width === next.width && before.textSize === next.textSize ? before : next))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(measured)
    return () => observer.disconnect()
  }, [element])
  return room
}
