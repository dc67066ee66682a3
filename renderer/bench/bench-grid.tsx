import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { CardFrame, useCurrentCard } from './card-keys.tsx'
import { Handheld } from './handheld.tsx'

interface GridProps {
  names: readonly string[]
  areCards: boolean
  /** How many devices should fit side by side. */
  style: CSSProperties
}

/** All handhelds, side by side. */
export function BenchGrid({ names, areCards, style }: GridProps) {
  const { current, setCurrent } = useCurrentCard(names)
  const grid = (
    <div className="bench-grid" style={style}>
      {names.map((name) => (
        <Handheld key={name} name={name} isCard={areCards} isCurrent={name === current} />
      ))}
    </div>
  )
  return areCards ? (
    <CardFrame
      names={names}
      current={current}
      onCurrent={setCurrent}
      columns={(frame) => columnsOf(frame.querySelector('.bench-grid'))}
      reveal={() => {}}
    >
      {grid}
    </CardFrame>
  ) : (
    grid
  )
}

/** As many as the style sheet makes columns. */
function columnsOf(grid: Element | null): number {
  return grid === null ? 1 : getComputedStyle(grid).gridTemplateColumns.split(' ').length
}

/** Rows drawn above and below those in sight, so that the Tab key always finds the next handheld. */
const rowsBeyond = 1
const firstGuess = { card: 168, device: 560 }

/** The same look for many handhelds: only the rows in sight exist, and the one that had the focus last. */
export function VirtualBenchGrid({
  names,
  areCards,
  style,
  scroller,
}: GridProps & { scroller: RefObject<HTMLElement | null> }) {
  const ruler = useRef<HTMLDivElement>(null)
  const columns = useColumns(ruler, areCards)
  const { current, setCurrent } = useCurrentCard(names)
  const [focusedRow, setFocusedRow] = useState<number | null>(null)
  const rowHeight = useRef(areCards ? firstGuess.card : firstGuess.device)
  const virtualizer = useVirtualizer({
    count: Math.ceil(names.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight.current,
    overscan: rowsBeyond,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const rows = new Set(focusedRow !== null && focusedRow < count ? [focusedRow] : [])
      for (let row = startIndex - overscan; row <= endIndex + overscan; row += 1) {
        if (row >= 0 && row < count) rows.add(row)
      }
      return [...rows].sort((one, other) => one - other)
    },
  })

  function measure(row: HTMLElement | null) {
    if (row !== null) rowHeight.current = row.offsetHeight
    virtualizer.measureElement(row)
  }

  function followFocus({ target }: FocusEvent) {
    setFocusedRow(Number(target.closest<HTMLElement>('[data-index]')?.dataset.index))
  }

  const rows = (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes what the focus is on
    <div
      className="bench-rows"
      style={{ ...style, height: `${virtualizer.getTotalSize()}px` }}
      onFocus={followFocus}
    >
      <div ref={ruler} className="bench-grid bench-row bench-ruler" />
      {virtualizer.getVirtualItems().map(({ index, start }) => (
        <div
          key={index}
          ref={measure}
          data-index={index}
          className="bench-grid bench-row"
          style={{ transform: `translateY(${start}px)` }}
        >
          {names.slice(index * columns, (index + 1) * columns).map((name) => (
            <Handheld key={name} name={name} isCard={areCards} isCurrent={name === current} />
          ))}
        </div>
      ))}
    </div>
  )
  return areCards ? (
    <CardFrame
      names={names}
      current={current}
      onCurrent={setCurrent}
      columns={() => columns}
      reveal={(index) => virtualizer.scrollToIndex(Math.floor(index / columns))}
    >
      {rows}
    </CardFrame>
  ) : (
    rows
  )
}

/** How many handhelds fit side by side: as many as the style sheet makes columns of an empty row. */
function useColumns(ruler: RefObject<HTMLElement | null>, areCards: boolean): number {
  const [columns, setColumns] = useState(1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: cards and devices have columns of different widths
  useLayoutEffect(() => {
    const row = ruler.current
    if (row === null) return
    const count = () => setColumns(columnsOf(row))
    count()
    const observer = new ResizeObserver(count)
    observer.observe(row)
    return () => observer.disconnect()
  }, [ruler, areCards])
  return columns
}
