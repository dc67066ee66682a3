import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { FrameView } from '#contract'
import { useStayAtEnd } from '../controls/stay-at-end.ts'
import { show, useInterface } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import { FrameRow, rowHeight } from './frame-row.tsx'
import { goneFromTop } from './match-frame.ts'

const columns = ['time', 'hop', 'direction', 'device', 'kind', 'size', 'summary'] as const

/** The frames as a table of which only the rows in sight exist. Arrows move, Enter opens, Escape closes. */
export function FrameTable({
  frames,
  isOpened,
  empty,
}: {
  frames: readonly FrameView[]
  isOpened: boolean
  empty: ReactNode
}) {
  const { traffic } = useWords().page
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<number | null>(null)
  const openFrame = useInterface((state) => state.openFrame)
  const virtualizer = useVirtualizer({
    count: frames.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  // Run after the virtualizer, which scrolls a new element to its start.
  const { isAtEnd, seen, onScroll, toEnd } = useStayAtEnd(scroller, {
    last: frames.at(-1)?.number ?? 0,
    content: frames,
    tolerancePx: rowHeight,
  })
  const newer = isAtEnd.current ? 0 : frames.filter((frame) => frame.number > seen.current).length

  // For a reader further up: the rows in sight stay where they are, even as the bounded list loses its first ones.
  const drawn = useRef(frames)
  useLayoutEffect(() => {
    const gone = goneFromTop(drawn.current, frames)
    drawn.current = frames
    if (gone > 0 && !isAtEnd.current && scroller.current !== null) {
      scroller.current.scrollTop -= gone * rowHeight
    }
  }, [frames, isAtEnd])

  function choose(number: number) {
    setCurrent(number)
    show({ openFrame: number })
  }

  function onKeyDown(press: KeyboardEvent) {
    const index = frames.findIndex((frame) => frame.number === current)
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const target = {
      ArrowDown: index + 1,
      ArrowUp: index < 0 ? frames.length - 1 : index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: frames.length - 1,
    }[press.key]
    if (target !== undefined) {
      press.preventDefault()
      const next = Math.min(frames.length - 1, Math.max(0, target))
      const number = frames[next]?.number ?? null
      setCurrent(number)
      virtualizer.scrollToIndex(next)
      if (openFrame !== null && number !== null) show({ openFrame: number })
    }
    if (press.key === 'Enter' && current !== null) show({ openFrame: current })
    if (press.key === 'Escape') show({ openFrame: null })
  }

  return (
    <div className="frames">
      {/* biome-ignore lint/a11y/useSemanticElements: a real table cannot be laid out row by row as it scrolls */}
      <div
        role="table"
        aria-label={traffic.title}
        aria-rowcount={frames.length + 1}
        aria-colcount={columns.length}
        className="frame-table"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and arrows move within it
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the table is what takes the focus */}
        <div role="row" aria-rowindex={1} className="frame-row frame-head">
          {columns.map((column) => (
            // biome-ignore lint/a11y/useSemanticElements: see the table
            // biome-ignore lint/a11y/useFocusableInteractive: see the table
            <span key={column} role="columnheader">
              <span className={column === 'direction' ? 'visually-hidden' : undefined}>
                {traffic.columns[column]}
              </span>
            </span>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        <div ref={scroller} role="rowgroup" className="frame-scroll" onScroll={onScroll}>
          <div role="presentation" className="frame-space" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map((item) => {
              const frame = frames[item.index]
              return frame === undefined ? null : (
                <FrameRow
                  key={frame.number}
                  frame={frame}
                  index={item.index}
                  isOpened={isOpened}
                  isCurrent={frame.number === current}
                  isShown={frame.number === openFrame}
                  onChoose={choose}
                />
              )
            })}
          </div>
        </div>
      </div>
      {frames.length === 0 && empty}
      {newer > 0 && (
        <button type="button" className="newer" onClick={toEnd}>
          <ArrowDown size={12} aria-hidden />
          {traffic.newer(newer)}
        </button>
      )}
    </div>
  )
}
