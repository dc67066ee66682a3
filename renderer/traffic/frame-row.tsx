import { ArrowLeft, ArrowRight, Bookmark, GitCompareArrows, Lock, LockOpen } from 'lucide-react'
import { memo, useLayoutEffect, useRef } from 'react'
import type { FrameView, MarkView } from '#contract'
import { PeopleText } from '../controls/people-text.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { useInterface } from '../store/interface.ts'
import type { SavedFilter } from '../store/preferences.ts'
import { byteSize, preciseTime } from '../words/format.ts'
import { frameSummary } from '../words/frame-summary.ts'
import { hopWords, useWords } from '../words/words.ts'

export const rowHeight = 23

/** One frame. Rows are placed by their index, so that only those in sight exist. */
export const FrameRow = memo(function FrameRow({
  frame,
  index,
  place,
  isOpened,
  isBothSides,
  isCurrent,
  isShown,
  colour,
  isCompared,
  mark,
  isInTabOrder,
  onChoose,
  onFocus,
}: {
  frame: FrameView
  index: number
  /** Its place among the frames of the reader. */
  place: number
  isOpened: boolean
  /** Whether what is on the wire and what is inside stand beside each other. */
  isBothSides: boolean
  isCurrent: boolean
  isShown: boolean
  /** Of a saved filter that it matches. */
  colour: SavedFilter['colour'] | undefined
  /** Whether another frame is compared with it. */
  isCompared: boolean
  mark: MarkView | undefined
  isInTabOrder: boolean
  onChoose: (number: number, place: number, isCompared: boolean) => void
  onFocus: (number: number, place: number) => void
}) {
  const { labels, page } = useWords()
  const hop = hopWords(labels, frame.hop)
  const isUp = frame.direction === 'up'
  const way = isUp ? page.traffic.way(hop.from, hop.to) : page.traffic.way(hop.to, hop.from)
  const Direction = isUp ? ArrowRight : ArrowLeft
  const isOfStep = useInterface(
    ({ markedStep }) =>
      markedStep !== null && markedStep.flow === frame.flow && markedStep.step === frame.step,
  )
  const row = useRef<HTMLTableRowElement>(null)
  // A row that scrolls away gives the focus back to the table, so that arrows go on from there.
  useLayoutEffect(() => {
    const { current } = row
    return () => {
      if (current !== null && current === document.activeElement) {
        current.closest<HTMLElement>('[role=table]')?.focus({ preventScroll: true })
      }
    }
  }, [])
  return (
    // A real row, since nothing else may take the focus in a table: screen readers then say all of it. Enter in the table opens it.
    <tr
      ref={row}
      // biome-ignore lint/a11y/noRedundantRoles: the style sheet lays it out as a grid, which takes the role away
      role="row"
      tabIndex={isInTabOrder ? 0 : -1}
      data-number={frame.number}
      data-evidence={evidenceKey({ kind: 'frame', number: frame.number })}
      aria-rowindex={index + 2}
      aria-current={isCurrent || isShown ? 'true' : undefined}
      className={isShown ? 'frame-row is-open' : isCurrent ? 'frame-row is-current' : 'frame-row'}
      data-of-step={isOfStep}
      data-hop={frame.hop}
      data-colour={colour}
      data-mark={mark === undefined ? undefined : (mark.colour ?? 'none')}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      // Shift would select text.
      onMouseDown={(press) => press.shiftKey && press.preventDefault()}
      onFocus={() => onFocus(frame.number, place)}
      onClick={(press) => onChoose(frame.number, place, press.shiftKey)}
    >
      <Cell className="mono frame-time">{preciseTime(frame.at)}</Cell>
      <Cell className="frame-hop">{hop.short}</Cell>
      <Cell className="frame-direction" title={way}>
        <Direction size={12} strokeWidth={2.5} aria-hidden />
        <span className="visually-hidden">{way}</span>
      </Cell>
      <Cell className="truncate frame-device">{frame.handheld ?? '–'}</Cell>
      <Cell className="frame-protocol">{frame.protocol}</Cell>
      <Cell className="tabular frame-size">{byteSize(frame.sizeBytes)}</Cell>
      {isBothSides ? (
        <>
          <Summary frame={frame} isOpened={false} mark={mark} isCompared={isCompared} />
          <Summary frame={frame} isOpened />
        </>
      ) : (
        <Summary frame={frame} isOpened={isOpened} mark={mark} isCompared={isCompared} />
      )}
    </tr>
  )
})

function Summary({
  frame,
  isOpened,
  mark,
  isCompared = false,
}: {
  frame: FrameView
  isOpened: boolean
  mark?: MarkView | undefined
  isCompared?: boolean
}) {
  const words = useWords()
  const { inspector } = words.page
  const isLocked = frame.isEncrypted && !isOpened
  return (
    <Cell className={isLocked ? 'truncate frame-summary is-locked' : 'truncate frame-summary'}>
      {isCompared && (
        <span className="row-compared">
          <GitCompareArrows size={11} aria-hidden />
          <span className="visually-hidden">{inspector.compare}</span>
        </span>
      )}
      {mark !== undefined && (
        <span className="row-mark" title={mark.comment}>
          <Bookmark size={10} aria-hidden />
          {mark.comment === '' ? (
            <span className="visually-hidden">{inspector.marked(mark.number)}</span>
          ) : (
            <PeopleText text={mark.comment} />
          )}
        </span>
      )}
      {frame.isEncrypted && (isLocked ? <Lock size={10} aria-hidden /> : <LockOpen size={10} aria-hidden />)}
      <PeopleText text={frameSummary(words, frame, isOpened)} />
    </Cell>
  )
}

function Cell({
  className,
  title,
  children,
}: {
  className: string
  title?: string
  children: React.ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <span role="cell" className={className} title={title}>
      {children}
    </span>
  )
}
