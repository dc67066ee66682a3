import { ArrowLeft, ArrowRight, Lock, LockOpen } from 'lucide-react'
import { memo, useLayoutEffect, useRef } from 'react'
import type { FrameView } from '#contract'
import { PeopleText } from '../controls/people-text.tsx'
import type { SavedFilter } from '../store/preferences.ts'
import { byteSize, preciseTime } from '../words/format.ts'
import { hopWords, useWords } from '../words/words.ts'

export const rowHeight = 23

/** One frame. Rows are placed by their index, so that only those in sight exist. */
export const FrameRow = memo(function FrameRow({
  frame,
  index,
  place,
  isOpened,
  isCurrent,
  isShown,
  colour,
  onChoose,
}: {
  frame: FrameView
  index: number
  /** Its place among the frames of the reader. */
  place: number
  isOpened: boolean
  isCurrent: boolean
  isShown: boolean
  /** Of a saved filter that it matches. */
  colour: SavedFilter['colour'] | undefined
  onChoose: (number: number, place: number) => void
}) {
  const { labels, page } = useWords()
  const hop = hopWords(labels, frame.hop)
  const isUp = frame.direction === 'up'
  const way = isUp ? page.traffic.way(hop.from, hop.to) : page.traffic.way(hop.to, hop.from)
  const Direction = isUp ? ArrowRight : ArrowLeft
  const isLocked = frame.isEncrypted && !isOpened
  const row = useRef<HTMLDivElement>(null)
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
    // biome-ignore lint/a11y/useSemanticElements: see the table
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the table opens the current row
    <div
      ref={row}
      role="row"
      tabIndex={-1}
      data-number={frame.number}
      aria-rowindex={index + 2}
      aria-current={isCurrent || isShown ? 'true' : undefined}
      className={isShown ? 'frame-row is-open' : isCurrent ? 'frame-row is-current' : 'frame-row'}
      data-hop={frame.hop}
      data-colour={colour}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onClick={() => onChoose(frame.number, place)}
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
      <Cell className={isLocked ? 'truncate frame-summary is-locked' : 'truncate frame-summary'}>
        {frame.isEncrypted &&
          (isLocked ? <Lock size={10} aria-hidden /> : <LockOpen size={10} aria-hidden />)}
        <PeopleText text={isOpened ? frame.openedSummary : frame.summary} />
      </Cell>
    </div>
  )
})

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
