import { useVirtualizer } from '@tanstack/react-virtual'
import type { RefObject } from 'react'

/** Up to this many entries of a list all exist, so that the browser's own search finds each. Of more, only those in sight. */
export const mostDrawn = 30

/** The rows of a list that are worth drawing, and the heights of the gaps that the others leave. */
export interface RowsInSight {
  first: number
  /** The row after the last. */
  end: number
  spaceBefore: number
  spaceAfter: number
}

/** Follows which rows of a list are in sight. All have the same height. */
export function useRowsInSight(
  scroller: RefObject<HTMLElement | null>,
  { count, rowHeight }: { count: number; rowHeight: number },
): RowsInSight {
  const areAll = count <= mostDrawn
  const virtualizer = useVirtualizer({
    count,
    enabled: !areAll,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  if (areAll) return { first: 0, end: count, spaceBefore: 0, spaceAfter: 0 }
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const end = (items.at(-1)?.index ?? -1) + 1
  return { first, end, spaceBefore: first * rowHeight, spaceAfter: (count - end) * rowHeight }
}
