import { ArrowDown, ArrowUp } from 'lucide-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useRowsInSight } from '../controls/rows-in-sight.ts'
import { useLabStore } from '../store/lab-store.ts'
import { type HandheldSort, handheldColumns, prefer, usePreferences } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'
import { HandheldRow } from './handheld-row.tsx'
import './handheld-list.css'
import { afterPress, orderedBy } from './list-order.ts'
import { useRoving } from './roving.ts'

/** In pixels, as in handheld-list.css. */
const rowHeight = 24
const headHeight = 27

/** All handhelds in a table: one row each, sorted by the column whose head is pressed. */
export function HandheldList({
  names,
  scroller,
}: {
  names: readonly string[]
  scroller: RefObject<HTMLDivElement | null>
}) {
  const { devices } = useWords().page
  const sort = usePreferences((state) => state.handheldSort)
  const ordered = useOrdered(names, sort)
  const rows = useRowsInSight(scroller, { count: ordered.length, rowHeight })
  const focusing = useRef<string | null>(null)
  const { current, setCurrent, onKeyDown } = useRoving({
    names: ordered,
    columns: 1,
    page: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    moveTo(index) {
      focusing.current = ordered[index] ?? null
      keepRowInSight(scroller.current, index)
    },
  })

  // The row that the keyboard moved to may be drawn only after the list has scrolled.
  useEffect(() => {
    if (focusing.current === null) return
    const row = scroller.current?.querySelector<HTMLElement>(
      `[data-handheld="${CSS.escape(focusing.current)}"]`,
    )
    if (!row) return
    focusing.current = null
    row.focus({ preventScroll: true })
  })

  return (
    <table
      className="handheld-list"
      aria-label={devices.handhelds}
      aria-rowcount={ordered.length + 1}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className="select-cell">
            <span className="visually-hidden">{devices.many.selection}</span>
          </th>
          {handheldColumns.map((column) => (
            <ColumnHead key={column} column={column} sort={sort} />
          ))}
        </tr>
      </thead>
      <tbody>
        <Gap height={rows.spaceBefore} />
        {ordered.slice(rows.first, rows.end).map((name, index) => (
          <HandheldRow
            key={name}
            name={name}
            position={rows.first + index + 1}
            isCurrent={name === current}
            names={ordered}
            onCurrent={setCurrent}
          />
        ))}
        <Gap height={rows.spaceAfter} />
      </tbody>
    </table>
  )
}

function ColumnHead({ column, sort }: { column: HandheldSort['column']; sort: HandheldSort }) {
  const { devices } = useWords().page
  const isSorted = sort.column === column
  const label = devices.columns[column]
  const hints: Readonly<Partial<Record<HandheldSort['column'], string>>> = devices.columnHints
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      data-column={column}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="column-head"
        title={hints[column] ?? devices.sortBy(label)}
        onClick={() => prefer({ handheldSort: afterPress(sort, column) })}
      >
        {label}
        {isSorted && <Arrow size={11} aria-hidden />}
      </button>
    </th>
  )
}

/** Stands for the rows that are out of sight. */
function Gap({ height }: { height: number }) {
  return height === 0 ? null : (
    <tr aria-hidden className="list-gap">
      <td colSpan={handheldColumns.length + 1} style={{ height: `${height}px` }} />
    </tr>
  )
}

/** Where the values of a column change, the list is sorted again once a second: rows that jump at each event help nobody. */
function useOrdered(names: readonly string[], sort: HandheldSort): readonly string[] {
  const [beat, setBeat] = useState(0)
  const isLive = sort.column !== 'name'
  useEffect(() => {
    if (!isLive) return
    const timer = setInterval(() => setBeat((count) => count + 1), sortEachMs)
    return () => clearInterval(timer)
  }, [isLive])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each beat sorts what the lab is like then
  return useMemo(() => {
    const { snapshot } = useLabStore.getState()
    return snapshot === null ? names : orderedBy(sort, names, snapshot)
  }, [names, sort, beat])
}

const sortEachMs = 1_000

function keepRowInSight(scroller: HTMLElement | null, index: number): void {
  if (scroller === null) return
  const top = index * rowHeight
  const { scrollTop, clientHeight } = scroller
  if (top < scrollTop) scroller.scrollTop = top
  else if (top + rowHeight > scrollTop + clientHeight - headHeight) {
    scroller.scrollTop = top + rowHeight - clientHeight + headHeight
  }
}
