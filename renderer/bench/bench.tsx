import { Plus } from 'lucide-react'
import {
  type CSSProperties,
  type KeyboardEvent,
  type RefObject,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { addHandheld, HandheldsMenu, useAction } from '../actions/index.ts'
import { mostDrawn } from '../controls/rows-in-sight.ts'
import { Pane } from '../panes/pane.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { usePreferences } from '../store/preferences.ts'
import { clearSelection, selectOnly, tellShown } from '../store/selection.ts'
import { useHandheldNames, useIsStale, useSnapshot } from '../store/selectors.ts'
import { inNaturalOrder } from '../words/natural-order.ts'
import { useWords } from '../words/words.ts'
import './bench.css'
import { SearchField } from '../controls/search-field.tsx'
import { BenchGrid, VirtualBenchGrid } from './bench-grid.tsx'
import { DensityChoice, type ShownDensity } from './density-choice.tsx'
import { HandheldList } from './handheld-list.tsx'
import { HandheldSearch } from './match-handheld.ts'
import { Overview } from './overview.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { TaskBar } from './task-bar.tsx'
import { Wall } from './wall.tsx'

/** Above this many handhelds the bench shows cards instead of whole devices, and counts them by their states. */
const mostDevices = 6
const noNames: readonly string[] = []

/** The handhelds, side by side. */
export function Bench() {
  const words = useWords().page.bench
  const text = useInterface((state) => state.handheldFilter)
  const sought = useDeferredValue(text)
  const all = useHandheldNames()
  const names = useMatching(all, sought)
  const scroller = useRef<HTMLDivElement>(null)
  // What is drawn within measures the area, which exists only after the first drawing.
  const [hasArea, setHasArea] = useState(false)
  useLayoutEffect(() => setHasArea(true), [])
  const add = useAction(addHandheld, undefined)
  // Drawn between what else there is to do: hundreds of tiles at once would keep the palette from closing.
  const density = useDeferredValue(useShownDensity(all.length))
  const isStale = useIsStale()
  const hasSets = usePreferences(({ deviceSets }) => deviceSets.length > 0)

  useEffect(() => tellShown(names), [names])

  function onKeyDown(press: KeyboardEvent) {
    const isAll = press.key.toLowerCase() === 'a' && (press.ctrlKey || press.metaKey) && !press.shiftKey
    if (!isAll || isTextField(press.target)) return
    press.preventDefault()
    selectOnly(names)
  }

  return (
    <Pane
      title={words.title}
      pane="bench"
      aside={<BenchSummary />}
      tools={
        <>
          <SearchField
            name={words.findHandheld}
            title={words.findHint}
            placeholder={words.find}
            value={text}
            onSearch={(handheldFilter) => show({ handheldFilter })}
          />
          <DensityChoice density={density} />
          <button type="button" className="button add-handheld" onClick={add.perform}>
            <Plus size={14} aria-hidden />
            <span>{add.label}</span>
          </button>
        </>
      }
    >
      {(all.length > mostDevices || hasSets) && <Overview />}
      <SelectionBar />
      <TaskBar />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys and clicks that select come from what is within */}
      <div
        ref={scroller}
        className={`bench-area is-${density}`}
        // A click between handhelds gives it the focus, so that Ctrl+A means handhelds.
        tabIndex={isStale ? 0 : -1}
        onKeyDown={onKeyDown}
        onClick={({ target, currentTarget }) => {
          const isEmptyPlace =
            target === currentTarget || (target instanceof Element && target.matches('.bench-grid, .wall'))
          if (isEmptyPlace) clearSelection()
        }}
      >
        {hasArea && names.length > 0 && (
          <Shown density={density} all={all} names={names} scroller={scroller} />
        )}
        {names.length === 0 && (
          <EmptyBench isFiltered={all.length > 0} onClear={() => show({ handheldFilter: '' })} />
        )}
      </div>
    </Pane>
  )
}

function Shown({
  density,
  all,
  names,
  scroller,
}: {
  density: ShownDensity
  all: readonly string[]
  names: readonly string[]
  scroller: RefObject<HTMLDivElement | null>
}) {
  if (density === 'list' || density === 'tiles') {
    const Shape = density === 'list' ? HandheldList : Wall
    return (
      <HandheldsMenu>
        <Shape names={names} scroller={scroller} />
      </HandheldsMenu>
    )
  }
  const areCards = density === 'cards'
  const layout: CSSProperties & Record<'--count', number> = { '--count': Math.min(mostDevices, names.length) }
  return all.length > mostDrawn ? (
    <VirtualBenchGrid names={names} areCards={areCards} style={layout} scroller={scroller} />
  ) : (
    <BenchGrid names={names} areCards={areCards} style={layout} />
  )
}

function isTextField(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select') !== null
}

function useShownDensity(count: number): ShownDensity {
  const density = usePreferences((state) => state.density)
  if (density !== 'auto') return density
  return count > mostDevices ? 'cards' : 'devices'
}

/** The names of the handhelds that somebody looks for, as people count: `load2` before `load10`. */
function useMatching(all: readonly string[], text: string): readonly string[] {
  const [search] = useState(() => new HandheldSearch())
  const sets = usePreferences((state) => state.deviceSets)
  const found = useSnapshot(
    ({ handhelds, sessions }) => search.find(handhelds, text, { sessions, sets }),
    noNames,
  )
  const places = useMemo(
    () => new Map(all.toSorted(inNaturalOrder).map((name, place) => [name, place])),
    [all],
  )
  return useMemo(
    () => found.toSorted((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0)),
    [found, places],
  )
}

function BenchSummary() {
  const total = useSnapshot((snapshot) => snapshot.handhelds.length, 0)
  const signedIn = useLabStore((state) => state.counts['signed-in'])
  const words = useWords().page.bench
  if (total === 0) return null
  return <span className="pane-aside is-count tabular">{words.summary(total, signedIn)}</span>
}

function EmptyBench({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const add = useAction(addHandheld, undefined)
  const words = useWords().page.bench
  return (
    <div className="empty">
      <p className="empty-title">{isFiltered ? words.noMatch : words.empty}</p>
      <p>{isFiltered ? words.noMatchHint : words.emptyHint}</p>
      {isFiltered ? (
        <button type="button" className="button" onClick={onClear}>
          {words.showAll}
        </button>
      ) : (
        <button type="button" className="button primary" onClick={add.perform}>
          {add.label}
        </button>
      )}
    </div>
  )
}
