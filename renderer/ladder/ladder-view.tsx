import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { FrameView } from '#contract'
import { NewerButton } from '../controls/newer-button.tsx'
import { useStayAtEnd } from '../controls/stay-at-end.ts'
import { show, useInterface } from '../store/interface.ts'
import { showScope } from '../store/ladder.ts'
import { useWords } from '../words/words.ts'
import { goToFrame } from './go-to-frame.ts'
import type { Lane } from './items.ts'
import { LadderMenu } from './ladder-menu.tsx'
import { LadderRow } from './ladder-row.tsx'
import { LaneHeads } from './lane-heads.tsx'
import { indexAt, type Picture, rowsBetween } from './picture.ts'

/** Rows this far out of sight are drawn too, for somebody who scrolls. */
const overscanPx = 300

/** The lifelines with the rows in sight. Arrow keys move, Enter opens a frame, Escape closes it. */
export function LadderView({
  picture,
  lanes,
  identity,
  isOver,
  spokenTime,
}: {
  picture: Picture
  lanes: readonly Lane[]
  identity: string
  /** Whether nothing more will come: such a ladder is read from its beginning. */
  isOver: boolean
  spokenTime: (at: number) => string
}) {
  const { ladder } = useWords().page
  const scroller = useRef<HTMLElement>(null)
  const isOpened = useInterface((state) => state.isOpened)
  const openFrame = useInterface((state) => state.openFrame)
  const [currentId, setCurrentId] = useState<string | null>(null)
  const prefix = useId()
  const { headHeight, rows } = picture
  const { look, sight } = useSight(scroller)
  const end = useStayAtEnd(scroller, { last: rows.length, content: picture, tolerancePx: 24 })
  // The rows of one that is over are all there from the start; they only come in pieces.
  const newer = isOver || end.isAtEnd.current ? 0 : Math.max(0, rows.length - end.seen.current)

  // Another ladder begins at its start if it is over, at its end if it is still growing.
  const isOverRef = useRef(isOver)
  isOverRef.current = isOver
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another ladder moves the reader
  useLayoutEffect(() => {
    end.isAtEnd.current = !isOverRef.current
    const element = scroller.current
    if (element !== null) element.scrollTop = isOverRef.current ? 0 : element.scrollHeight
  }, [identity])

  const indexOf = useMemo(() => {
    const found = new Map<string, number>()
    rows.forEach(({ item }, index) => {
      found.set(item.id, index)
    })
    return found
  }, [rows])
  const current = currentId === null ? -1 : (indexOf.get(currentId) ?? -1)

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current
      const row = rows[index]
      if (element === null || row === undefined) return
      const [top, bottom] = [element.scrollTop, element.scrollTop + element.clientHeight - headHeight]
      if (row.y < top) element.scrollTop = row.y
      else if (row.y + row.height > bottom) element.scrollTop += row.y + row.height - bottom
      // The browser tells of it only with the next frame, which would be drawn empty.
      look()
    },
    [rows, headHeight, look],
  )

  // A frame that was opened elsewhere is shown here.
  const revealOpen = useRef<(number: number) => void>(() => undefined)
  revealOpen.current = (number) => {
    const index = indexOf.get(`frame ${number}`)
    if (index === undefined) return
    setCurrentId(`frame ${number}`)
    reveal(index)
  }
  useEffect(() => {
    if (openFrame !== null) revealOpen.current(openFrame)
  }, [openFrame])

  const open = useCallback(
    (index: number) => {
      const item = rows[index]?.item
      if (item?.kind === 'arrow') goToFrame(item.frame.number)
    },
    [rows],
  )
  /** A decision leads to the ladder of its login. */
  const openLogin = useCallback(
    (index: number) => {
      const item = rows[index]?.item
      if (item?.kind !== 'note' || item.flow === null) return
      show({ pinnedFlow: item.flow })
      showScope({ kind: 'login' })
    },
    [rows],
  )
  const choose = useCallback(
    (index: number) => {
      setCurrentId(rows[index]?.item.id ?? null)
      open(index)
    },
    [rows, open],
  )

  function moveTo(index: number, direction: 1 | -1) {
    let target = Math.max(0, Math.min(rows.length - 1, index))
    if (rows[target]?.item.kind === 'gap') target += direction
    const item = rows[target]?.item
    if (item === undefined) return
    setCurrentId(item.id)
    reveal(target)
    if (openFrame !== null) open(target)
  }

  function onKeyDown(press: KeyboardEvent) {
    const top = rows[current]?.y ?? 0
    const page = Math.max(60, (scroller.current?.clientHeight ?? 0) - headHeight - 40)
    const target: readonly [number, 1 | -1] | undefined = (
      {
        ArrowDown: [current + 1, 1],
        ArrowUp: [current < 0 ? rows.length - 1 : current - 1, -1],
        PageDown: [indexAt(rows, top + page), 1],
        PageUp: [indexAt(rows, top - page), -1],
        Home: [0, 1],
        End: [rows.length - 1, -1],
      } as const
    )[press.key]
    if (target !== undefined) {
      press.preventDefault()
      moveTo(...target)
    }
    if (press.key === 'Enter' && current >= 0) {
      open(current)
      openLogin(current)
    }
    if (press.key === 'Escape') show({ openFrame: null })
  }

  function frameAt(id = currentId ?? ''): FrameView | null {
    const item = rows[indexOf.get(id) ?? -1]?.item
    return item?.kind === 'arrow' ? item.frame : null
  }

  const { from, to } = rowsBetween(rows, sight.top - overscanPx, sight.top + sight.height + overscanPx)
  const shown = rows.slice(from, to)
  const activeId = current < 0 ? undefined : `${prefix}${rows[current]?.item.id}`
  return (
    <LadderMenu frameAt={frameAt}>
      <section ref={scroller} className="ladder-scroll" onScroll={end.onScroll} aria-label={ladder.lanes}>
        <LaneHeads picture={picture} lanes={lanes} />
        <div
          role="listbox"
          className="ladder-list"
          aria-label={ladder.title}
          aria-activedescendant={activeId}
          tabIndex={0}
          style={{ height: picture.height + 12, width: picture.width }}
          onKeyDown={onKeyDown}
        >
          {picture.lanes.map(({ id, x }) => (
            <div key={id} className="lifeline" role="presentation" style={{ left: x }} />
          ))}
          {shown.map((row, index) => (
            <LadderRow
              key={row.item.id}
              id={`${prefix}${row.item.id}`}
              row={row}
              index={from + index}
              picture={picture}
              when={spokenTime(row.item.at)}
              isOpened={isOpened}
              isCurrent={from + index === current}
              isOpen={row.item.kind === 'arrow' && row.item.frame.number === openFrame}
              onChoose={choose}
              onOpen={openLogin}
            />
          ))}
        </div>
      </section>
      <NewerButton count={newer} name={ladder.newer(newer)} onPress={end.toEnd} />
    </LadderMenu>
  )
}

interface Sight {
  top: number
  height: number
}

/** The part of the list that is in sight. Told in steps, so that not each pixel of a scroll draws anew. */
function useSight(scroller: RefObject<HTMLElement | null>): { sight: Sight; look: () => void } {
  const [sight, setSight] = useState<Sight>({ top: 0, height: 800 })
  const look = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const step = 120
    const next = { top: Math.floor(element.scrollTop / step) * step, height: element.clientHeight + step }
    setSight((before) => (before.top === next.top && before.height === next.height ? before : next))
  }, [scroller])
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    look()
    element.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [scroller, look])
  return { sight, look }
}
