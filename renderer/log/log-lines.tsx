import { ContextMenu } from '@base-ui/react/context-menu'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { LogLineView } from '#contract'
import {
  bind,
  copyLine,
  evidenceActions,
  followLine,
  showLogOfLogin,
  useActionContext,
  usePerform,
} from '../actions/index.ts'
import { MenuPlace } from '../controls/menu-place.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { useWords } from '../words/words.ts'
import type { LogFollower, ShownLog } from './log-follower.ts'

/** In pixels, as in log.css. */
const rowHeight = 20
const tolerancePx = 24

/** The lines in sight. Arrows choose one, Enter goes to its login, Ctrl C copies it. Follows the end to a reader who is there. */
export function LogLines({
  shown,
  follower,
  onAtEnd,
  toEnd,
}: {
  shown: ShownLog
  follower: LogFollower
  onAtEnd: (isAtEnd: boolean) => void
  toEnd: RefObject<() => void>
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const [chosen, setChosen] = useState<number | null>(null)
  const id = useId()
  const words = useWords().page.log
  const perform = usePerform()
  const { end, first, lines } = shown
  const virtualizer = useVirtualizer({
    count: end - first,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const from = first + (items[0]?.index ?? 0)
  const to = first + (items.at(-1)?.index ?? -1) + 1
  useEffect(() => follower.inSight(from, to), [follower, from, to])

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines make the list longer
  useLayoutEffect(() => {
    const element = scroller.current
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [end, first])

  function stay(is: boolean) {
    if (isAtEnd.current === is) return
    isAtEnd.current = is
    onAtEnd(is)
  }

  toEnd.current = () => {
    virtualizer.scrollToIndex(end - first - 1)
    stay(true)
  }

  function choose(place: number) {
    const next = Math.max(first, Math.min(end - 1, place))
    setChosen(next)
    virtualizer.scrollToIndex(next - first)
  }

  function onKeyDown(press: KeyboardEvent) {
    const now = chosen ?? end
    const page = Math.max(1, to - from - 24)
    const moves: Record<string, number> = {
      ArrowUp: now - 1,
      ArrowDown: now + 1,
      PageUp: now - page,
      PageDown: now + page,
      Home: first,
      End: end - 1,
    }
    const move = moves[press.key]
    const line = chosen === null ? undefined : lines.get(chosen)
    if (move !== undefined) choose(move)
    else if (press.key === 'Enter' && line) void perform(followLine, { line })
    else if (press.key === 'c' && (press.ctrlKey || press.metaKey) && line && isNothingMarked()) {
      void perform(copyLine, { line })
    } else return
    press.preventDefault()
  }

  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        ref={scroller}
        className="log-lines mono"
        role="listbox"
        tabIndex={0}
        aria-label={words.lines}
        aria-activedescendant={chosen === null ? undefined : `${id}${chosen}`}
        onKeyDown={onKeyDown}
        onScroll={(scroll) => {
          const { clientHeight, scrollHeight, scrollTop } = scroll.currentTarget
          stay(scrollHeight - scrollTop - clientHeight < tolerancePx)
        }}
      >
        <div className="log-space" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {items.map(({ index, start }) => {
            const place = first + index
            return (
              <Line
                key={place}
                id={`${id}${place}`}
                line={lines.get(place)}
                top={start}
                position={index + 1}
                count={end - first}
                isChosen={place === chosen}
                choose={() => setChosen(place)}
              />
            )
          })}
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <MenuPlace>
          <ContextMenu.Popup className="menu-popup">
            <LineMenu line={chosen === null ? undefined : lines.get(chosen)} />
          </ContextMenu.Popup>
        </MenuPlace>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** Whether nobody has marked text, which Ctrl C copies as everywhere. */
function isNothingMarked(): boolean {
  return (window.getSelection()?.toString() ?? '') === ''
}

function Line({
  id,
  line,
  top,
  position,
  count,
  isChosen,
  choose,
}: {
  id: string
  line: LogLineView | undefined
  top: number
  position: number
  count: number
  isChosen: boolean
  choose: () => void
}) {
  const perform = usePerform()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys, by aria-activedescendant
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-posinset={position}
      aria-setsize={count}
      className="log-line"
      data-level={line?.level}
      data-evidence={line && evidenceKey({ kind: 'log', number: line.number })}
      style={{ transform: `translateY(${top}px)` }}
      onClick={choose}
      onContextMenu={choose}
      onDoubleClick={() => line && void perform(followLine, { line })}
    >
      {line === undefined ? (
        '…'
      ) : (
        <>
          <span className="log-component">{line.component}</span> {line.text}
        </>
      )}
    </div>
  )
}

function LineMenu({ line }: { line: LogLineView | undefined }) {
  const context = useActionContext()()
  if (line === undefined) return null
  const { flow, handheld } = line
  const items = [
    ...evidenceActions({ kind: 'log', number: line.number }, context),
    bind(followLine, { line }, context),
    ...(flow === null || handheld === null
      ? []
      : [bind(showLogOfLogin, { flow: { id: flow, handheld } }, context)]),
    bind(copyLine, { line }, context),
  ]
  return items.map((item) => (
    <ContextMenu.Item
      key={item.id}
      className="menu-item"
      disabled={item.obstacle !== null}
      title={item.obstacle ?? undefined}
      onClick={item.perform}
    >
      {item.buttonLabel}
    </ContextMenu.Item>
  ))
}
