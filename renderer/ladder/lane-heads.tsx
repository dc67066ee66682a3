import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react'
import { PeopleText } from '../controls/people-text.tsx'
import { drawLadder, useLadder } from '../store/ladder.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import type { Lane } from './items.ts'
import { inOrder, moved } from './lanes.ts'
import type { Picture } from './picture.ts'

/** The names above the lifelines: dragged, or moved with the arrow keys; Delete hides one. */
export function LaneHeads({ picture, lanes }: { picture: Picture; lanes: readonly Lane[] }) {
  const { ladder } = useWords().page
  const dragged = useRef<{ id: string; pointer: number } | null>(null)
  const [draggedId, setDraggedId] = useState<string | null>(null)
  const [said, say] = useState('')
  const strip = useRef<HTMLDivElement>(null)
  const hint = useId()

  /** Puts a lane where a visible one stands. */
  function move(id: string, to: number) {
    const target = picture.lanes[to]
    if (target === undefined || target.id === id) return
    const { order } = useLadder.getState()
    const all = inOrder(lanes, order)
    const place = all.findIndex((lane) => lane.id === target.id)
    drawLadder({ order: [...moved(all, id, place)] })
    const lane = lanes.find((one) => one.id === id)
    if (lane) say(ladder.laneMoved(visibleText(lane.label), to + 1, picture.lanes.length))
  }

  function onKeyDown(press: KeyboardEvent, id: string, index: number) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[press.key]
    if (step !== undefined) {
      press.preventDefault()
      move(id, index + step)
    }
    if (press.key === 'Delete' || press.key === 'Backspace') {
      press.preventDefault()
      const { hidden } = useLadder.getState()
      drawLadder({ hidden: [...hidden, id] })
      const lane = lanes.find((one) => one.id === id)
      if (lane) say(ladder.laneHidden(visibleText(lane.label)))
    }
  }

  function onPointerMove(event: PointerEvent) {
    const held = dragged.current
    const left = strip.current?.getBoundingClientRect().left
    if (held === null || held.pointer !== event.pointerId || left === undefined) return
    const x = event.clientX - left
    const nearest = picture.lanes.reduce((best, lane, index) => {
      const found = picture.lanes[best]
      return found && Math.abs(lane.x - x) < Math.abs(found.x - x) ? index : best
    }, 0)
    move(held.id, nearest)
  }

  function drop() {
    dragged.current = null
    setDraggedId(null)
  }

  return (
    <div
      ref={strip}
      className="lane-heads"
      style={{ width: picture.width, height: picture.headHeight }}
      onPointerMove={onPointerMove}
      onPointerUp={drop}
      onPointerCancel={drop}
    >
      {picture.lanes.map(({ id, label, note, x }, index) => (
        <button
          key={id}
          type="button"
          className={id === draggedId ? 'lane-head is-dragged' : 'lane-head'}
          style={{ transform: `translateX(calc(${x}px - 50%))`, ...sizeOf(picture) }}
          title={visibleText(label)}
          aria-describedby={hint}
          onPointerDown={(event) => {
            if (event.button !== 0) return
            strip.current?.setPointerCapture(event.pointerId)
            event.currentTarget.focus()
            dragged.current = { id, pointer: event.pointerId }
            setDraggedId(id)
          }}
          onKeyDown={(press) => onKeyDown(press, id, index)}
        >
          <span className="lane-name">
            <PeopleText text={label} />
          </span>
          {note !== '' && <span className="lane-note truncate">{note}</span>}
        </button>
      ))}
      <span id={hint} hidden>
        {ladder.moveLane}
      </span>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </div>
  )
}

/** As wide as its name needs, if there is so much room between two lifelines. */
function sizeOf({ lanes, margin, unit, width }: Picture): { maxWidth: number; paddingInline: number } {
  const [first, second] = lanes
  const room = first && second ? Math.abs(second.x - first.x) - 3 * unit : width - margin
  return { maxWidth: room, paddingInline: Math.max(1, Math.min(8, (room / unit - 66) / 3)) }
}
