import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { NewerButton } from '../controls/newer-button.tsx'
import { scrollWithin } from '../controls/scroll-within.ts'
import { useStayAtEnd } from '../controls/stay-at-end.ts'
import { show, useInterface } from '../store/interface.ts'
import { usePreferences } from '../store/preferences.ts'
import { useMarks } from '../store/selectors.ts'
import { useTraffic } from '../store/traffic.ts'
import { useWords } from '../words/words.ts'
import { FrameMenu } from './frame-menu.tsx'
import { FrameRow, rowHeight } from './frame-row.tsx'
import { rowColours } from './row-colours.ts'

const columns = ['time', 'hop', 'direction', 'device', 'kind', 'size'] as const

/** A row that somebody has chosen, or moved to with the keyboard. */
interface CurrentRow {
  number: number
  place: number
  /** The reader to which the place belongs. */
  reader: number
}

/**
 * The frames as a table of which only the rows in sight exist, here and in the page's memory. Arrows move, Enter opens, Escape closes.
 */
export function FrameTable({ isOpened, empty }: { isOpened: boolean; empty: ReactNode }) {
  const { inspector, traffic } = useWords().page
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<CurrentRow | null>(null)
  const openFrame = useInterface((state) => state.openFrame)
  const comparedFrame = useInterface((state) => state.comparedFrame)
  const isBothSides = usePreferences((state) => state.showsBothSides)
  const marks = useMarks()
  const markOf = useMemo(() => new Map(marks.map((mark) => [mark.number, mark])), [marks])
  const { follower, position, reader, rows } = useTraffic()
  const saved = usePreferences((state) => state.savedFilters)
  const colourOf = useMemo(() => rowColours(saved, isOpened), [saved, isOpened])
  const first = position?.first ?? 0
  const end = position?.end ?? 0
  const count = end - first
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  // Run after the virtualizer, which scrolls a new element to its start.
  const { isAtEnd, seen, onScroll, toEnd } = useStayAtEnd(scroller, {
    last: end,
    content: position,
    tolerancePx: rowHeight,
  })
  const newer = isAtEnd.current ? 0 : Math.max(0, end - seen.current)

  // For a reader further up: the rows in sight stay where they are, as the lab drops older frames and as a search finds some.
  const drawn = useRef({ reader, first })
  // biome-ignore lint/correctness/useExhaustiveDependencies: toEnd is new each time
  useLayoutEffect(() => {
    const moved = first - drawn.current.first
    const isOther = drawn.current.reader !== reader
    drawn.current = { reader, first }
    if (isOther) toEnd()
    else if (moved !== 0 && !isAtEnd.current && scroller.current !== null) {
      scroller.current.scrollTop -= moved * rowHeight
    }
  }, [reader, first, isAtEnd])

  const items = virtualizer.getVirtualItems()
  const isDrawn = items.some(({ index }) => rows.get(first + index)?.number === current?.number)
  /** Place of the row to which Tab goes: the current one, or the newest in sight. */
  const tabPlace = isDrawn && current !== null ? current.place : first + (items.at(-1)?.index ?? 0)
  const from = first + (items[0]?.index ?? 0)
  const to = first + (items.at(-1)?.index ?? -1) + 1
  useEffect(() => {
    if (to > from) follower?.show(from, to, isAtEnd.current)
  })

  // The focus is on the current row, so that screen readers say it. The row may be drawn only after the lab has answered.
  const focusing = useRef<number | null>(null)
  useEffect(() => {
    if (focusing.current === null) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-number="${focusing.current}"]`)
    if (!row) return
    focusing.current = null
    row.focus({ preventScroll: true })
  })

  // The open frame takes room from the table: its row stays in sight.
  useLayoutEffect(() => {
    const list = scroller.current
    if (list === null || openFrame === null) return
    const observer = new ResizeObserver(() => {
      const row = list.querySelector(`[data-number="${openFrame}"]`)
      if (row !== null) scrollWithin(list, row)
    })
    observer.observe(list)
    return () => observer.disconnect()
  }, [openFrame])

  function choose(number: number, place: number, isCompared: boolean) {
    setCurrent({ number, place, reader })
    if (isCompared) compare(number)
    else show({ openFrame: number })
  }

  /** Somebody came to a row by Tab: arrows go on from there. */
  function reach(number: number, place: number) {
    if (current?.number !== number) setCurrent({ number, place, reader })
  }

  /** Compares with the frame that is open, or waits for the one that is opened next. */
  function compare(number: number) {
    show({ comparedFrame: comparedFrame ?? openFrame ?? number, openFrame: number })
  }

  async function moveTo(index: number) {
    virtualizer.scrollToIndex(index)
    const frame = await follower?.frameAt(first + index)
    if (frame === undefined) return
    focusing.current = frame.number
    setCurrent({ number: frame.number, place: first + index, reader })
    if (openFrame !== null) show({ openFrame: frame.number })
  }

  function onKeyDown(press: KeyboardEvent) {
    const index = current?.reader === reader && current.place >= first ? current.place - first : -1
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const target = {
      ArrowDown: index + 1,
      ArrowUp: index < 0 ? count - 1 : index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: count - 1,
    }[press.key]
    if (target !== undefined) {
      press.preventDefault()
      void moveTo(Math.min(count - 1, Math.max(0, target)))
    }
    if (current === null || press.ctrlKey || press.metaKey || press.altKey) return
    if (press.key === 'Enter') show({ openFrame: current.number })
    if (press.key === ' ') {
      press.preventDefault()
      compare(current.number)
    }
    if (press.key.toLowerCase() === 'm') {
      // Otherwise the letter would be typed into the dialog.
      press.preventDefault()
      show({ markedFrame: current.number })
    }
  }

  return (
    <FrameMenu>
      {/* biome-ignore lint/a11y/useSemanticElements: a real table cannot be laid out row by row as it scrolls */}
      <div
        role="table"
        aria-label={traffic.title}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + (isBothSides ? 2 : 1)}
        className={isBothSides ? 'frame-table has-both-sides' : 'frame-table'}
        // Tab goes to a row, which is spoken. A row that scrolls away leaves the focus here.
        tabIndex={-1}
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
          {(isBothSides ? [inspector.onTheWire, inspector.inside] : [traffic.columns.summary]).map(
            (title) => (
              // biome-ignore lint/a11y/useSemanticElements: see the table
              // biome-ignore lint/a11y/useFocusableInteractive: see the table
              <span key={title} role="columnheader">
                {title}
              </span>
            ),
          )}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        <div ref={scroller} role="rowgroup" className="frame-scroll" onScroll={onScroll}>
          <div role="presentation" className="frame-space" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const frame = rows.get(first + item.index)
              return frame === undefined ? null : (
                <FrameRow
                  key={frame.number}
                  frame={frame}
                  index={item.index}
                  place={first + item.index}
                  isOpened={isOpened}
                  isBothSides={isBothSides}
                  isCompared={frame.number === comparedFrame}
                  mark={markOf.get(frame.number)}
                  isCurrent={frame.number === current?.number}
                  isShown={frame.number === openFrame}
                  colour={colourOf?.(frame)}
                  isInTabOrder={first + item.index === tabPlace}
                  onChoose={choose}
                  onFocus={reach}
                />
              )
            })}
          </div>
        </div>
      </div>
      {count === 0 && empty}
      <NewerButton count={newer} name={traffic.newer(newer)} onPress={toEnd} />
    </FrameMenu>
  )
}
