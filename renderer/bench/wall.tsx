import { memo, type RefObject, startTransition, useEffect, useLayoutEffect, useState } from 'react'
import type { HandheldView } from '#contract'
import type { Words } from '#words'
import { PeopleText } from '../controls/people-text.tsx'
import { useRowsInSight } from '../controls/rows-in-sight.ts'
import { evidenceKey } from '../store/evidence.ts'
import { show } from '../store/interface.ts'
import { select, useIsSelected } from '../store/selection.ts'
import { useHandheld } from '../store/selectors.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { selectKeysOf, useRoving } from './roving.ts'
import { Sign } from './sign.tsx'
import { tileGap, tilesFor } from './tile-size.ts'
import { useCondition } from './use-condition.ts'
import './wall.css'

/** Around the wall, in pixels, as in wall.css. */
const margin = 8
/** From this size on a tile has room for the name. */
const sizeForName = 40

/** All handhelds as tiles, so small that all of them are in sight; colour and sign are the state. */
export function Wall({
  names,
  scroller,
}: {
  names: readonly string[]
  scroller: RefObject<HTMLDivElement | null>
}) {
  const { devices } = useWords().page
  const room = useRoom(scroller)
  const { columns, size } = tilesFor(names.length, room)
  const pitch = size + tileGap
  const rows = useRowsInSight(scroller, { count: Math.ceil(names.length / columns), rowHeight: pitch })
  const first = rows.first * columns
  const inSight = names.slice(first, rows.end * columns)
  const drawn = useGrowing(inSight.length)
  const { current, setCurrent, onKeyDown } = useRoving({
    names,
    columns,
    page: () => Math.max(1, Math.floor(room.height / pitch) - 1),
    moveTo(index) {
      const element = scroller.current
      if (element === null) return
      const top = Math.floor(index / columns) * pitch
      if (top < element.scrollTop) element.scrollTop = top
      else if (top + pitch > element.scrollTop + room.height) element.scrollTop = top + pitch - room.height
    },
  })
  return (
    <div
      className="wall"
      role="listbox"
      aria-label={devices.wall}
      aria-multiselectable
      aria-activedescendant={current === null ? undefined : idOf(current)}
      tabIndex={0}
      style={{
        gridTemplateColumns: `repeat(${columns}, ${size}px)`,
        gridAutoRows: `${size}px`,
        paddingTop: `${margin + rows.spaceBefore}px`,
        paddingBottom: `${rows.spaceAfter}px`,
        fontSize: `${Math.max(8, Math.min(26, size * 0.52))}px`,
      }}
      onKeyDown={onKeyDown}
      onClick={(click) => {
        const name = tileAt(click.target)
        if (name === null) return
        setCurrent(name)
        select(name, names, selectKeysOf(click))
      }}
      onDoubleClick={({ target }) => {
        const name = tileAt(target)
        if (name !== null) show({ largeScreen: name })
      }}
    >
      {inSight.slice(0, drawn).map((name, index) => (
        <Tile
          key={name}
          name={name}
          position={first + index + 1}
          isCurrent={name === current}
          isNamed={size >= sizeForName}
          count={names.length}
          devices={devices}
        />
      ))}
    </div>
  )
}

/** So many tiles are added at a time. */
const atATime = 125
const apartMs = 16

/** How many of the tiles are drawn: hundreds come in steps, so that keys and clicks are answered in between. */
function useGrowing(count: number): number {
  const [drawn, setDrawn] = useState(atATime)
  const least = Math.max(atATime, count)
  // Of those that are gone now, and come back, all but the first are new again.
  if (drawn > least) setDrawn(least)
  useEffect(() => {
    if (drawn >= count) return
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + atATime)), apartMs)
    return () => clearTimeout(timer)
  }, [drawn, count])
  return drawn
}

interface TileProps {
  position: number
  isCurrent: boolean
  isNamed: boolean
  /** How many are shown. */
  count: number
  devices: Words['page']['devices']
}

const Tile = memo(function Tile({ name, ...props }: TileProps & { name: string }) {
  const handheld = useHandheld(name)
  return handheld === undefined ? null : <Drawn handheld={handheld} {...props} />
})

function Drawn({
  handheld,
  position,
  isCurrent,
  isNamed,
  count,
  devices,
}: TileProps & { handheld: HandheldView }) {
  const { name, waitingPackets, unread } = handheld
  const { sign, facets } = useCondition(handheld)
  const isSelected = useIsSelected(name)
  const label = devices.tile(
    visibleText(name),
    facets.map((facet) => devices.facets[facet]),
  )
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the wall has the focus, and tells which tile is current
    <div
      id={idOf(name)}
      role="option"
      className="tile"
      aria-label={label}
      title={label}
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={count}
      data-handheld={name}
      data-evidence={evidenceKey({ kind: 'handheld', name })}
      data-facet={sign}
      data-current={isCurrent ? '' : undefined}
      data-mark={unread > 0 ? 'unread' : waitingPackets > 0 ? 'held' : undefined}
    >
      <Sign facet={sign} />
      {isNamed && (
        <span className="tile-name truncate">
          <PeopleText text={name} />
        </span>
      )}
    </div>
  )
}

/** The name of the handheld whose tile something happened on. */
function tileAt(target: EventTarget): string | null {
  const tile = target instanceof Element ? target.closest<HTMLElement>('.tile') : null
  return tile?.dataset.handheld ?? null
}

function idOf(name: string): string {
  return `tile-${encodeURIComponent(name)}`
}

/** The room that the wall has, without its margin. */
function useRoom(scroller: RefObject<HTMLDivElement | null>): { width: number; height: number } {
  const [room, setRoom] = useState({ width: 600, height: 400 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measure = () =>
      setRoom({ width: element.clientWidth - 2 * margin, height: element.clientHeight - 2 * margin })
    measure()
    // While the wall is resized, hundreds of tiles are drawn between what else there is to do.
    const observer = new ResizeObserver(() => startTransition(measure))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return room
}
