import { memo } from 'react'
import { evidenceKey } from '../store/evidence.ts'
import { useWords } from '../words/words.ts'
import { drawRow } from './draw-row.ts'
import type { Item } from './items.ts'
import type { Picture, Row } from './picture.ts'
import { Shapes } from './shape-elements.tsx'
import { spoken } from './spoken.ts'

/** One arrow, note or pause. Pauses cannot be chosen. */
export const LadderRow = memo(function LadderRow({
  id,
  row,
  index,
  picture,
  when,
  isOpened,
  isCurrent,
  isOpen,
  onChoose,
  onOpen,
}: {
  id: string
  row: Row
  index: number
  picture: Picture
  /** For screen readers. */
  when: string
  isOpened: boolean
  isCurrent: boolean
  /** Whether the frame is the one that is open. */
  isOpen: boolean
  onChoose: (index: number) => void
  onOpen: (index: number) => void
}) {
  const words = useWords()
  const { height, item, y } = row
  const drawing = (
    <svg width={picture.width} height={height} aria-hidden="true">
      <Shapes shapes={drawRow(row, picture, { isOpened })} />
    </svg>
  )
  const style = { transform: `translateY(${y}px)`, height, width: picture.width }
  if (item.kind === 'gap') {
    return (
      <div className="ladder-row is-gap" role="presentation" style={style}>
        {drawing}
      </div>
    )
  }
  const state = isOpen ? ' is-open' : isCurrent ? ' is-current' : ''
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list takes the focus, arrows move within it
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the list opens the current row
    <div
      id={id}
      role="option"
      data-row={item.id}
      data-evidence={evidenceOf(item)}
      aria-selected={isCurrent || isOpen}
      className={`ladder-row is-${item.kind}${state}`}
      data-tone={item.kind === 'note' ? item.tone : undefined}
      style={style}
      onClick={() => onChoose(index)}
      onDoubleClick={() => onOpen(index)}
    >
      <span className="visually-hidden">{spoken(item, picture.lanes, when, isOpened, words)}</span>
      {drawing}
    </div>
  )
})

/** An arrow is a frame; a note that a step of a login made is that step. */
function evidenceOf(item: Item): string | undefined {
  if (item.kind === 'arrow') return evidenceKey({ kind: 'frame', number: item.frame.number })
  const { flow, step } = item
  return flow === null || step === null ? undefined : evidenceKey({ kind: 'step', flow, step })
}
