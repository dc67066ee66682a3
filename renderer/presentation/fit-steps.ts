import { type RefObject, useLayoutEffect } from 'react'

/** How much smaller than the rest of the picture the steps may become, so that the last of them can be seen. */
const zooms = [1, 0.95, 0.9, 0.86, 0.82, 0.78]

/**
 * Makes the steps so small that all of them are in the picture: a refusal is the last one, with the longest reasons above it.
 * @param shown what is drawn; with every other one the steps are measured again
 */
export function useFittingSteps(frame: RefObject<HTMLElement | null>, shown: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when something else is shown
  useLayoutEffect(() => {
    const { current } = frame
    const scroller = current?.querySelector('section') ?? null
    const list = scroller?.querySelector('ul') ?? null
    if (current === null || scroller === null || list === null) return
    const makeRoom = () => {
      for (const zoom of zooms) {
        list.style.setProperty('zoom', String(zoom))
        if (scroller.scrollHeight <= scroller.clientHeight) return
      }
    }
    makeRoom()
    const observer = new ResizeObserver(makeRoom)
    observer.observe(current)
    return () => observer.disconnect()
  }, [frame, shown])
}
